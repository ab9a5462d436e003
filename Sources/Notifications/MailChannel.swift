internal import CMailTransfer
internal import Foundation
package import PipelineModel
internal import Synchronization

/// Tells notices by mail, in plain text.
package struct MailChannel: NoticeChannel {
    package let name: String
    package let level: NoticeLevel
    private let server: MailServer
    private let sender: MailAddress
    private let recipients: [MailAddress]
    private let timeout: Duration

    /// A channel that mails through `server`.
    ///
    /// - Parameters:
    ///   - recipients: one at least; a server that refuses one of them refuses the mail.
    ///   - level: the least urgent notices it is given.
    ///   - timeout: time for a whole delivery; more than zero.
    package init(
        _ server: MailServer, from sender: MailAddress, to recipients: [MailAddress], level: NoticeLevel = .error,
        timeout: Duration = .seconds(5)
    ) {
        self.server = server
        self.sender = sender
        self.recipients = recipients
        self.level = level
        self.timeout = timeout
        name = "mail by \(server.host):\(server.port)"
    }

    /// - Throws: ``DeliveryFailure`` within the timeout; `CancellationError` soon when the task is cancelled.
    package func deliver(_ notice: Notice) async throws {
        let text = MailText(notice, from: sender, to: recipients).lines
        let transfer = MailTransfer(
            server: server, sender: sender, recipients: recipients, text: text, timeout: timeout)
        let outcome = await transfer.run()
        try Task.checkCancellation()
        guard outcome.error != 0 else { return }
        let reply = outcome.reply >= 400 ? ", reply \(outcome.reply)" : ""
        let reason = mail_error_text(outcome.error).map { String(cString: $0) } ?? "error \(outcome.error)"
        throw DeliveryFailure("\(name) failed: \(reason)\(reply)")
    }
}

extension NoticeChannel where Self == MailChannel {
    /// Mails notices.
    package static func mail(
        _ server: MailServer, from sender: MailAddress, to recipients: [MailAddress], level: NoticeLevel = .error
    ) -> MailChannel {
        MailChannel(server, from: sender, to: recipients, level: level)
    }
}

/// One mail on its way.
private final class MailTransfer: Sendable {
    private let server: MailServer
    private let sender: MailAddress
    private let recipients: [MailAddress]
    private let text: String
    private let timeout: Duration
    private let isCancelled = Atomic(false)

    init(server: MailServer, sender: MailAddress, recipients: [MailAddress], text: String, timeout: Duration) {
        self.server = server
        self.sender = sender
        self.recipients = recipients
        self.text = text
        self.timeout = timeout
    }

    // On a thread that may block.
    func run() async -> mail_outcome {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                Thread.detachNewThread { continuation.resume(returning: self.send()) }
            }
        } onCancel: {
            isCancelled.store(true, ordering: .relaxed)
        }
    }

    private func send() -> mail_outcome {
        let texts = recipients.map { strdup("<\($0)>") }
        defer { texts.forEach { free($0) } }
        let pointers = texts.map { UnsafePointer<CChar>($0) }
        return withCStrings(server.url, "<\(sender)>", text) { url, sender, text in
            withOptionalCStrings(server.login?.user, server.login?.password) { user, password in
                pointers.withUnsafeBufferPointer { recipients in
                    var order = mail_order(
                        url: url, sender: sender, recipients: recipients.baseAddress,
                        recipient_count: recipients.count, user: user, password: password,
                        security: server.security == .starttls ? mail_security_starttls : mail_security_none,
                        timeout: Int(timeout / .milliseconds(1)), text: text, text_size: self.text.utf8.count,
                        is_cancelled: { context in
                            guard let context else { return 0 }
                            let transfer = Unmanaged<MailTransfer>.fromOpaque(context).takeUnretainedValue()
                            return transfer.isCancelled.load(ordering: .relaxed) ? 1 : 0
                        }, context: Unmanaged.passUnretained(self).toOpaque())
                    return mail_send(&order)
                }
            }
        }
    }

    private func withCStrings<Value>(
        _ a: String, _ b: String, _ c: String,
        _ body: (UnsafePointer<CChar>, UnsafePointer<CChar>, UnsafePointer<CChar>) -> Value
    ) -> Value {
        a.withCString { a in b.withCString { b in c.withCString { c in body(a, b, c) } } }
    }

    private func withOptionalCStrings<Value>(
        _ a: String?, _ b: String?, _ body: (UnsafePointer<CChar>?, UnsafePointer<CChar>?) -> Value
    ) -> Value {
        guard let a, let b else { return body(nil, nil) }
        return a.withCString { a in b.withCString { b in body(a, b) } }
    }
}
