internal import Foundation
internal import Synchronization

#if canImport(FoundationNetworking)
    internal import FoundationNetworking
#endif

/// One request of HTTP.
struct WebRequest: Sendable {
    enum Method: String, Sendable { case get = "GET", post = "POST", delete = "DELETE" }

    var method = Method.get
    var address: String
    var fields: [(name: String, value: String)] = []
    var body: [UInt8] = []
}

/// What came back.
struct WebAnswer: Sendable {
    var status = 0
    var body: [UInt8] = []
    /// Seconds to wait before asking again, where the server says so.
    var retryAfter: Double?
}

/// Sends requests over connections that are kept open.
///
/// A redirect is an answer and is not followed: whoever it leads to would get the token.
final class Transport: Sendable {
    /// Why there is no answer.
    struct Failure: Error, Hashable { let reason: String }

    private let session: URLSession
    private let exchanges = Exchanges()

    /// A transport that waits `patience` seconds for a sign of life.
    init(patience: Double = 120) {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.timeoutIntervalForRequest = patience
        configuration.httpShouldSetCookies = false
        configuration.urlCache = nil
        session = URLSession(configuration: configuration, delegate: exchanges, delegateQueue: nil)
    }

    deinit {
        session.finishTasksAndInvalidate()
    }

    func send(_ request: WebRequest) async throws(Failure) -> WebAnswer {
        guard let url = URL(string: request.address) else { throw Failure(reason: "the address is none") }
        var asked = URLRequest(url: url)
        asked.httpMethod = request.method.rawValue
        for field in request.fields { asked.setValue(field.value, forHTTPHeaderField: field.name) }
        if request.method == .post { asked.httpBody = Data(request.body) }
        let task = session.dataTask(with: asked)
        defer { exchanges.forget(task) }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { exchanges.begin(task, $0) }
        } onCancel: {
            exchanges.cancel(task)
        }
        return try result.get()
    }
}

/// The requests under way, each with what has come of its answer.
private final class Exchanges: NSObject, URLSessionDataDelegate, Sendable {
    typealias Result = Swift.Result<WebAnswer, Transport.Failure>

    private struct Exchange {
        let done: CheckedContinuation<Result, Never>
        var body: [UInt8] = []
    }

    private struct State {
        var running: [Int: Exchange] = [:]
        // Cancelled before they began.
        var cancelled: Set<Int> = []
    }

    private static let cancelled = Result.failure(Transport.Failure(reason: "nobody waits for it any more"))
    private let state = Mutex(State())

    func begin(_ task: URLSessionTask, _ done: CheckedContinuation<Result, Never>) {
        let isCancelled = state.withLock { state in
            guard !state.cancelled.contains(task.taskIdentifier) else { return true }
            state.running[task.taskIdentifier] = Exchange(done: done)
            return false
        }
        if isCancelled { done.resume(returning: Self.cancelled) } else { task.resume() }
    }

    func cancel(_ task: URLSessionTask) {
        state.withLock { _ = $0.cancelled.insert(task.taskIdentifier) }
        end(task, Self.cancelled)
        task.cancel()
    }

    func forget(_ task: URLSessionTask) { state.withLock { _ = $0.cancelled.remove(task.taskIdentifier) } }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        end(task, .failure(Transport.Failure(reason: "it is redirected, status \(response.statusCode)")))
        completionHandler(nil)
        task.cancel()
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        state.withLock { $0.running[dataTask.taskIdentifier]?.body += data }
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        end(task, error.map { .failure(Transport.Failure(reason: $0.localizedDescription)) })
    }

    private func end(_ task: URLSessionTask, _ failure: Result?) {
        guard let exchange = state.withLock({ $0.running.removeValue(forKey: task.taskIdentifier) }) else { return }
        exchange.done.resume(returning: failure ?? Self.answer(exchange.body, task.response))
    }

    private static func answer(_ body: [UInt8], _ response: URLResponse?) -> Result {
        guard let response = response as? HTTPURLResponse else {
            return .failure(Transport.Failure(reason: "no answer of HTTP"))
        }
        // What is shorter than announced was cut off on the way.
        if let announced = response.value(forHTTPHeaderField: "Content-Length").flatMap({ Int($0) }),
            body.count < announced, response.value(forHTTPHeaderField: "Content-Encoding") == nil,
            response.statusCode != 204
        {
            return .failure(Transport.Failure(reason: "the answer ends after \(body.count) of \(announced) bytes"))
        }
        return .success(
            WebAnswer(
                status: response.statusCode, body: body,
                retryAfter: response.value(forHTTPHeaderField: "Retry-After").flatMap { Double($0) }))
    }
}
