import Foundation
import LiveServer
import ServiceLifecycle
import Synchronization
import Testing

@Suite(.serialized) struct LoadTests {
    @Test func `a thousand idle connections do not keep an event out`() async throws {
        let count = min(1000, raiseFileLimit() / 2 - 200)
        let (status, seconds) = try await withServer { port, _ in
            let idle = try await blocking { try (0..<count).map { _ in try Connection(to: port) } }
            let clock = ContinuousClock()
            let begin = clock.now
            let status = try await ask(port, post("{}"))?.status
            let seconds = (clock.now - begin) / .seconds(1)
            return withExtendedLifetime(idle) { (status, seconds) }
        }
        print("POST beside \(count) idle connections: \(seconds) s")
        #expect(status == 202)
    }

    @Test func `beyond the limit connections wait until others end`() async throws {
        let status = try await withServer({ ($0.maximumConnections, $0.patience) = (4, .seconds(2)) }) {
            port, _ in
            let idle = try await blocking { try (0..<8).map { _ in try Connection(to: port) } }
            let status = try await ask(port, post("{}"))?.status
            return withExtendedLifetime(idle) { status }
        }
        #expect(status == 202)
    }

    @Test func `of two thousand events at once none is lost`() async throws {
        let count = min(2000, raiseFileLimit() / 2 - 200)
        let intake = Intake()
        let clock = ContinuousClock()
        let begin = clock.now
        let statuses = try await withServer({ $0.patience = .seconds(60) }, intake: intake.accept) { port, _ in
            try await blocking {
                let connections = try (0..<count).map { number in
                    let connection = try Connection(to: port, patience: 60)
                    connection.write(post("{\"message_id\": \"m\(number)\"}"))
                    return connection
                }
                return connections.map { $0.reply()?.status }
            }
        }
        print("\(count) events at once: \((clock.now - begin) / .seconds(1)) s")
        #expect(statuses.allSatisfy { $0 == 202 })
        #expect(Set(intake.bodies).count == count && intake.bodies.count == count)
    }

    @Test func `a stop finishes the requests in flight and takes no new ones`() async throws {
        let begun = Atomic(0)
        let isStopped = Atomic(false)
        let intake = Intake()
        let answers = try await withServer(
            intake: { body in
                begun.add(1, ordering: .relaxed)
                while !isStopped.load(ordering: .relaxed) { try? await Task.sleep(for: .milliseconds(5)) }
                return intake.accept(body)
            }
        ) { port, services in
            async let replies = blocking {
                let connections = try (0..<100).map { number in
                    let connection = try Connection(to: port)
                    connection.write(post("m\(number)"))
                    return connection
                }
                return connections.map { $0.reply()?.status }
            }
            while begun.load(ordering: .relaxed) < 100 { try await Task.sleep(for: .milliseconds(5)) }
            await services.triggerGracefulShutdown()
            // Connections are refused while a hundred requests are still being worked on.
            while (try? await blocking { _ = try Connection(to: port) }) != nil {
                try await Task.sleep(for: .milliseconds(5))
            }
            isStopped.store(true, ordering: .relaxed)
            return try await replies
        }
        #expect(answers.count == 100 && answers.allSatisfy { $0 == 202 })
        #expect(intake.bodies.count == 100)
    }

    @Test func `a stop under load loses nothing that was answered`() async throws {
        let intake = Intake()
        let accepted = try await withServer(intake: intake.accept) { port, services in
            async let counts = withThrowingTaskGroup(of: Int.self) { group in
                for sender in 0..<8 {
                    group.addTask {
                        try await blocking {
                            var accepted = 0
                            while let connection = try? Connection(to: port) {
                                connection.write(post("\(sender)-\(accepted)"))
                                guard connection.reply()?.status == 202 else { break }
                                accepted += 1
                            }
                            return accepted
                        }
                    }
                }
                return try await group.reduce(0, +)
            }
            while intake.bodies.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
            try await Task.sleep(for: .milliseconds(300))
            await services.triggerGracefulShutdown()
            return try await counts
        }
        #expect(accepted > 0)
        #expect(intake.bodies.count >= accepted && intake.bodies.count <= accepted + 8)
    }
}
