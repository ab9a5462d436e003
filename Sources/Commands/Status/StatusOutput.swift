import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineRuntime

/// The state of the work as people and machines read it.
struct StatusOutput: CommandOutput {
    private static let rateWindow = 3600.0
    let facts: ReportFacts
    let batch: Batch?
    let workers: [Worker]
    let verdicts: [GateVerdict]
    /// How the newest verdict of each gate stands.
    let standings: [Int: GateStanding]
    /// By how long dates took before.
    let estimate: TimeEstimate
    let now: Timestamp

    private var phases: [(phase: Phase, total: Int, complete: Int)] {
        let total = facts.coverage.dates.count
        return facts.coverage.phases.map { ($0, total, facts.coverage.completeDates(of: $0)?.count ?? 0) }
    }

    // How the gate after a phase stands.
    private func gateStatus(_ phase: Phase) -> String {
        (standings[phase.rawValue - 2] ?? .notEvaluated).rawValue
    }

    private var running: [RunRecord] {
        facts.runs.filter { run in
            run.status == .running
                && (facts.ledger.facts.store.leases[run.partition]?.isAlive ?? false)
        }.sorted { $0.runID < $1.runID }
    }

    /// Dates × tables finished per hour of work, by the runs of the last hour.
    private var ratePerHour: Double? {
        let recent = facts.runs.filter { run in
            run.success == true && (run.finishedAt.map { now.seconds(since: $0) <= Self.rateWindow } ?? false)
        }
        let seconds = recent.busySeconds
        return seconds > 0 ? Double(recent.count) / seconds * 3600 : nil
    }

    private var remaining: [TableName: Int] {
        let computed = facts.coverage.tables.filter { $0.phase != .raw }
        return Dictionary(uniqueKeysWithValues: computed.map { ($0.name, $0.expected - $0.satisfied) })
    }

    private var remainingCount: Int { remaining.values.reduce(0, +) }

    /// Seconds for what is left: at the running batch's own pace, else at that of the runs before.
    private var secondsLeft: Double? {
        if isRunning, let rate = ratePerHour, rate > 0 { return Double(remainingCount) / rate * 3600 }
        return estimate.seconds(for: remaining)
    }

    private var isRunning: Bool { batchStatus == BatchStatus.running.rawValue }

    private var stale: Int { facts.coverage.tables.reduce(0) { $0 + $1.count(.stale) } }

    private var batchStatus: String? {
        guard let batch else { return nil }
        return batch.status == .running && !isAlive(batch) ? BatchStatus.interrupted.rawValue : batch.status.rawValue
    }

    // A killed worker's row stays until somebody takes over, and so do its leases, which tell that it is dead.
    private func isAlive(_ batch: Batch) -> Bool {
        guard let worker = workers.first(where: { Identifiers.isOf($0, batch.batchID) }) else { return false }
        return facts.ledger.facts.store.leases.values.allSatisfy { $0.lease.workerID != worker.workerID || $0.isAlive }
    }

    // A running batch's own row is written at its end; until then its runs say how far it is.
    private func count(_ stored: Int, where isCounted: (RunStatus) -> Bool) -> Int {
        guard let batch, batch.status == .running else { return stored }
        return facts.runs.count { $0.batchID == batch.batchID && isCounted($0.status) }
    }

    var json: JSONValue {
        [
            "batch": batchJSON, "phases": list.objects,
            "running": .array(
                running.map {
                    [
                        "processor_name": .text($0.processorName), "data_date": .text($0.dataDate),
                        "run_id": .string($0.runID), "since": .text($0.createdAt),
                    ]
                }),
            "rate_per_hour": .number(ratePerHour),
            "eta": .text(isRunning ? secondsLeft.map { now.adding(seconds: $0) } : nil),
            "remaining": .int(remainingCount), "seconds_left": .number(secondsLeft),
            "stale": .int(stale), "unresolved_failures": .int(facts.unresolved.count),
            "gates": .array(
                verdicts.newestOfEachGate.map { verdict in
                    let standing = standings[verdict.gate] ?? .notEvaluated
                    return [
                        "gate": .int(verdict.gate), "passed": .bool(standing == .passed),
                        "status": .string(standing.rawValue), "scope": .string(verdict.scope),
                        "evaluated_at": .text(verdict.evaluatedAt),
                    ]
                }),
            "breakers": BreakerOutput(facts).json,
        ]
    }

    private var batchJSON: JSONValue {
        guard let batch else { return .null }
        return [
            "id": .string(batch.batchID), "status": .text(batchStatus), "started_at": .text(batch.createdAt),
            "requested": .int(batch.requested), "done": .int(count(batch.done) { $0.isSuccess }),
            "failed": .int(count(batch.failed) { $0 == .failed || $0 == .partial }),
            "blocked": .int(count(batch.blocked) { $0 == .blocked }),
        ]
    }

    var list: ResultList {
        ResultList(
            columns: ["phase", "total_dates", "complete_dates", "remaining", "completeness_pct", "gate_status"],
            rows: phases.map { phase, total, complete in
                [
                    .text(phase.label), .int(total), .int(complete), .int(total - complete),
                    .double(total == 0 ? 100 : 100 * Double(complete) / Double(total)), .text(gateStatus(phase)),
                ]
            })
    }

    var text: String {
        var text = TextTable(list).text
        if let batch, let batchStatus {
            text += "Batch \(batch.batchID): \(batchStatus), \(count(batch.done) { $0.isSuccess }) of "
            text += "\(batch.requested) steps done.\n"
        }
        for run in running.prefix(5) { text += "  running \(run.processorName) \(run.dataDate)\n" }
        if let rate = ratePerHour { text += "Rate: \(Int(rate.rounded())) partitions an hour.\n" }
        if remainingCount > 0 {
            let left = secondsLeft.map { ", about \(Duration.spelled(seconds: $0))" } ?? ""
            text += "Left: \(remainingCount) partitions\(left).\n"
        }
        return text + "Stale: \(stale). Unresolved failures: \(facts.unresolved.count).\n" + BreakerOutput(facts).text
    }
}
