import Foundation
import Rehearsal

/// All measurements, in the order a user meets them.
///
/// Every measured command runs once uncounted first. Workspaces are prepared outside the measured time.
final class Bench {
    private static let backfill = ["backfill", "phase3", "--jobs", "2"]
    private let options: BenchOptions
    private let scratch: ScratchFolder
    private var done: [Measurement] = []

    init(_ options: BenchOptions) throws {
        self.options = options
        scratch = try ScratchFolder("backcourt-bench")
    }

    /// Measures everything and prints the table; false when a bound is missed.
    func run() throws -> Bool {
        say("\(Machine.description); median of \(options.runs), history \(options.history)")
        try measureImports()
        try measureBackfill()
        try measureReading()
        try measureCorrection()
        let report = BenchReport(measurements: done, options: options)
        say(report.table)
        if let folder = options.results { say("written: \(try report.write(to: folder))") }
        if let file = options.readme { try report.quote(in: file) }
        return done.allSatisfy { $0.isMet ?? true }
    }

    private func measureImports() throws {
        let command = ["import", options.data]
        done.append(
            try measure("import of the whole folder", ["import", "<folder>"], bound: 10) { run in
                let program = workspace("imported")
                try? FileManager.default.removeItem(atPath: program.workspace)
                try prepare(
                    program,
                    ["init", "--history-start", "\(options.history.first)", "--history-end", "\(options.history.last)"])
                return try timed(program, command)
            })
        done.append(
            try measure("the same import again", ["import", "<folder>"], bound: 3) { _ in
                try timed(workspace("imported"), command)
            })
    }

    // Backfill and floor take turns, so that both meet the same machine.
    private func measureBackfill() throws {
        var backfill = Measurement("backfill of everything", "backcourt " + words(Self.backfill), bound: 6)
        var floor = Measurement("floor: read the inputs, insert the results", "backcourt-bench floor", bound: nil)
        floor.memoryBound = nil
        for run in 0...options.runs {
            let program = try copy("imported", to: "complete")
            let outcome = try timed(program, Self.backfill)
            let output = "\(scratch.path)/floor.txt"
            let store = "\(scratch.path)/floor.sqlite"
            for file in [output, store, "\(store)-wal", "\(store)-shm"] {
                try? FileManager.default.removeItem(atPath: file)
            }
            let child = try ChildProcess(
                [options.bench, "floor", "\(program.workspace)/backcourt.sqlite", store, "\(options.history)"],
                output: output, errors: output)
            let floorOutcome = child.wait()
            let text = FileManager.default.contents(atPath: output).map { String(decoding: $0, as: UTF8.self) } ?? ""
            guard let seconds = Double(text.trimmingCharacters(in: .whitespacesAndNewlines)) else {
                throw Unmeasured(description: "the floor ended with \(floorOutcome.ending): \(text)")
            }
            guard run > 0 else { continue }
            backfill.add(outcome)
            floor.add(floorOutcome, seconds: seconds)
        }
        backfill.bound = min(6, 2 * floor.median)
        done += [backfill, floor]
    }

    private func measureReading() throws {
        done.append(
            try measure("backfill with nothing to do", Self.backfill, bound: 0.3) { _ in
                try timed(workspace("complete"), Self.backfill)
            })
        done.append(
            try measure("gaps", ["gaps"], bound: 0.3) { _ in try timed(workspace("complete"), ["gaps"]) })
        done.append(
            try measure("plan for everything, nothing computed", ["plan"], bound: 0.5) { _ in
                try timed(workspace("imported"), ["plan", "--format", "json"])
            })
        done.append(
            try measure("plan for everything, all computed", ["plan", "--force"], bound: 0.5) { _ in
                try timed(workspace("complete"), ["plan", "--force", "--format", "json"])
            })
        done.append(
            try measure("verify", ["verify"], bound: nil) { _ in try timed(workspace("complete"), ["verify"]) })
        done.append(
            try measure("verify --digests", ["verify", "--digests"], bound: nil) { _ in
                try timed(workspace("complete"), ["verify", "--digests"])
            })
    }

    private func measureCorrection() throws {
        let correction = try Correction(of: options.data, in: scratch.path)
        let corrected = try copy("complete", to: "corrected")
        try prepare(corrected, ["import", correction.file])
        done.append(
            try measure("plan --stale after a correction", ["plan", "--stale"], bound: 0.5) { _ in
                try timed(corrected, ["plan", "--stale", "--format", "json"])
            })
        done.append(
            try measure(
                "backfill --stale after a correction", ["backfill", "phase3", "--stale", "--jobs", "2"], bound: nil
            ) { _ in
                try timed(try copy("corrected", to: "healed"), ["backfill", "phase3", "--stale", "--jobs", "2"])
            })
    }

    // MARK: Running

    private func measure(
        _ name: String, _ command: [String], bound: Double?, _ body: (Int) throws -> ChildProcess.Outcome
    ) throws -> Measurement {
        var measurement = Measurement(name, "backcourt " + words(command), bound: bound)
        for run in 0...options.runs {
            let outcome = try body(run)
            if run > 0 { measurement.add(outcome) }
        }
        return measurement
    }

    private func timed(_ program: Program, _ arguments: [String]) throws -> ChildProcess.Outcome {
        let finished = try program.run(arguments)
        guard let status = finished.status, status <= 1 else {
            throw Unmeasured(
                description: "\(words(arguments)) ended with \(finished.outcome.ending): \(finished.errors)")
        }
        return finished.outcome
    }

    private func prepare(_ program: Program, _ arguments: [String]) throws {
        let finished = try program.run(arguments)
        guard finished.status == 0 else {
            throw Unmeasured(
                description: "\(words(arguments)) ended with \(finished.outcome.ending): \(finished.errors)")
        }
    }

    private func workspace(_ name: String) -> Program {
        Program(path: options.program, workspace: "\(scratch.path)/\(name)")
    }

    private func copy(_ name: String, to other: String) throws -> Program {
        let (from, to) = (workspace(name), workspace(other))
        try? FileManager.default.removeItem(atPath: to.workspace)
        try FileManager.default.copyItem(atPath: from.workspace, toPath: to.workspace)
        return to
    }

    private func words(_ arguments: [String]) -> String { arguments.joined(separator: " ") }
}
