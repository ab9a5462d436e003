import Foundation
import GameCalendar
import PipelineModel
import Testing
@testable import Notifications

@Suite struct MailTests {
    private static func notice(_ text: String, processor: String = "totals") -> Notice {
        var notice = Notice()
        (notice.noticeID, notice.level, notice.category) = ("n1-w1", .error, .runFailed)
        (notice.processorName, notice.dataDate, notice.text) = (processor, GameDate.reference, text)
        notice.createdAt = Timestamp(microseconds: 1_796_007_702_000_000)
        return notice
    }

    private func channel(
        _ port: Int, _ security: MailServer.Security = .none, login: MailServer.Login? = nil,
        timeout: Duration = .seconds(60)
    ) throws -> MailChannel {
        let server = try #require(MailServer(host: "127.0.0.1", port: port, security: security, login: login))
        let sender = try #require(MailAddress("backcourt@example.org"))
        let recipients = try ["a@example.org", "b+c@example.org"].map { try #require(MailAddress($0)) }
        return MailChannel(server, from: sender, to: recipients, timeout: timeout)
    }

    // The text of a mail, decoded.
    private func text(of mail: String) throws -> String {
        let body = try #require(mail.range(of: "\n\n")).upperBound
        let data = try #require(Data(base64Encoded: mail[body...].replacingOccurrences(of: "\n", with: "")))
        return String(decoding: data, as: UTF8.self)
    }

    @Test func `a mail says what the notice says`() async throws {
        let host = MailHost()
        let long = "é .\n.\n.leading\n" + String(repeating: "x", count: 3000)
        try await channel(host.port).deliver(Self.notice(long))
        let mail = try #require(host.mails.first)
        #expect(try text(of: mail) == long + "\n")
        #expect(mail.contains("\nSubject: [backcourt] error run_failed totals 1970-01-01\n"))
        #expect(mail.hasPrefix("Date: Mon, 30 Nov 2026 "))
        #expect(mail.contains("\nFrom: <backcourt@example.org>\nTo: <a@example.org>,\n <b+c@example.org>\n"))
        #expect(host.commands.contains { $0.hasPrefix("MAIL FROM:<backcourt@example.org>") })
        #expect(host.commands.contains("RCPT TO:<b+c@example.org>"))
    }

    @Test func `a login is used where the server takes one`() async throws {
        let host = MailHost(.init(extensions: ["AUTH PLAIN"]))
        let login = MailServer.Login(user: "user", password: "s3cret")
        try await channel(host.port, login: login).deliver(Self.notice("x"))
        let plain = Data("\u{0}user\u{0}s3cret".utf8).base64EncodedString()
        #expect(host.commands.contains { $0.hasPrefix("AUTH PLAIN") } && host.commands.contains { $0.contains(plain) })
        #expect(host.mails.count == 1)
    }

    @Test func `without the protection asked for nothing is sent`() async throws {
        let host = MailHost(.init(extensions: ["AUTH PLAIN"]))
        let channel = try channel(host.port, .starttls, login: .init(user: "user", password: "s3cret"))
        await #expect(throws: DeliveryFailure.self) { try await channel.deliver(Self.notice("x")) }
        #expect(host.mails.isEmpty && !host.commands.contains { $0.hasPrefix("AUTH") })
    }

    @Test func `a refusal is told with the server's reply`() async throws {
        for manner in [
            MailHost.Manner(toRecipient: "550 no such user"), MailHost.Manner(toText: "554 looks like spam"),
        ] {
            let host = MailHost(manner)
            let channel = try channel(host.port)
            let failure = await #expect(throws: DeliveryFailure.self) { try await channel.deliver(Self.notice("x")) }
            #expect(failure?.description.hasPrefix("mail by 127.0.0.1:\(host.port) failed: ") == true)
            #expect(failure?.description.contains("reply 55") == true, "\(failure?.description ?? "")")
        }
    }

    private static let behaviours: [HostileServer.Behaviour] = [
        .hang, .reset, .answer("garbage\r\n"), .answer("554 go away\r\n"), .trickle("220-", "hello\r\n220-"),
    ]

    @Test(arguments: behaviours)
    func `a server that misbehaves is one failure, in time`(_ behaviour: HostileServer.Behaviour) async throws {
        let server = HostileServer(behaviour, readsFirst: false)
        let channel = try channel(server.port, timeout: .milliseconds(500))
        let begin = ContinuousClock.now
        await #expect(throws: DeliveryFailure.self) { try await channel.deliver(Self.notice("x")) }
        #expect(ContinuousClock.now - begin < .seconds(20))
    }

    @Test func `a cancelled delivery ends soon`() async throws {
        let server = HostileServer(.hang)
        let channel = try channel(server.port, timeout: .seconds(120))
        let begin = ContinuousClock.now
        let task = Task { try await channel.deliver(Self.notice("x")) }
        try await Task.sleep(for: .milliseconds(100))
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(ContinuousClock.now - begin < .seconds(60))
    }

    @Test func `no header can be smuggled in`() throws {
        let sender = try #require(MailAddress("a@b"))
        let notice = Self.notice("x\r\nBcc: evil@example.org", processor: "t\r\nBcc: evil@example.org\r\n\r\nbody")
        let lines = MailText(notice, from: sender, to: [sender]).lines.components(separatedBy: "\r\n")
        #expect(!lines.contains { $0.hasPrefix("Bcc") })
        #expect(lines.firstIndex(of: "") == lines.firstIndex { $0.hasPrefix("Auto-Submitted") }.map { $0 + 1 })
        for bad in ["", "a", "@b", "a@", "a@b@c", "a b@c", "a@b\r\nRCPT TO:<x@y>", "<a@b>", "é@b", "a,b@c", "\"a\"@b"] {
            #expect(MailAddress(bad) == nil)
        }
        for bad in ["", "host/path", "user@host", "ho st", "host\r\n", "[::1]"] {
            #expect(MailServer(host: bad) == nil)
        }
        #expect(MailServer(host: "mail.example.org", port: 0) == nil)
    }

    @Test func `what is not ASCII is in encoded words`() {
        #expect(MailText.header("plain \u{7}text") == "plain  text")
        let header = MailText.header(String(repeating: "é", count: 40))
        let words = header.components(separatedBy: "\r\n ")
        #expect(words.count == 2 && words.allSatisfy { $0.utf8.count <= 75 && $0.hasPrefix("=?utf-8?B?") })
    }
}
