import Foundation
import Rehearsal

/// All measurements, in the order a user meets them.
///
/// Every measured command runs once uncounted first, except where it takes minutes. Workspaces are prepared outside the
/// measured time.
final class Bench {
    /// What can be measured alone.
    enum Part: String, CaseIterable {
        case imports, backfill, reading, jobs, predictions, dashboard, correction, live, postgres, stores, seasons

        static var names: String { allCases.map(\.rawValue).joined(separator: ",") }
    }

    let options: BenchOptions
    let scratch: ScratchFolder
    private(set) var done: [Measurement] = []
    private(set) var findings: [Finding] = []

    init(_ options: BenchOptions) throws {
        self.options = options
        scratch = try ScratchFolder("backcourt-bench")
    }

    /// Measures everything and prints the tables; false when a bound is missed.
    func run() throws -> Bool {
        say("\(Machine.description); median of \(options.runs), history \(options.history)")
        for part in Part.allCases where options.parts.contains(part) { try measure(part) }
        let report = BenchReport(measurements: done, findings: findings, options: options)
        say(report.table)
        if let folder = options.results { say("written: \(try report.write(to: folder))") }
        if let file = options.readme { try report.quote(in: file) }
        return done.allSatisfy { $0.isMet ?? true } && findings.allSatisfy { $0.isMet ?? true }
    }

    private func measure(_ part: Part) throws {
        switch part {
        case .imports: try measureImports()
        case .backfill: try measureBackfill()
        case .reading: try measureReading()
        case .jobs: try measureJobs()
        case .predictions: try measurePredictions()
        case .dashboard: try measureDashboard()
        case .correction: try measureCorrections()
        case .live: try measureLive()
        case .postgres: try measurePostgres()
        case .stores: try measureStores()
        case .seasons: try measureSeasons()
        }
    }

    /// Takes a result in, and tells it at once.
    func add(_ measurement: Measurement) {
        say("\(measurement.name): \(BenchReport.text(measurement.median)) s")
        done.append(measurement)
    }

    /// Takes a number in that follows from others.
    func add(_ finding: Finding) {
        say(finding.sentence)
        findings.append(finding)
    }

    // MARK: Running

    /// Runs `body` once for nothing, then as often as asked.
    func measure(
        _ name: String, _ command: [String], bound: Double?, _ body: (Int) throws -> ChildProcess.Outcome
    ) throws -> Measurement {
        var measurement = Measurement(name, "backcourt " + words(command), bound: bound)
        for run in 0...options.runs {
            let outcome = try body(run)
            if run > 0 { measurement.add(outcome) }
        }
        return measurement
    }

    /// Runs a command that may find something missing.
    func timed(_ program: Program, _ arguments: [String]) throws -> ChildProcess.Outcome {
        try finished(program, arguments, accepting: 0...1).outcome
    }

    /// Runs a command that must succeed.
    @discardableResult
    func prepare(_ program: Program, _ arguments: [String]) throws -> Program.Finished {
        try finished(program, arguments, accepting: 0...0)
    }

    private func finished(
        _ program: Program, _ arguments: [String], accepting good: ClosedRange<Int32>
    ) throws -> Program.Finished {
        let finished = try program.run(arguments)
        guard let status = finished.status, good.contains(status) else {
            throw Unmeasured(
                description: "\(words(arguments)) ended with \(finished.outcome.ending): \(finished.errors)")
        }
        return finished
    }

    func workspace(_ name: String) -> Program {
        Program(path: options.program, workspace: "\(scratch.path)/\(name)")
    }

    func copy(_ name: String, to other: String) throws -> Program {
        let (from, to) = (workspace(name), workspace(other))
        remove(to)
        try FileManager.default.copyItem(atPath: from.workspace, toPath: to.workspace)
        return to
    }

    func remove(_ program: Program) { try? FileManager.default.removeItem(atPath: program.workspace) }

    private func words(_ arguments: [String]) -> String { arguments.joined(separator: " ") }
}
