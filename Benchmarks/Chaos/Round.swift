import Foundation
import GameCalendar
import Randomness
import Rehearsal

/// One workspace, disturbed again and again until its work is done: then it is as if nothing had happened.
struct Round {
    private let stage: Stage
    private let tally: Tally
    private var plan: RoundPlan

    init(_ plan: RoundPlan, on stage: Stage, _ tally: Tally) {
        (self.plan, self.stage, self.tally) = (plan, stage, tally)
    }

    /// Goes through the plan.
    ///
    /// - Returns: what happened, for people.
    mutating func run() throws -> String {
        guard let reference = stage.reference else { throw Broken(description: "nothing to compare with") }
        let program = try stage.empty("round-\(plan.number)")
        defer { try? FileManager.default.removeItem(atPath: program.workspace) }
        let observer = try ObserverProcess(workspace: program.workspace)
        let load = ["import", stage.source, "--quiet"]
        if let disturbance = plan.ofImport { try disturb(program, load, reference.importing, disturbance) }
        try program.expect(load, 0)
        for disturbance in plan.ofBackfill {
            let arguments = ["backfill", "--quiet", "--jobs", "\(plan.random.int(1...2))"]
            if case .done = try disturb(program, arguments, reference.backfilling, disturbance) { break }
        }
        try program.expect(["backfill", "--quiet"], 0)
        if let disturbance = plan.ofRollback { try rollBack(program, reference, disturbance) }
        let seen = try observer.finish()
        try stage.expectSound(program)
        let attempts = try StoreInspection(workspace: program.workspace).attempts()
        return "equal to the undisturbed run; \(attempts); the reader looked \(seen.looks) times"
    }

    @discardableResult
    private mutating func disturb(
        _ program: Program, _ arguments: [String], _ scale: Scale, _ disturbance: Disturbance
    ) throws -> Attempt.Ending {
        let attempt = Attempt(program: program, arguments: arguments, scale: scale)
        let ending = try attempt.run(disturbance, &plan.random)
        switch ending {
        case .done(let wasHit): tally.count(arguments[0], "\(disturbance)", isHit: wasHit)
        case .cut: tally.count(arguments[0], "\(disturbance)", isHit: true)
        }
        return ending
    }

    // Either everything of it is gone or nothing, and the next backfill fills what is missing.
    private mutating func rollBack(_ program: Program, _ reference: Stage.Reference, _ disturbance: Disturbance) throws
    {
        let dates = try StoreInspection(workspace: program.workspace).computedDates()
        guard let date = plan.random.element(of: dates) else { throw Broken(description: "nothing is computed") }
        let phase = plan.random.element(of: ["3", "4", "5", "3,4,5"]) ?? "3"
        let arguments = [
            "rollback", "--phase", phase, "--start-date", date, "--end-date", dates[dates.count - 1], "--yes",
        ]
        let before = try StoreInspection(workspace: program.workspace).digests().count
        let ending = try disturb(program, arguments, Scale(seconds: 0.1, calls: 200, commits: 1), disturbance)
        let after = try StoreInspection(workspace: program.workspace).digests().count
        try program.expect(arguments, 0)
        let gone = try StoreInspection(workspace: program.workspace).digests().count
        if case .cut = ending, after != before, after != gone {
            throw Broken(description: "a rollback took back \(before - after) of \(before - gone) partitions")
        }
        try program.expect(["backfill", "--quiet"], 0)
    }
}
