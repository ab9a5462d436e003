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
struct Transport: Sendable {
    /// Why there is no answer.
    struct Failure: Error, Hashable { let reason: String }

    private let session: URLSession

    /// A transport that waits `patience` seconds for a sign of life.
    init(patience: Double = 120) {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.timeoutIntervalForRequest = patience
        configuration.httpCookieStorage = nil
        configuration.urlCache = nil
        session = URLSession(configuration: configuration)
    }

    func send(_ request: WebRequest) async throws(Failure) -> WebAnswer {
        guard let url = URL(string: request.address) else { throw Failure(reason: "the address is none") }
        var asked = URLRequest(url: url)
        asked.httpMethod = request.method.rawValue
        for field in request.fields { asked.setValue(field.value, forHTTPHeaderField: field.name) }
        if request.method == .post { asked.httpBody = Data(request.body) }
        let running = RunningTask()
        let (session, prepared) = (session, asked)
        let result: Result<WebAnswer, Failure> = await withTaskCancellationHandler {
            await withCheckedContinuation { done in
                let task = session.dataTask(with: prepared) { data, response, error in
                    done.resume(returning: Self.answer(data, response, error))
                }
                running.start(task)
            }
        } onCancel: {
            running.cancel()
        }
        return try result.get()
    }

    private static func answer(_ data: Data?, _ response: URLResponse?, _ error: (any Error)?) -> Result<
        WebAnswer, Failure
    > {
        if let error { return .failure(Failure(reason: error.localizedDescription)) }
        guard let response = response as? HTTPURLResponse else { return .failure(Failure(reason: "no answer of HTTP")) }
        let body = data.map { [UInt8]($0) } ?? []
        // What is shorter than announced was cut off on the way.
        if let announced = response.value(forHTTPHeaderField: "Content-Length").flatMap({ Int($0) }),
            body.count < announced,
            response.value(forHTTPHeaderField: "Content-Encoding") == nil, response.statusCode != 204
        {
            return .failure(Failure(reason: "the answer ends after \(body.count) of \(announced) bytes"))
        }
        return .success(
            WebAnswer(
                status: response.statusCode, body: body,
                retryAfter: response.value(forHTTPHeaderField: "Retry-After").flatMap { Double($0) }))
    }
}

// A request that may be cancelled before it has begun.
private final class RunningTask: Sendable {
    private let state = Mutex<(task: URLSessionDataTask?, isCancelled: Bool)>((nil, false))

    func start(_ task: URLSessionDataTask) {
        let isCancelled = state.withLock { state in
            state.task = task
            return state.isCancelled
        }
        task.resume()
        if isCancelled { task.cancel() }
    }

    func cancel() {
        let task = state.withLock { state in
            state.isCancelled = true
            return state.task
        }
        task?.cancel()
    }
}
