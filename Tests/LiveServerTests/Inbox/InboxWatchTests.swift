import Foundation
import LiveServer
import Logging
import ServiceLifecycle
import Synchronization
import Testing

@Suite struct InboxWatchTests {
    /// What a watch handed out and reported.
    private final class Desk: Sendable {
        let clock = ContinuousClock()
        let handed = Mutex<[(names: [String], at: ContinuousClock.Instant)]>([])
        let sentences = Mutex<[String]>([])

        var names: [String] { handed.withLock { $0.flatMap(\.names) } }

        func count(_ files: [InboxFile]) {
            handed.withLock { $0.append((files.map(\.name), clock.now)) }
        }

        func wait(for count: Int) async throws { try await wait { self.names.count >= count } }

        /// Waits for `condition`, which a busy machine may take its time for; what is checked afterwards tells when it did not
        /// come.
        func wait(until condition: () -> Bool) async throws {
            let deadline = clock.now + .seconds(60)
            while !condition(), clock.now < deadline { try await Task.sleep(for: .milliseconds(2)) }
        }
    }

    private func watching(
        _ inbox: TemporaryInbox, _ patience: InboxPatience = InboxPatience(), settling: Bool = true,
        _ body: (Desk) async throws -> Void
    ) async throws {
        let desk = Desk()
        let watch = InboxWatch(inbox.folder, patience: patience) { files in
            desk.count(files)
            if settling { for file in files { _ = try? inbox.folder.settle(file, as: .done) } }
        } report: { sentence in
            desk.sentences.withLock { $0.append(sentence) }
        }
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let services = ServiceGroup(configuration: .init(services: [.init(service: watch)], logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await services.run() }
            try await body(desk)
            await services.triggerGracefulShutdown()
            try await group.waitForAll()
        }
    }

    // Until a file is handed out nobody knows whether the watch listens yet.
    private func warmUp(_ inbox: TemporaryInbox, _ desk: Desk) async throws {
        try inbox.put("x", as: "first")
        try await desk.wait(for: 1)
    }

    @Test func `what lies there is handed out first, by name`() async throws {
        let inbox = try TemporaryInbox()
        for name in ["c", "a", "b"] { try inbox.write(name, to: name) }
        try await watching(inbox) { desk in
            try await desk.wait(for: 3)
            #expect(desk.handed.withLock { $0.first?.names } == ["a", "b", "c"])
        }
        #expect(try inbox.names(in: "done") == ["a", "b", "c"])
    }

    @Test func `a renamed file is handed out soon`() async throws {
        let inbox = try TemporaryInbox()
        try await watching(inbox) { desk in
            try await warmUp(inbox, desk)
            var latencies: [Double] = []
            for number in 2...21 {
                let begin = desk.clock.now
                try inbox.put("x", as: "file-\(number)")
                try await desk.wait(for: number)
                let last = desk.handed.withLock { $0.last?.at } ?? desk.clock.now
                latencies.append((last - begin) / .milliseconds(1))
            }
            latencies.sort()
            print("from rename to hand-out: median \(latencies[10]) ms, longest \(latencies[19]) ms")
            #expect(desk.names.count == 21)
        }
    }

    @Test func `a file written under its name is handed out whole`() async throws {
        let inbox = try TemporaryInbox()
        try await watching(inbox) { desk in
            try await warmUp(inbox, desk)
            let descriptor = open(inbox.path("slow.csv"), O_CREAT | O_WRONLY, 0o600)
            for _ in 0..<5 {
                _ = write(descriptor, "line\n", 5)
                try await Task.sleep(for: .milliseconds(300))
            }
            #expect(desk.names == ["first"])
            close(descriptor)
            try await desk.wait(for: 2)
            #expect(desk.names == ["first", "slow.csv"])
        }
        #expect(inbox.text(of: "done/slow.csv") == String(repeating: "line\n", count: 5))
    }

    @Test func `a thousand files at once are all handed out`() async throws {
        let inbox = try TemporaryInbox()
        try await watching(inbox) { desk in
            for number in 0..<1000 { try inbox.put("\(number)", as: "f\(number)") }
            try await desk.wait(for: 1000)
            #expect(Set(desk.names).count == 1000 && desk.names.count == 1000)
        }
    }

    @Test func `what is not settled is handed out again, not at once`() async throws {
        let inbox = try TemporaryInbox()
        var patience = InboxPatience()
        (patience.again, patience.poll) = (.milliseconds(400), .milliseconds(50))
        try await watching(inbox, patience, settling: false) { desk in
            try inbox.put("x", as: "stubborn")
            try await desk.wait(for: 3)
            let times = desk.handed.withLock { $0.map(\.at) }
            #expect(times.count >= 3 && times[2] - times[0] >= .milliseconds(750))
        }
    }

    @Test func `a folder that is replaced is watched on`() async throws {
        let inbox = try TemporaryInbox()
        var patience = InboxPatience()
        patience.poll = .milliseconds(100)
        try await watching(inbox, patience) { desk in
            try await warmUp(inbox, desk)
            try FileManager.default.removeItem(atPath: inbox.folder.path)
            try await desk.wait { FileManager.default.fileExists(atPath: inbox.folder.path) }
            try inbox.put("x", as: "after")
            try await desk.wait(for: 2)
            #expect(desk.names == ["first", "after"])
        }
    }

    @Test func `what is left alone is reported once`() async throws {
        let inbox = try TemporaryInbox()
        symlink("/etc/passwd", inbox.path("link"))
        var patience = InboxPatience()
        patience.poll = .milliseconds(20)
        try await watching(inbox, patience) { desk in
            try await warmUp(inbox, desk)
            try await desk.wait { desk.sentences.withLock { !$0.isEmpty } }
            try await Task.sleep(for: .milliseconds(300))
            #expect(desk.sentences.withLock { $0.count } == 1)
            #expect(desk.sentences.withLock { $0.first?.hasPrefix("link ") } == true)
        }
        #expect(inbox.text(of: "link") != nil)
    }
}
