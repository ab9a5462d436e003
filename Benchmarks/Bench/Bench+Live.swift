import Foundation
import GRDB
import Rehearsal

extension Bench {
    private static let events = 10_000
    private static let senders = 8
    // Longest a date may take before it counts as lost.
    private static let patience = 60.0

    /// Phase 5 of the whole history, and one date of it.
    func measurePredictions() throws {
        var phase = Measurement(
            "phase 5, 7 systems, training included", "backcourt backfill phase5 --jobs 2", bound: 90)
        phase.memoryBound = 800 << 20
        let program = try copy("complete", to: "predicted")
        phase.add(try timed(program, ["backfill", "phase5", "--jobs", "2"]))
        add(phase)
        let date = try middleDate()
        let command = ["run", "predictions/player_prop_predictions", "--dates", date, "--force"]
        add(
            try measure("predictions of one date", command, bound: 0.5) { _ in
                try timed(program, command + ["--skip-downstream-trigger"])
            })
        var staged = Measurement("backfill of everything behind its gates", "backcourt backfill --jobs 2", bound: 105)
        staged.memoryBound = 800 << 20
        staged.add(try timed(try copy("imported", to: "staged"), ["backfill", "--jobs", "2"]))
        add(staged)
    }

    /// Dates arrive one by one in a running service; then events as fast as it takes them.
    func measureLive() throws {
        let arrivals = try Arrivals(folder: options.data)
        let dates = arrivals.dates.suffix(options.lived + 1)
        guard let first = dates.first, dates.count > options.lived else {
            throw Unmeasured(description: "too few dates")
        }
        let program = workspace("live")
        try write(arrivals.files(before: first), to: "live-before")
        try prepare(program, ["init", "--history-start", "\(options.history.first)"])
        try prepare(program, ["import", "\(scratch.path)/live-before"])
        for phase in ["phase3", "phase4", "phase5"] { try prepare(program, ["backfill", phase, "--jobs", "2"]) }
        let service = try LiveProgram(program, errors: "\(scratch.path)/live.err", options: ["--jobs", "2"])
        do {
            let store = try LiveStore(program)
            try awaitPredictions(of: first, in: store, service)
            var (usual, retraining): ([Double], [Double]) = ([], [])
            for (date, next) in zip(dates, dates.dropFirst()) {
                let started = ContinuousClock.now
                try service.deliver(arrivals.files(of: date, next: next))
                try awaitPredictions(of: next, in: store, service)
                let seconds = (ContinuousClock.now - started) / .seconds(1)
                if date.prefix(7) == next.prefix(7) { usual.append(seconds) } else { retraining.append(seconds) }
            }
            report(usual, retraining)
            try measureEvents(service, store)
        } catch {
            service.child.send(SIGKILL)
            _ = service.child.wait()
            throw error
        }
        guard service.stop()?.ending == .exited(0) else {
            throw Unmeasured(description: "the service did not stop cleanly: \(service.messages.suffix(500))")
        }
    }

    private func report(_ usual: [Double], _ retraining: [Double]) {
        let sorted = usual.sorted()
        guard !sorted.isEmpty else { return }
        add(Finding("files of a date to predictions of the next, median", sorted[sorted.count / 2], "s", atMost: 1))
        let last = sorted[min(sorted.count - 1, Int(Double(sorted.count) * 0.99))]
        add(Finding("the same, 99 % of \(sorted.count) dates", last, "s", atMost: 2))
        if let longest = retraining.max() {
            add(Finding("the same where a model is trained, longest of \(retraining.count)", longest, "s", atMost: 15))
        }
    }

    private func awaitPredictions(of date: String, in store: LiveStore, _ service: LiveProgram) throws {
        let deadline = ContinuousClock.now + .seconds(Self.patience)
        while ContinuousClock.now < deadline, !service.child.hasEnded {
            if try store.hasPredictions(on: date) { return }
            usleep(3000)
        }
        throw Unmeasured(description: "no predictions of \(date): \(service.messages.suffix(1000))")
    }

    private func measureEvents(_ service: LiveProgram, _ store: LiveStore) throws {
        let before = service.residentBytes
        let started = ContinuousClock.now
        let failures = try concurrently(Self.senders) { sender in
            let connection = try service.sender()
            var failures = 0
            for number in stride(from: sender, to: Self.events, by: Self.senders) {
                let event = """
                    {"topic":"phase3-complete","game_date":"2022-01-0\(1 + number % 8)","message_id":"bench-\(number)",\
                    "processor_name":"player_game_summary","status":"success","correlation_id":"backfill-bench"}
                    """
                if try connection.post(event).status != 202 { failures += 1 }
            }
            return failures
        }
        let seconds = (ContinuousClock.now - started) / .seconds(1)
        let deadline = ContinuousClock.now + .seconds(Self.patience)
        while try store.pending() > 0, ContinuousClock.now < deadline { usleep(20_000) }
        let settled = (ContinuousClock.now - started) / .seconds(1)
        let kept = try store.kept("bench-")
        add(Finding("events accepted a second, \(Self.events) over HTTP", Double(Self.events) / seconds, "/s"))
        add(Finding("seconds until all of them were acted on", settled, "s"))
        add(Finding("of them lost, doubled or refused", Double(abs(Self.events - kept) + failures), "", atMost: 0))
        add(Finding("memory gained meanwhile", Double(service.residentBytes - before) / 1_048_576, "MB", atMost: 64))
    }

    private func concurrently(_ count: Int, _ body: @escaping @Sendable (Int) throws -> Int) throws -> Int {
        let results = Results()
        DispatchQueue.concurrentPerform(iterations: count) { number in
            results.add(Result { try body(number) })
        }
        return try results.sum()
    }

    private func write(_ files: [String: String], to name: String) throws {
        let folder = "\(scratch.path)/\(name)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for (file, text) in files { try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(file)")) }
    }
}

/// Adds up what threads find.
private final class Results: @unchecked Sendable {
    private let lock = NSLock()
    private var results: [Result<Int, any Error>] = []

    func add(_ result: Result<Int, any Error>) { lock.withLock { results.append(result) } }
    func sum() throws -> Int { try lock.withLock { try results.reduce(0) { try $0 + $1.get() } } }
}

/// Looks into the service's store from outside.
private struct LiveStore {
    private let queue: DatabaseQueue

    init(_ program: Program) throws {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(10)
        queue = try DatabaseQueue(path: "\(program.workspace)/backcourt.sqlite", configuration: configuration)
    }

    func hasPredictions(on date: String) throws -> Bool {
        try count(
            "SELECT count(*) FROM partition_state WHERE table_name = 'player_prop_predictions' AND game_date = ?", date)
            > 0
    }

    func pending() throws -> Int {
        try count("SELECT count(*) FROM outbox WHERE published_at IS NULL AND ? <> ''", "x")
    }

    /// Events whose id begins so and that were acted on once.
    func kept(_ prefix: String) throws -> Int {
        try count("SELECT count(*) FROM inbox WHERE message_id LIKE ? || '%'", prefix)
    }

    private func count(_ sql: String, _ argument: String) throws -> Int {
        try queue.read { try Int.fetchOne($0, sql: sql, arguments: [argument]) ?? 0 }
    }
}
