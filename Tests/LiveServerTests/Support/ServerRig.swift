import LiveServer
import Logging
import ServiceLifecycle
import Synchronization

/// What a server was handed.
final class Intake: Sendable {
    private let state = Mutex((bodies: [[UInt8]](), known: Set<[UInt8]>()))

    var bodies: [[UInt8]] { state.withLock { $0.bodies } }

    /// Takes everything: the body is the message's id.
    func accept(_ body: [UInt8]) -> IntakeAnswer {
        let isRepeat = state.withLock { state in
            state.bodies.append(body)
            return !state.known.insert(body).inserted
        }
        return .accepted(
            messageID: String(decoding: body, as: UTF8.self), correlationID: "live-2024-01-01", isRepeat: isRepeat)
    }
}

let sampleToken = "let-me-in"

/// A POST of `body`, with the headers that make it acceptable unless others are given.
func post(
    _ body: String, token: String? = sampleToken, type: String? = "application/json", path: String = "/api/events",
    extra: [String] = []
) -> String {
    var lines = ["POST \(path) HTTP/1.1", "Host: localhost", "Content-Length: \(body.utf8.count)"]
    if let token { lines.append("Authorization: Bearer \(token)") }
    if let type { lines.append("Content-Type: \(type)") }
    return (lines + extra).joined(separator: "\r\n") + "\r\n\r\n" + body
}

/// Runs a server while `body` runs, then stops it and waits for its end.
func withServer<Value: Sendable>(
    _ adjust: (inout EventServerSettings) -> Void = { _ in },
    readiness: @escaping @Sendable () async -> Readiness = { .ready },
    intake: (@Sendable ([UInt8]) async -> IntakeAnswer)? = Intake().accept,
    pages: (@Sendable (WebRequest) async -> WebAnswer)? = nil,
    _ body: @escaping @Sendable (Int, ServiceGroup) async throws -> Value
) async throws -> Value {
    var settings = EventServerSettings(port: 0, token: sampleToken)
    adjust(&settings)
    let (ports, told) = AsyncStream.makeStream(of: Int.self)
    let server = EventServer(
        settings, readiness: readiness, intake: intake, pages: pages, listening: { told.yield($0) })
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let services = ServiceGroup(configuration: .init(services: [.init(service: server)], logger: logger))
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            defer { told.finish() }
            try await services.run()
        }
        var iterator = ports.makeAsyncIterator()
        guard let port = await iterator.next() else {
            try await group.waitForAll()
            throw EventServerError.stopped(reason: "it never listened")
        }
        let value = try await body(port, services)
        await services.triggerGracefulShutdown()
        try await group.waitForAll()
        return value
    }
}

/// One request on a connection of its own.
func ask(_ port: Int, _ request: String) async throws -> Reply? {
    try await blocking {
        let connection = try Connection(to: port)
        connection.write(request)
        return connection.reply(hasBody: !request.hasPrefix("HEAD "))
    }
}
