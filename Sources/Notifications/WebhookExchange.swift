internal import Foundation
internal import Synchronization

#if canImport(FoundationNetworking)
    internal import FoundationNetworking
#endif

/// One request and the status of its answer.
///
/// The first thing known ends it: a status, a redirect, an error, the end of patience, a cancellation. The session's own
/// time-outs would not do: they begin again with every byte.
final class WebhookExchange: NSObject, URLSessionDataDelegate, Sendable {
    /// What came of it.
    enum Outcome: Hashable, Sendable {
        case status(Int)
        case broken(String)
        case late
    }

    private struct State {
        var outcome: Outcome?
        var waiting: CheckedContinuation<Outcome, Never>?
    }

    private let state = Mutex(State())

    /// Sends `request` on a connection of its own.
    ///
    /// - Returns: the outcome, within `patience`; at once when the task is cancelled.
    static func outcome(of request: URLRequest, within patience: Duration) async -> Outcome {
        let exchange = WebhookExchange()
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpShouldSetCookies = false
        configuration.urlCache = nil
        let session = URLSession(configuration: configuration, delegate: exchange, delegateQueue: nil)
        defer { session.invalidateAndCancel() }
        let alarm = Task {
            guard (try? await Task.sleep(for: patience)) != nil else { return }
            exchange.end(.late)
        }
        defer { alarm.cancel() }
        session.dataTask(with: request).resume()
        return await withTaskCancellationHandler {
            await exchange.outcome()
        } onCancel: {
            exchange.end(.late)
        }
    }

    private func outcome() async -> Outcome {
        await withCheckedContinuation { continuation in
            let known = state.withLock { state in
                if state.outcome == nil { state.waiting = continuation }
                return state.outcome
            }
            if let known { continuation.resume(returning: known) }
        }
    }

    private func end(_ outcome: Outcome) {
        let waiting = state.withLock { state in
            guard state.outcome == nil else { return nil as CheckedContinuation<Outcome, Never>? }
            state.outcome = outcome
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume(returning: outcome)
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        end(.status(response.statusCode))
        completionHandler(nil)
    }

    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
    ) {
        end((response as? HTTPURLResponse).map { .status($0.statusCode) } ?? .broken("did not answer in HTTP"))
        completionHandler(.allow)
        dataTask.cancel()
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        end(.broken(Self.reason(error as? URLError)))
    }

    // Not the error's own text, which may name the address.
    private static func reason(_ error: URLError?) -> String {
        switch error?.code {
        case .cannotFindHost, .dnsLookupFailed: "cannot be found; check the host's name"
        case .cannotConnectToHost: "refuses connections"
        case .secureConnectionFailed, .serverCertificateUntrusted, .serverCertificateHasBadDate,
            .serverCertificateHasUnknownRoot, .serverCertificateNotYetValid:
            "has no certificate to be trusted"
        case .timedOut: "did not answer in time"
        case .notConnectedToInternet: "cannot be reached"
        default: "did not answer in HTTP, or ended the connection"
        }
    }
}
