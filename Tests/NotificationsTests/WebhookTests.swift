import Foundation
import GameCalendar
import Notifications
import PipelineModel
import Testing

@Suite struct WebhookTests {
    private static let notice = {
        var notice = Notice()
        (notice.noticeID, notice.level, notice.category) = ("n1", .error, .runFailed)
        (notice.processorName, notice.dataDate) = ("totals", GameDate.reference)
        notice.text = "rows <3> & \"more\"\nnext"
        return notice
    }()

    private func body(of server: HostileServer) throws -> [String: Any] {
        let request = try #require(server.requests.first)
        #expect(request.hasPrefix("POST /services/s3cret?key=s3cret HTTP/1.1\r\n"))
        #expect(request.lowercased().contains("content-type: application/json"))
        let body = try #require(request.components(separatedBy: "\r\n\r\n").last)
        return try #require(try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any])
    }

    @Test func `the generic form has the fields of the notice`() async throws {
        let server = HostileServer(.ok)
        try await WebhookChannel(WebhookAddress(server.url)).deliver(Self.notice)
        let fields = try body(of: server)
        #expect(
            fields.keys.sorted() == [
                "batch_id", "category", "created_at", "data_date", "level", "notice_id", "processor_name", "text",
            ])
        #expect(fields["text"] as? String == Self.notice.text && fields["batch_id"] is NSNull)
        #expect(fields["data_date"] as? String == "1970-01-01" && fields["level"] as? String == "error")
    }

    @Test func `the slack form is one escaped text`() async throws {
        let server = HostileServer(.ok)
        try await WebhookChannel(WebhookAddress(server.url), form: .slack).deliver(Self.notice)
        let text = "[error run_failed totals 1970-01-01] rows &lt;3&gt; &amp; \"more\"\nnext"
        #expect(try body(of: server) as? [String: String] == ["text": text])
    }

    private static let failing: [(HostileServer.Behaviour, String)] = [
        (.status(500), "answered with status 500"), (.status(404), "answered with status 404"),
        (.status(302, "Location: http://127.0.0.1:1/elsewhere\r\n"), "answered with status 302"),
        (.status(307, "Location: /services/other\r\n"), "answered with status 307"),
        (.answer("SSH-2.0-OpenSSH_9.2\r\n"), "did not answer in HTTP"),
        (.answer("\u{0}\u{1}\u{2}garbage"), "did not answer in HTTP"),
        (.answer("HTTP/1.1 two hundred\r\n\r\n"), "did not answer in HTTP"),
        (.answer("HTTP/1.1 999999 OK\r\n\r\n"), "answer"),
        (.answer(""), "did not answer in HTTP"), (.reset, "did not answer in HTTP"), (.hang, "within 0.5 seconds"),
        (.trickle("HTTP/1.1 200 OK\r\n", "A: b\r\n"), "within 0.5 seconds"), (.trickle("H", "T"), "answer"),
        (.trickle("HTTP/1.1 500 X\r\nContent-Length: 100000000\r\n\r\n", "x"), "status 500"),
    ]

    @Test(arguments: failing)
    func `a server that misbehaves is one failure, soon, without the secret`(
        _ behaviour: HostileServer.Behaviour, _ reason: String
    ) async throws {
        let server = HostileServer(behaviour)
        let channel = try WebhookChannel(WebhookAddress(server.url), timeout: .milliseconds(500))
        let clock = ContinuousClock()
        let begin = clock.now
        let failure = await #expect(throws: DeliveryFailure.self) { try await channel.deliver(Self.notice) }
        #expect(clock.now - begin < .seconds(20))
        let sentence = failure?.description ?? ""
        #expect(
            sentence.hasPrefix("webhook http://127.0.0.1:\(server.port) ") && sentence.contains(reason), "\(sentence)")
        #expect(!sentence.contains("s3cret") && server.connections <= 1)
    }

    @Test func `a body that never ends is not waited for`() async throws {
        let server = HostileServer(.trickle("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n", "x"))
        try await WebhookChannel(WebhookAddress(server.url), timeout: .seconds(60)).deliver(Self.notice)
    }

    @Test func `nobody there, and no such host, are failures`() async throws {
        let server = HostileServer(.ok)
        server.stop()
        let refusing = try WebhookChannel(WebhookAddress(server.url))
        let failure = await #expect(throws: DeliveryFailure.self) { try await refusing.deliver(Self.notice) }
        #expect(failure?.description.hasSuffix("refuses connections") == true, "\(failure?.description ?? "")")
        let nowhere = try WebhookChannel(WebhookAddress("https://no.such.host.invalid/s3cret"))
        await #expect(throws: DeliveryFailure.self) { try await nowhere.deliver(Self.notice) }
    }

    @Test func `a cancelled delivery ends at once`() async throws {
        let server = HostileServer(.hang)
        let channel = try WebhookChannel(WebhookAddress(server.url), timeout: .seconds(120))
        let clock = ContinuousClock()
        let begin = clock.now
        let task = Task { try await channel.deliver(Self.notice) }
        try await Task.sleep(for: .milliseconds(100))
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(clock.now - begin < .seconds(60))
    }

    @Test(arguments: [
        ("https://hooks.slack.com/services/T0/B0/s3cret", "https://hooks.slack.com/…"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("HTTPS://Example.org/?key=s3cret", "https://example.org/…"),
    ])
    func `an address is shown without what is secret`(_ text: String, _ shown: String) throws {
        #expect(try WebhookAddress(text).description == shown)
    }

    @Test(arguments: [
        "", "hooks.slack.com/x", "ftp://host/x", "https://", "https:///x", "http://user:s3cret@host/",
        "http://host:0/x",
        "http://host:70000/", "http://ho st/", "http://host/\r\nX: y", "file:///etc/passwd",
    ])
    func `what is no address is refused in words without secrets`(_ text: String) {
        let error = #expect(throws: WebhookAddress.Invalid.self) { try WebhookAddress(text) }
        #expect(error?.reason.isEmpty == false && error?.reason.contains("s3cret") == false)
    }
}
