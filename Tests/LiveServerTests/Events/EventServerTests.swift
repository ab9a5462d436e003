import Foundation
import FoundationNetworking
import LiveServer
import Testing

@Suite struct EventServerTests {
    struct Case: CustomTestStringConvertible {
        let request: String
        let status: Int
        var code: String?
        var testDescription: String { "\(status) \(code ?? "")" }
    }

    private static let cases = [
        Case(request: "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", status: 200),
        Case(request: "HEAD /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", status: 200),
        Case(request: "GET /readyz?verbose HTTP/1.1\r\nHost: x\r\n\r\n", status: 200),
        Case(request: "GET /healthz HTTP/1.0\r\n\r\n", status: 200),
        Case(request: "GET / HTTP/1.1\r\nHost: x\r\n\r\n", status: 404, code: "not_found"),
        Case(request: post("e", path: "/api/event"), status: 404, code: "not_found"),
        Case(request: "GET /api/events HTTP/1.1\r\nHost: x\r\n\r\n", status: 405, code: "method_not_allowed"),
        Case(request: post("e", path: "/healthz"), status: 405, code: "method_not_allowed"),
        Case(request: post("e", token: nil), status: 401, code: "no_token"),
        Case(request: post("e", token: nil, extra: ["Authorization: Basic eDp5"]), status: 401, code: "no_token"),
        Case(request: post("e", token: "let-me-iN"), status: 403, code: "wrong_token"),
        Case(request: post("e", token: "let-me-in-please"), status: 403, code: "wrong_token"),
        Case(request: post("e", token: "l"), status: 403, code: "wrong_token"),
        Case(request: post("e", type: nil), status: 415, code: "not_json"),
        Case(request: post("e", type: "text/plain"), status: 415, code: "not_json"),
        Case(request: post("e", extra: ["Content-Encoding: gzip"]), status: 415, code: "not_json"),
        Case(request: post("e"), status: 202),
        Case(request: post("e", type: "Application/JSON; charset=utf-8"), status: 202),
        Case(request: post("x", extra: ["Expect: nothing"]), status: 202),
        Case(request: post(String(repeating: "x", count: 65_536)), status: 202),
        Case(request: post(String(repeating: "x", count: 65_537)), status: 413, code: "too_large"),
        Case(request: post("{", extra: ["X: malformed"]), status: 202),
        Case(request: "HELLO\r\n\r\n", status: 400, code: "bad_request"),
        Case(request: "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}\r\n\r\n", status: 400, code: "bad_request"),
        Case(request: "GET /healthz HTTP/1.1\r\nHost x\r\n\r\n", status: 400, code: "bad_request"),
        Case(
            request: "POST /api/events HTTP/1.1\r\nHost: x\r\nContent-Length: -4\r\n\r\nabcd", status: 400,
            code: "bad_request"),
        Case(
            request: "GET /healthz HTTP/1.1\r\nHost: x\r\nA: \(String(repeating: "a", count: 90_000))\r\n\r\n",
            status: 400, code: "bad_request"),
    ]

    @Test(arguments: cases)
    func `every request has its answer, and every error the same shape`(_ wanted: Case) async throws {
        let reply = try await withServer { port, _ in try await ask(port, wanted.request) }
        let found = try #require(reply)
        #expect(found.status == wanted.status)
        #expect(found.errorCode == wanted.code)
        #expect(found.headers["content-type"] == "application/json")
        if wanted.status == 405 { #expect(found.headers["allow"]?.isEmpty == false) }
        if wanted.status == 401 { #expect(found.headers["www-authenticate"] == "Bearer") }
    }

    @Test func `what was accepted is named, and a repeat is told`() async throws {
        let intake = Intake()
        let replies = try await withServer(intake: intake.accept) { port, _ in
            [try await ask(port, post("m\"1\u{1}")), try await ask(port, post("m\"1\u{1}"))]
        }
        let (first, second) = (try #require(replies[0]), try #require(replies[1]))
        #expect(first.status == 202 && second.status == 200)
        #expect(first.object["message_id"] as? String == "m\"1\u{1}")
        #expect(first.object["correlation_id"] as? String == "live-2024-01-01")
        #expect(first.object["repeat"] as? Bool == false && second.object["repeat"] as? Bool == true)
        #expect(intake.bodies.count == 2)
    }

    private static let answers: [(IntakeAnswer, Int, String)] = [
        (.malformed(code: "not_an_event", message: "line 1 is no JSON"), 400, "not_an_event"),
        (.refused(code: "unknown_topic", message: "there is no topic 'x'"), 422, "unknown_topic"),
        (.unavailable(message: "the store is busy"), 503, "unavailable"),
    ]

    @Test(arguments: answers)
    func `what the intake refuses is told`(_ answer: IntakeAnswer, status: Int, code: String) async throws {
        let reply = try #require(
            try await withServer(intake: { _ in answer }) { port, _ in try await ask(port, post("{}")) })
        #expect(reply.status == status && reply.errorCode == code)
        #expect((reply.headers["retry-after"] != nil) == (status == 503))
    }

    @Test func `a server that is not ready is alive`() async throws {
        let replies = try await withServer(readiness: { .notReady("the store is being migrated") }) { port, _ in
            [
                try await ask(port, "GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n"),
                try await ask(port, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"),
            ]
        }
        #expect(replies[0]?.status == 503 && replies[0]?.errorCode == "not_ready")
        #expect(replies[0]?.body.contains("the store is being migrated") == true)
        #expect(replies[1]?.status == 200)
    }

    @Test func `one connection carries many requests, also ahead of their answers`() async throws {
        let intake = Intake()
        let statuses = try await withServer(intake: intake.accept) { port, _ in
            try await blocking {
                let connection = try Connection(to: port)
                connection.write(post("a"))
                let first = connection.reply()?.status
                connection.write(post("b") + post("c", token: nil))
                return [first, connection.reply()?.status]
            }
        }
        #expect(statuses == [202, 202])
        #expect(intake.bodies.map { String(decoding: $0, as: UTF8.self) } == ["a", "b"])
    }

    @Test func `a usual client gets along with it`() async throws {
        let (status, body) = try await withServer { port, _ in
            var request = URLRequest(url: try #require(URL(string: "http://127.0.0.1:\(port)/api/events")))
            request.httpMethod = "POST"
            request.httpBody = Data(#"{"topic":"phase2-complete"}"#.utf8)
            request.setValue("application/json", forHTTPHeaderField: "Content-Type")
            request.setValue("Bearer \(sampleToken)", forHTTPHeaderField: "Authorization")
            let (data, response) = try await URLSession.shared.data(for: request)
            return ((response as? HTTPURLResponse)?.statusCode, String(decoding: data, as: UTF8.self))
        }
        #expect(status == 202)
        #expect(body.contains("phase2-complete"))
    }

    @Test func `a port that is taken is said to be`() async throws {
        try await withServer { port, _ in
            let second = EventServer(
                EventServerSettings(port: port, token: "t"), intake: { _ in .unavailable(message: "") })
            await #expect(throws: EventServerError.addressInUse(host: "127.0.0.1", port: port)) {
                try await second.run()
            }
        }
        let nowhere = EventServer(
            EventServerSettings(host: "no.such.host.invalid", port: 0, token: "t"),
            intake: { _ in .unavailable(message: "") })
        await #expect(throws: EventServerError.self) { try await nowhere.run() }
        let open = EventServer(EventServerSettings(port: 0, token: ""), intake: { _ in .unavailable(message: "") })
        await #expect(throws: EventServerError.noToken) { try await open.run() }
    }
}
