import Foundation
import Testing

/// The key `notifications` of config.json.
@Suite struct NotificationSettingTests {
    private static func config(_ notifications: String) -> Data {
        Data(#"{"store":"sqlite","version":1,"notifications":\#(notifications)}"#.utf8)
    }

    private static let mail = #"{"mail":{"server":"mail.example.org","from":"a@b.org","to":["c@d.org"]"#

    private static let mistakes: [(String, String)] = [
        ("[]", "notifications is no object"),
        (#"{"pager":1}"#, "notifications.pager is unknown; there are webhooks, mail"),
        (#"{"webhooks":{}}"#, "notifications.webhooks is no list"),
        (#"{"webhooks":["https://x/s3cret"]}"#, "notifications.webhooks[0] is no object"),
        (#"{"webhooks":[{}]}"#, "notifications.webhooks[0]: url is missing"),
        (#"{"webhooks":[{"url":7}]}"#, "notifications.webhooks[0].url is no text"),
        (#"{"webhooks":[{"url":"hooks.example.org/s3cret"}]}"#, "webhooks[0].url is not an http or https URL"),
        (#"{"webhooks":[{"url":"https://u:s3cret@x/"}]}"#, "webhooks[0].url has a name or password"),
        (
            #"{"webhooks":[{"url":"https://x/s3cret"},{"url":"https://x/","form":"teams"}]}"#,
            "webhooks[1].form is 'teams'; write generic or slack"
        ),
        (
            #"{"webhooks":[{"url":"https://x/s3cret","level":"loud"}]}"#,
            "level is 'loud'; write info, warning, error or critical"
        ),
        (#"{"webhooks":[{"url":"https://x/s3cret","token":"s3cret"}]}"#, "webhooks[0].token is unknown"),
        (#"{"mail":{}}"#, "notifications.mail: server is missing"),
        (mail + #","password":"s3cret"}}"#, "mail.password is not read"),
        (mail + #","port":0}}"#, "mail.port is no number from 1 to 65535"),
        (mail + #","user":"u"}}"#, "has one of user and password_env"),
        (mail + #","security":"ssl"}}"#, "security is 'ssl'; write starttls, tls or none"),
        (#"{"mail":{"server":"x/y","from":"a@b","to":["c@d"]}}"#, "mail.server is no host"),
        (#"{"mail":{"server":"x","from":"a@b\r\nBcc: e@f","to":["c@d"]}}"#, "mail.from has no address"),
        (#"{"mail":{"server":"x","from":"a@b","to":[]}}"#, "mail.to names nobody"),
        (#"{"mail":{"server":"x","from":"a@b","to":["c"]}}"#, "mail.to has no address"),
    ]

    @Test(arguments: mistakes)
    func `a mistake is told in one sentence, without secrets`(_ notifications: String, _ message: String) async throws {
        let harness = try await CommandLineHarness.copy()
        try Self.config(notifications).write(to: URL(filePath: "\(harness.workspace)/config.json"))
        for command in ["gaps", "config"] {
            let result = await harness.run(command)
            #expect(
                result.code == 2 && result.err.contains("config.json") && result.err.contains(message), "\(result.err)")
            #expect(!result.err.contains("s3cret") && result.err.split(separator: "\n").count == 1)
        }
    }

    @Test func `what is set is shown without secrets, and kept`() async throws {
        let harness = try await CommandLineHarness.copy()
        let path = "\(harness.workspace)/config.json"
        let text = #"""
            {"webhooks":[{"url":"https://hooks.slack.com/services/s3cret","form":"slack"},{"url":"http://x:81","level":"info"}],
            "mail":{"server":"mail.example.org","from":"a@b.org","to":["c@d.org","e@f.org"],"user":"s3cret","password_env":"P"}}
            """#
        try Self.config(text).write(to: URL(filePath: path))
        let result = await harness.run("config", "--format", "json")
        #expect(result.code == 0 && !result.out.contains("s3cret"))
        #expect(
            result.object["notifications.webhooks[0]"] as? String == "https://hooks.slack.com/…, slack, from warning")
        #expect(result.object["notifications.webhooks[1]"] as? String == "http://x:81, generic, from info")
        #expect(
            result.object["notifications.mail"] as? String
                == "mail.example.org:587, starttls, to c@d.org e@f.org, from error")
    }

    @Test func `without the password in the environment nothing is begun`() async throws {
        let harness = try await CommandLineHarness.copy()
        let text = Self.mail + #","user":"u","password_env":"BACKCOURT_TEST_PASSWORD"}}"#
        try Self.config(text).write(to: URL(filePath: "\(harness.workspace)/config.json"))
        let result = await harness.run("backfill")
        #expect(result.code == 2, "\(result.err)")
        #expect(result.err.contains("the environment has no BACKCOURT_TEST_PASSWORD, which is to hold the password"))
        #expect(await harness.run("gaps").code != 2)
    }
}
