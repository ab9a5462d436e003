internal import Foundation
package import PipelineModel

#if canImport(FoundationNetworking)
    internal import FoundationNetworking
#endif

/// Tells notices by posting JSON to a URL.
///
/// A delivery has succeeded when the status of the answer is 2xx; its body is not read. No redirect is followed: the secret
/// in the address is for its host alone, and a POST that is redirected arrives as a GET without its notice.
package struct WebhookChannel: NoticeChannel {
    package let name: String
    package let level: NoticeLevel
    private let address: WebhookAddress
    private let form: WebhookForm
    private let timeout: Duration

    /// A channel that posts to `address`.
    ///
    /// - Parameters:
    ///   - level: the least urgent notices it is given.
    ///   - timeout: time for a whole delivery, from looking up the host to the status of the answer; more than zero.
    package init(
        _ address: WebhookAddress, form: WebhookForm = .generic, level: NoticeLevel = .warning,
        timeout: Duration = .seconds(5)
    ) {
        self.address = address
        self.form = form
        self.level = level
        self.timeout = timeout
        name = "webhook \(address.origin)"
    }

    /// - Throws: ``DeliveryFailure`` within the timeout; `CancellationError` at once when the task is cancelled.
    package func deliver(_ notice: Notice) async throws {
        var request = URLRequest(url: address.url)
        request.httpMethod = "POST"
        request.httpBody = Data(try form.body(of: notice))
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.setValue("backcourt", forHTTPHeaderField: "User-Agent")
        let outcome = await WebhookExchange.outcome(of: request, within: timeout)
        try Task.checkCancellation()
        switch outcome {
        case .status(200..<300): return
        case .status(let code): throw failure("answered with status \(code)")
        case .broken(let reason): throw failure(reason)
        case .late: throw failure("did not answer within \(timeout / .seconds(1)) seconds")
        }
    }

    private func failure(_ reason: String) -> DeliveryFailure { DeliveryFailure("\(name) \(reason)") }
}

extension NoticeChannel where Self == WebhookChannel {
    /// Posts notices to a URL.
    package static func webhook(
        _ address: WebhookAddress, form: WebhookForm = .generic, level: NoticeLevel = .warning
    ) -> WebhookChannel {
        WebhookChannel(address, form: form, level: level)
    }
}
