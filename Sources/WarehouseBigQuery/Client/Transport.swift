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
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { done in
                exchanges.begin(task, done)
                task.resume()
            }
        } onCancel: {
            task.cancel()
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

    private let running = Mutex<[Int: Exchange]>([:])

    func begin(_ task: URLSessionTask, _ done: CheckedContinuation<Result, Never>) {
        running.withLock { $0[task.taskIdentifier] = Exchange(done: done) }
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        end(task, .failure(Transport.Failure(reason: "it is redirected, status \(response.statusCode)")))
        completionHandler(nil)
        task.cancel()
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        running.withLock { $0[dataTask.taskIdentifier]?.body += data }
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        end(task, error.map { .failure(Transport.Failure(reason: $0.localizedDescription)) })
    }

    private func end(_ task: URLSessionTask, _ failure: Result?) {
        guard let exchange = running.withLock({ $0.removeValue(forKey: task.taskIdentifier) }) else { return }
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
