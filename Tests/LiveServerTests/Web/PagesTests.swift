import Foundation
import LiveServer
import Synchronization
import Testing

/// Pages and streams over real sockets.
@Suite(.serialized) struct PagesTests {
    private static let big = [UInt8](repeating: UInt8(ascii: "x"), count: 200_000)

    @Sendable private static func page(_ request: WebRequest) async -> WebAnswer {
        switch request.path {
        case "/big": return WebAnswer(200, body: .bytes(big))
        case "/nothing":
            return WebAnswer(404, headers: [("Content-Type", "text/plain")], body: .bytes(Array("no".utf8)))
        default:
            let query = request.query.map { "\($0.name)=\($0.value)" }.joined(separator: ";")
            let fields = request.fields.map { "\($0.name)=\($0.value)" }.joined(separator: ";")
            let text = "\(request.method) \(request.path) [\(query)] [\(fields)] \(request.headers["host"] ?? "-")"
            return WebAnswer(200, headers: [("Content-Type", "text/plain")], body: .bytes(Array(text.utf8)))
        }
    }

    private func ask(_ text: String) async throws -> Reply? {
        try await withServer(pages: Self.page) { port, _ in try await LiveServerTests.ask(port, text) }
    }

    @Test func `a request comes as it was sent`() async throws {
        let reply = try await ask("GET /a%20b/c?x=1&y=%26 HTTP/1.1\r\nHost: localhost:1\r\n\r\n")
        #expect(reply?.status == 200 && reply?.body == "get /a b/c [x=1;y=&] [] localhost:1")
    }

    @Test func `a form comes with its fields`() async throws {
        let form = "a=1&b=x+y"
        let reply = try await ask(
            "POST /do HTTP/1.1\r\nHost: h\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: \(form.utf8.count)\r\n\r\n\(form)"
        )
        #expect(reply?.body == "post /do [] [a=1;b=x y] h")
    }

    @Test func `an answer to HEAD has no body and says how long it would be`() async throws {
        let reply = try await ask("HEAD /nothing HTTP/1.1\r\nHost: h\r\n\r\n")
        #expect(reply?.status == 404 && reply?.headers["content-length"] == "2" && reply?.body == "")
    }

    @Test func `a large page comes whole`() async throws {
        #expect(try await ask("GET /big HTTP/1.1\r\nHost: h\r\n\r\n")?.body.utf8.count == Self.big.count)
    }

    @Test func `a form beyond the limit is refused`() async throws {
        let reply = try await ask(
            "POST /do HTTP/1.1\r\nHost: h\r\nContent-Length: 90000\r\n\r\n\(String(repeating: "a", count: 90_000))")
        #expect(reply?.status == 413 && reply?.errorCode == "too_large")
    }

    @Test func `without pages and events there is nothing`() async throws {
        let (page, event) = try await withServer(intake: nil) { port, _ in
            (
                try await LiveServerTests.ask(port, "GET /a HTTP/1.1\r\nHost: h\r\n\r\n"),
                try await LiveServerTests.ask(port, post("{}"))
            )
        }
        #expect(page?.errorCode == "not_found" && event?.errorCode == "not_live")
    }

    // Streams that a test feeds.
    private final class Streams: Sendable {
        private let continuations = Mutex<[AsyncStream<[UInt8]>.Continuation]>([])

        @Sendable func answer(_ request: WebRequest) async -> WebAnswer {
            let (stream, continuation) = AsyncStream.makeStream(of: [UInt8].self)
            continuations.withLock { $0.append(continuation) }
            return WebAnswer(200, headers: [("Content-Type", "text/event-stream")], body: .stream(stream))
        }

        var count: Int { continuations.withLock { $0.count } }
        func send(_ bytes: [UInt8]) { for one in continuations.withLock({ $0 }) { one.yield(bytes) } }
        func end() { for one in continuations.withLock({ $0 }) { one.finish() } }
    }

    @Test func `a stream that is silent for longer than anybody's patience goes on`() async throws {
        let streams = Streams()
        let text = try await withServer({ $0.patience = .milliseconds(300) }, pages: streams.answer) { port, _ in
            let connection = try await blocking { try Connection(to: port) }
            try await blocking { _ = connection.write("GET /live HTTP/1.1\r\nHost: h\r\n\r\n") }
            while streams.count < 1 { try await Task.sleep(for: .milliseconds(5)) }
            try await Task.sleep(for: .milliseconds(900))
            streams.send(Array("data: late\n\n".utf8))
            streams.end()
            return try await blocking { connection.everything() }
        }
        #expect(text.contains("text/event-stream") && text.contains("data: late"))
    }

    @Test func `who takes nothing of a stream is cut off`() async throws {
        let streams = Streams()
        let isCut = try await withServer({ $0.patience = .milliseconds(500) }, pages: streams.answer) { port, _ in
            let connection = try await blocking { try Connection(to: port) }
            try await blocking { _ = connection.write("GET /live HTTP/1.1\r\nHost: h\r\n\r\n") }
            while streams.count < 1 { try await Task.sleep(for: .milliseconds(5)) }
            // More than any buffer between here and there holds.
            for _ in 0..<200 { streams.send(Self.big) }
            try await Task.sleep(for: .seconds(2))
            return try await blocking { connection.everything().utf8.count < 200 * Self.big.count }
        }
        #expect(isCut)
    }

    @Test func `five hundred streams and a thousand idle connections keep nobody out`() async throws {
        let room = raiseFileLimit() / 2 - 200
        let (open, idle) = (min(500, room / 3), min(1000, room * 2 / 3))
        let streams = Streams()
        let reached = try await withServer(
            pages: { request in request.path == "/live" ? await streams.answer(request) : await Self.page(request) }
        ) { port, _ in
            let waiting = try await blocking { try (0..<idle).map { _ in try Connection(to: port) } }
            let readers = try await blocking {
                try (0..<open).map { _ in
                    let connection = try Connection(to: port)
                    connection.write("GET /live HTTP/1.1\r\nHost: h\r\n\r\n")
                    return connection
                }
            }
            while streams.count < open { try await Task.sleep(for: .milliseconds(5)) }
            let clock = ContinuousClock()
            let begin = clock.now
            let reply = try await LiveServerTests.ask(port, "GET /a HTTP/1.1\r\nHost: h\r\n\r\n")
            print("a page beside \(open) streams and \(idle) idle connections: \(clock.now - begin)")
            streams.send(Array("data: 1\n\n".utf8))
            streams.end()
            let texts = try await blocking { readers.map { $0.everything() } }
            return withExtendedLifetime(waiting) {
                reply?.status == 200 ? texts.count { $0.contains("data: 1") } : 0
            }
        }
        #expect(reached == open)
    }
}
