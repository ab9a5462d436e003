import Foundation
import Rehearsal

extension Bench {
    func measureCorrections() throws {
        // The earlier in a season, the more dates read it: the first date has the widest reach a single cell has.
        try measureCorrection(.opening, bound: 0.5)
        try measureCorrection(.middle, bound: 1)
    }

    private func measureCorrection(_ moment: Correction.Moment, bound: Double) throws {
        let correction = try Correction(of: options.data, at: moment, in: scratch.path)
        let corrected = try copy("complete", to: "corrected")
        try prepare(corrected, ["import", correction.file])
        let place = "after a correction \(moment.rawValue)"
        let plan = ["plan", "--stale", "--format", "json"]
        let planning = try measure("plan --stale \(place)", ["plan", "--stale"], bound: bound) { _ in
            try timed(corrected, plan)
        }
        add(planning)
        var healing = Measurement(
            "backfill --stale \(place)", "backcourt backfill phase3 --stale; … phase4 --stale", bound: nil)
        for run in 0...options.runs {
            let program = try copy("corrected", to: "healed")
            let outcomes = try Self.phases.map { try timed(program, $0 + ["--stale"]) }
            if run > 0 { healing.add(outcomes) }
        }
        // No dearer than its share of all partitions, beside what every start costs.
        if let whole = done.first(where: { $0.name == "backfill of phases 3 and 4" })?.median {
            let share =
                Double(try steps(corrected, plan))
                / Double(try steps(corrected, ["plan", "--force", "--format", "json"]))
            // Each of the two commands starts once, as for planning.
            healing.bound = 2 * planning.median + share * whole
            add(Finding("partitions recomputed \(place), of all", 100 * share, "%"))
        }
        add(healing)
    }

    private func steps(_ program: Program, _ command: [String]) throws -> Int {
        let plan = try JSONSerialization.jsonObject(with: Data(try prepare(program, command).output.utf8))
        guard let steps = (plan as? [String: Any])?["steps"] as? [Any] else {
            throw Unmeasured(description: "\(command.joined(separator: " ")) lists no steps")
        }
        return steps.count
    }
}
