import Foundation
import LiveServer
import Testing

@Suite struct SlowClientTests {
    private static let chunked = [
        "POST /api/events HTTP/1.1", "Host: x", "Authorization: Bearer \(sampleToken)",
        "Content-Type: application/json", "Transfer-Encoding: chunked", "", "",
    ].joined(separator: "\r\n")

    // Sends a piece now and then until the server answers or ends the connection: status, code, seconds.
    private func trickle(
        _ start: String, then pieces: String, every seconds: Double = 0.05, patience: Duration = .seconds(2)
    ) async throws -> (reply: Reply?, seconds: Double, intake: Intake) {
        let intake = Intake()
        let (reply, seconds) = try await withServer({ $0.patience = patience }, intake: intake.accept) {
            port, _ in
            let clock = ContinuousClock()
            let begin = clock.now
            let reply = try await blocking {
                let connection = try Connection(to: port, patience: 30)
                connection.write(start)
                let deadline = Date(timeIntervalSinceNow: 30)
                while Date() < deadline, connection.write(pieces) {
                    var waiting = pollfd(fd: connection.descriptor, events: Int16(POLLIN), revents: 0)
                    if poll(&waiting, 1, Int32(seconds * 1000)) > 0 { break }
                }
                return connection.reply()
            }
            return (reply, (clock.now - begin) / .seconds(1))
        }
        return (reply, seconds, intake)
    }

    @Test func `a head that trickles ends the connection`() async throws {
        let (reply, seconds, _) = try await trickle("GET /healthz HTTP/1.1\r\n", then: "A: b\r\n")
        #expect(reply == nil)
        #expect(seconds > 0.5 && seconds < 20)
    }

    @Test func `a body that trickles is answered 408, and is no event`() async throws {
        for start in [Self.chunked, String(post(String(repeating: "x", count: 60_000)).prefix(300))] {
            let piece = start == Self.chunked ? "1\r\nx\r\n" : "x"
            let (reply, seconds, intake) = try await trickle(start, then: piece)
            #expect(reply?.status == 408 && reply?.errorCode == "too_slow")
            #expect(seconds > 0.5 && seconds < 20)
            #expect(intake.bodies.isEmpty)
        }
    }

    @Test func `a body without a length is counted while it comes`() async throws {
        let piece = "2000\r\n\(String(repeating: "x", count: 0x2000))\r\n"
        let (reply, _, intake) = try await trickle(Self.chunked, then: piece, every: 0.001, patience: .seconds(30))
        #expect(reply?.status == 413 && reply?.errorCode == "too_large")
        #expect(intake.bodies.isEmpty)
    }

    @Test(arguments: [true, false])
    func `a body that breaks off is no event`(_ hasLength: Bool) async throws {
        let intake = Intake()
        let reply = try await withServer(intake: intake.accept) { port, _ in
            try await blocking {
                let connection = try Connection(to: port)
                connection.write(hasLength ? String(post("{\"a\": 1}").dropLast(3)) : Self.chunked + "3\r\n{\"a\r\n")
                connection.finish()
                return connection.reply()
            }
        }
        #expect(reply == nil || reply?.status == 400)
        #expect(intake.bodies.isEmpty)
    }

    @Test func `an idle connection is ended, a working one is not`() async throws {
        let (isEnded, status) = try await withServer(
            { $0.patience = .seconds(1) },
            intake: { _ in
                try? await Task.sleep(for: .seconds(3))
                return .accepted(messageID: "m", correlationID: "c", isRepeat: false)
            }
        ) { port, _ in
            try await blocking {
                let idle = try Connection(to: port)
                let working = try Connection(to: port)
                working.write(post("{}"))
                return (idle.isEnded(), working.reply()?.status)
            }
        }
        #expect(isEnded)
        #expect(status == 202)
    }
}
