import Foundation
import GameCalendar
import PipelineModel
import Rehearsal

/// The whole rehearsal: an undisturbed run, rounds of kills, two at once, a stop on request.
final class Chaos {
    private static let backfill = ["backfill", "phase3", "--jobs", "2"]
    private let options: ChaosOptions
    private let scratch: ScratchFolder
    private let source: String
    private var reference: [String: String] = [:]
    private var referenceDigest = ""
    private var duration = 0.0
    private var tally: [String: Int] = [:]
    private var kills = 0

    init(_ options: ChaosOptions) throws {
        self.options = options
        scratch = try ScratchFolder("backcourt-chaos")
        if let data = options.data {
            source = data
        } else {
            source = "\(scratch.path)/league"
            try FileManager.default.createDirectory(atPath: source, withIntermediateDirectories: true)
            guard let first = GameDate("2023-10-24") else { throw Broken(description: "no first date") }
            var league = TinyLeague(dates: 120, from: first)
            league.teams = 20
            try league.write(to: source)
        }
    }

    /// Runs everything; false when something did not hold.
    func run() throws -> Bool {
        say("seed \(options.seed), \(options.kills) kills, \(options.data ?? "a made-up league")")
        do {
            try undisturbed()
            try rounds()
            try twoAtOnce()
            try stopOnRequest()
            say("chaos: everything held")
            return true
        } catch let broken as Broken {
            say("chaos: BROKEN (seed \(options.seed)): \(broken)")
            return false
        }
    }

    private func undisturbed() throws {
        let program = try imported("undisturbed")
        let outcome = try expect(program, Self.backfill, 0)
        duration = outcome.outcome.seconds
        reference = try StoreInspection(workspace: program.workspace).digests()
        referenceDigest = try verifiedDigest(program)
        try expectSound(program)
        say("undisturbed: \(reference.count) digests in \(hundredths(duration)) s, \(referenceDigest)")
    }

    // MARK: Kills

    private func rounds() throws {
        var plan = KillPlan(kills: options.kills, seed: options.seed, patience: max(0.1, duration / 3))
        var round = 0
        while !plan.isOver {
            round += 1
            let program = try empty("round-\(round)")
            let observer = try ObserverProcess(workspace: program.workspace)
            try killImport(program, &plan)
            try killBackfill(program, &plan)
            let seen = try observer.finish()
            try expectSound(program)
            let attempts = try StoreInspection(workspace: program.workspace).attempts()
            say("round \(round): equal to the undisturbed run; \(attempts); the reader looked \(seen.looks) times")
            try? FileManager.default.removeItem(atPath: program.workspace)
        }
        say("kills: " + tally.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))
        let missed = FaultPoint.allCases.filter { tally[$0.rawValue] == nil }
        guard missed.isEmpty else {
            throw Broken(description: "never hit: \(missed.map(\.rawValue).joined(separator: ", "))")
        }
    }

    private func killImport(_ program: Program, _ plan: inout KillPlan) throws {
        if let kill = plan.nextOfImport(tables: 6) { try attempt(kill, ["import", source], program, &plan) }
        try expect(program, ["import", source], 0)
    }

    private func killBackfill(_ program: Program, _ plan: inout KillPlan) throws {
        while let kill = plan.nextOfBackfill() {
            guard try attempt(kill, Self.backfill, program, &plan) else { return }
        }
        if let last = plan.last { try attempt(last, Self.backfill, program, &plan) }
        try expect(program, Self.backfill, 0)
    }

    // Runs `arguments` until the kill; false when the process was done before.
    @discardableResult
    private func attempt(
        _ kill: KillPlan.Kill, _ arguments: [String], _ program: Program, _ plan: inout KillPlan
    ) throws -> Bool {
        let outcome: ChildProcess.Outcome
        switch kill {
        case .moment(let seconds):
            let child = try program.start(arguments)
            if let ended = child.wait(atMost: seconds) {
                outcome = ended
            } else {
                child.send(SIGKILL)
                outcome = child.wait()
            }
        case .point(let point, let turn):
            outcome = try program.start(arguments, fault: "\(point.rawValue):\(turn)").wait()
        }
        switch outcome.ending {
        case .killed(SIGKILL):
            kills += 1
            tally[kill.name, default: 0] += 1
            plan.done(kill)
            say("  kill \(kills): \(arguments[0]), \(kill)")
            return true
        case .exited(0):
            return false
        case let ending:
            throw Broken(description: "\(arguments.joined(separator: " ")) ended with \(ending) instead of a kill")
        }
    }

    // MARK: Two at once, and a stop

    private func twoAtOnce() throws {
        var endings: Set<String> = []
        for turn in 1...3 {
            let program = try imported("contention-\(turn)")
            let children = try (0..<2).map { _ in try program.start(Self.backfill) }
            let statuses = children.map { $0.wait().status ?? -1 }.sorted()
            // 1: it did some of the work and left the rest to the other.
            guard statuses[0] == 0, [0, 1, 3].contains(statuses[1]) else {
                throw Broken(description: "two at once ended with \(statuses)")
            }
            let twice = try StoreInspection(workspace: program.workspace).computedTwice()
            guard twice == 0 else { throw Broken(description: "two at once computed \(twice) partitions twice") }
            try expectSound(program)
            endings.insert("\(statuses[0]) and \(statuses[1])")
        }
        say("two at once: nothing computed twice, equal digests, exits \(endings.sorted().joined(separator: "; "))")
    }

    private func stopOnRequest() throws {
        for (signal, status) in [(SIGINT, Int32(130)), (SIGTERM, Int32(143))] {
            let program = try imported("stop-\(status)")
            let child = try program.start(Self.backfill)
            if child.wait(atMost: duration / 3) != nil { throw Broken(description: "done before it could be stopped") }
            child.send(signal)
            let outcome = child.wait()
            guard outcome.status == status else {
                throw Broken(description: "signal \(signal) ended with \(outcome.ending), not \(status)")
            }
            try StoreInspection(workspace: program.workspace).expectQuiet()
            try expect(program, Self.backfill, 0)
            try expectSound(program)
        }
        say("stop on request: exits 130 and 143, nothing left behind, resumed to equal digests")
    }

    // MARK: Workspaces

    private func empty(_ name: String) throws -> Program {
        let program = Program(path: options.program, workspace: "\(scratch.path)/\(name)")
        try expect(program, ["init"], 0)
        return program
    }

    private func imported(_ name: String) throws -> Program {
        let program = try empty(name)
        try expect(program, ["import", source], 0)
        return program
    }

    @discardableResult
    private func expect(_ program: Program, _ arguments: [String], _ status: Int32) throws -> Program.Finished {
        let finished = try program.run(arguments)
        guard finished.status == status else {
            throw Broken(
                description:
                    "\(arguments.joined(separator: " ")) ended with \(finished.outcome.ending), not \(status): "
                    + finished.errors)
        }
        return finished
    }

    private func expectSound(_ program: Program) throws {
        let inspection = try StoreInspection(workspace: program.workspace)
        try inspection.expectQuiet()
        let digests = try inspection.digests()
        let differing = Set(digests.keys).union(reference.keys).filter { digests[$0] != reference[$0] }
        guard differing.isEmpty else {
            throw Broken(
                description: "\(differing.count) digests differ from the undisturbed run: "
                    + differing.sorted().prefix(5).joined(separator: ", "))
        }
        let digest = try verifiedDigest(program)
        guard digest == referenceDigest else {
            throw Broken(description: "verify --digests says \(digest), the undisturbed run \(referenceDigest)")
        }
    }

    // The one digest over everything, with every row read again.
    private func verifiedDigest(_ program: Program) throws -> String {
        let lines = try expect(program, ["verify", "--digests"], 0).output.split(separator: "\n")
        guard let line = lines.last(where: { $0.hasPrefix("digest ") }) else {
            throw Broken(description: "verify --digests printed no digest")
        }
        return String(line)
    }

    private func hundredths(_ seconds: Double) -> Double { (seconds * 100).rounded() / 100 }
}
