import Foundation
import Randomness
import Rehearsal
import Synchronization

/// The whole rehearsal: an undisturbed run, rounds of disturbances, two at once, a store that stays held.
struct Chaos {
    private let options: ChaosOptions
    private let scratch: ScratchFolder

    init(_ options: ChaosOptions) throws {
        self.options = options
        scratch = try ScratchFolder("backcourt-chaos")
    }

    /// Runs everything; false when something did not hold.
    func run() throws -> Bool {
        let league = options.data.map { "the first two weeks of \($0)" } ?? "a made-up league"
        say("seed \(options.seed), \(options.rounds) rounds, \(league)")
        do {
            let stage = try prepared()
            if options.chosen.contains("files") {
                let rounds = Rounds(options, on: stage)
                try rounds.run()
                try tell(rounds.tally, of: options.rounds, "rounds")
                try twoAtOnce(stage)
            }
            if options.chosen.contains("services") { try live(stage) }
            if options.chosen.contains("server") { try served(stage) }
            say("chaos: everything held")
            return true
        } catch let broken as Broken {
            say("chaos: BROKEN (seed \(options.seed)): \(broken)")
            return false
        }
    }

    private func prepared() throws -> Stage {
        let program = Program(path: options.program, workspace: "\(scratch.path)/none")
        let source =
            try options.data.map { try SourceFolder(firstWeeksOf: $0, in: scratch.path) }
            ?? SourceFolder(simulatedBy: program, seed: options.seed, in: scratch.path)
        var stage = Stage(program: options.program, source: source.path, folder: scratch.path)
        let reference = try stage.undisturbed()
        stage.reference = reference
        let seconds = (reference.backfilling.seconds * 100).rounded() / 100
        say("undisturbed: \(reference.digests.count) digests in \(seconds) s, \(reference.verified)")
        return stage
    }

    private func tell(_ tally: Tally, of rounds: Int, _ name: String) throws {
        for line in tally.lines { say(line) }
        say("\(rounds) \(name), \(tally.hits) disturbances that hit, every one healed")
        let missed = tally.neverHit
        guard missed.isEmpty else { throw Broken(description: "never hit: \(missed.joined(separator: ", "))") }
    }

    // A service that is killed, stopped and told everything twice while dates arrive, one in five of the rounds.
    private func live(_ stage: Stage) throws {
        let live = try LiveStage(stage)
        let source = SeededRandom(seed: options.seed)
        let tally = Tally()
        var undisturbed = try LiveRound("lived", [], source.branch(2, 0), on: live, tally)
        let reference = try undisturbed.run()
        let rounds = max(1, options.rounds / 5)
        for number in 1...rounds {
            var random = source.branch(2, UInt64(number))
            var round = try LiveRound("live-\(number)", random.shuffled(LiveDisturbance.all), random, on: live, tally)
            let digests = try round.run()
            let differing = Set(digests.keys).union(reference.keys).filter { digests[$0] != reference[$0] }
            guard differing.isEmpty else {
                throw Broken(
                    description: "live round \(number): \(differing.count) digests differ: "
                        + differing.sorted().prefix(5).joined(separator: ", "))
            }
        }
        try tell(tally, of: rounds, "services over \(live.dates.count - 1) dates")
    }

    // Commands and fleets of workers over a server, one in five of the rounds.
    private func served(_ stage: Stage) throws {
        guard PostgresServer.script != nil else { return say("server: SKIPPED, there is none") }
        let served = try ServedStage(stage)
        let seconds = (served.backfilling.seconds * 100).rounded() / 100
        say("on a server: undisturbed in \(seconds) s, equal to the file")
        let source = SeededRandom(seed: options.seed)
        let tally = Tally()
        let rounds = max(1, options.rounds / 5)
        for number in 1...rounds where number == options.round ?? number {
            var round = ServedRound(number, on: served, tally, source.branch(3, UInt64(number)))
            do {
                say("server round \(number): \(try round.run())")
            } catch {
                throw Broken(description: "server round \(number): \(error)")
            }
        }
        try tell(tally, of: rounds, "rounds over a server")
    }

    private func twoAtOnce(_ stage: Stage) throws {
        var endings: Set<String> = []
        for turn in 1...3 {
            let program = try stage.imported("contention-\(turn)")
            let children = try (0..<2).map { _ in try program.start(["backfill", "--jobs", "2"]) }
            let statuses = children.map { $0.wait().status ?? -1 }.sorted()
            // 1: it did some of the work and left the rest to the other.
            guard statuses[0] == 0, [0, 1, 3].contains(statuses[1]) else {
                throw Broken(description: "two at once ended with \(statuses)")
            }
            let twice = try StoreInspection(workspace: program.workspace).computedTwice()
            guard twice == 0 else { throw Broken(description: "two at once computed \(twice) partitions twice") }
            try stage.expectSound(program)
            endings.insert("\(statuses[0]) and \(statuses[1])")
        }
        say("two at once: nothing computed twice, equal digests, exits \(endings.sorted().joined(separator: "; "))")
    }
}

/// The rounds, as many at once as there are processors.
private final class Rounds: Sendable {
    private struct Progress {
        var left: ArraySlice<RoundPlan>
        var broken: Broken?
    }

    /// What was done to them.
    let tally = Tally()
    private let stage: Stage
    private let progress: Mutex<Progress>

    init(_ options: ChaosOptions, on stage: Stage) {
        self.stage = stage
        let plans = RoundPlan.rounds(options.rounds, seed: options.seed)
        progress = Mutex(Progress(left: plans.filter { $0.number == options.round ?? $0.number }[...]))
    }

    /// Runs all of them; what breaks first ends them.
    func run() throws {
        let lanes = ProcessInfo.processInfo.activeProcessorCount
        // A lane of its own for what does little but wait.
        DispatchQueue.concurrentPerform(iterations: lanes + 1) { lane in
            if lane == 0 { attempt("held for good") { try heldForGood() } }
            while let plan = next() {
                attempt("round \(plan.number)") {
                    var round = Round(plan, on: stage, tally)
                    return try round.run()
                }
            }
        }
        if let broken = progress.withLock({ $0.broken }) { throw broken }
    }

    private func next() -> RoundPlan? {
        progress.withLock { $0.broken == nil ? $0.left.popFirst() : nil }
    }

    private func attempt(_ name: String, _ body: () throws -> String) {
        do {
            say("\(name): \(try body())")
        } catch {
            progress.withLock { $0.broken = $0.broken ?? Broken(description: "\(name): \(error)") }
        }
    }

    // Another process never lets go of the store: after five attempts the batch gives up, and nothing is lost.
    private func heldForGood() throws -> String {
        let program = try stage.imported("held")
        let finished = try StoreLock(program.workspace).holding { try program.run(["backfill", "--quiet"]) }
        guard finished.status == 5, finished.errors.contains("another process is writing to the store") else {
            throw Broken(description: "\(finished.outcome.ending), \(finished.errors)")
        }
        try program.expect(["backfill"], 0)
        try stage.expectSound(program)
        return "given up after \(Int(finished.outcome.seconds)) s with exit 5; then equal to the undisturbed run"
    }
}
