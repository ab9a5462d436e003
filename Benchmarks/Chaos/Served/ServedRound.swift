import Foundation
import Randomness
import Rehearsal

/// One database on the server, disturbed again and again until its work is done.
struct ServedRound {
    // Seconds after which work that was let alone must have ended.
    private static let patience = 120.0
    private let number: Int
    private let served: ServedStage
    private let tally: Tally
    private var random: SeededRandom

    init(_ number: Int, on served: ServedStage, _ tally: Tally, _ random: SeededRandom) {
        (self.number, self.served, self.tally, self.random) = (number, served, tally, random)
    }

    /// Goes through it: one command after the other, or a fleet of workers.
    ///
    /// - Returns: what happened, for people.
    mutating func run() throws -> String {
        number.isMultiple(of: 2) ? try ofWorkers() : try ofCommands()
    }

    private mutating func ofCommands() throws -> String {
        let isWhole = random.chance(30)
        let name = "served-\(number)"
        let (database, program) = try isWhole ? served.empty(name) : served.filled(name)
        let observer = ServedObserver(database)
        defer { try? FileManager.default.removeItem(atPath: program.workspace) }
        if isWhole {
            let load = ["import", served.stage.source, "--quiet"]
            try disturb(program, load, database, served.importing, ServedDisturbance.ofImport)
            try settle(program, load)
        }
        for _ in 0..<random.int(1...3) {
            let arguments = ["backfill", "--quiet", "--jobs", "\(random.int(1...2))"]
            try disturb(program, arguments, database, served.backfilling, ServedDisturbance.ofBackfill)
        }
        try settle(program, ["backfill", "--quiet"])
        return try expectSound(program, observer)
    }

    private mutating func ofWorkers() throws -> String {
        let (database, program) = try served.filled("served-\(number)")
        let observer = ServedObserver(database)
        defer { try? FileManager.default.removeItem(atPath: program.workspace) }
        let skews = random.chance(50) ? [0, random.int(-86_400...86_400)] : [0]
        let fleet = try WorkerFleet(
            of: random.int(2...4), like: program, on: database, silence: ServedStage.silence, skews: skews,
            seed: random.next())
        let deck = random.shuffled(WorkerFleet.Disturbance.allCases + [.kill, .terminate])
        let longest = max(100, Int(served.backfilling.seconds * 400))
        try fleet.disturb(Array(deck.prefix(random.int(1...5))), pause: 50...longest)
        try fleet.finish(within: Self.patience)
        for (disturbance, times) in fleet.done {
            for _ in 0..<times { tally.count("workers", disturbance.rawValue, isHit: true) }
        }
        try settle(program, ["backfill", "--quiet"])
        let twice = try ServedInspection(program: program).computedTwice()
        guard twice.isEmpty else { throw Broken(description: "computed twice: \(twice.prefix(5))") }
        return try expectSound(program, observer)
    }

    private mutating func disturb(
        _ program: Program, _ arguments: [String], _ database: PostgresDatabase, _ scale: Scale,
        _ disturbances: [ServedDisturbance]
    ) throws {
        guard let disturbance = random.element(of: disturbances) else { return }
        try awaitDead()
        let attempt = ServedAttempt(program: program, arguments: arguments, database: database, scale: scale)
        let wasHit = try attempt.run(disturbance, &random)
        tally.count(arguments[0], "\(disturbance)", isHit: wasHit)
    }

    // What was killed holds its leases until it has been silent for long enough.
    private func awaitDead() throws { usleep(UInt32((ServedStage.silence + 0.5) * 1_000_000)) }

    private func settle(_ program: Program, _ arguments: [String]) throws {
        try awaitDead()
        try program.expect(arguments, 0)
    }

    private func expectSound(_ program: Program, _ observer: ServedObserver) throws -> String {
        let looks = try observer.finish()
        let inspection = ServedInspection(program: program)
        try inspection.expectSound(as: served.stage)
        return "equal to the undisturbed run; \(try inspection.attempts()); the reader looked \(looks) times"
    }
}
