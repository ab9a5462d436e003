import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineRuntime

/// The state of the work as people and machines read it.
struct StatusOutput: CommandOutput {
    let work: WorkStatus
    let facts: ReportFacts
    let verdicts: [GateVerdict]
    /// How the newest verdict of each gate stands.
    let standings: [Int: GateStanding]
    /// Who works on it.
    let workers: [WorkerStanding]
    let now: Timestamp

    // How the gate after a phase stands.
    private func gateStatus(_ phase: Phase) -> String {
        (standings[phase.rawValue - 2] ?? .notEvaluated).rawValue
    }

    var json: JSONValue {
        [
            "batch": batchJSON, "phases": list.objects,
            "running": .array(
                work.running.map {
                    [
                        "processor_name": .text($0.processorName), "data_date": .text($0.dataDate),
                        "run_id": .string($0.runID), "since": .text($0.createdAt),
                    ]
                }),
            "rate_per_hour": .number(work.ratePerHour),
            "eta": .text(work.isRunning ? work.secondsLeft.map { now.adding(seconds: $0) } : nil),
            "remaining": .int(work.remainingCount), "seconds_left": .number(work.secondsLeft),
            "stale": .int(work.stale), "unresolved_failures": .int(facts.unresolved.count),
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
            "workers": .array(workers.map(Self.json)),
        ]
    }

    private static func json(_ standing: WorkerStanding) -> JSONValue {
        [
            "worker_id": .text(standing.worker.workerID), "host": .text(standing.worker.host),
            "pid": .int(standing.worker.pid), "alive": .bool(standing.isAlive),
            "started_at": .text(standing.worker.startedAt), "heartbeat_at": .text(standing.worker.heartbeatAt),
            "leases": .int(standing.leases), "done_last_hour": .int(standing.done),
        ]
    }

    private var workersText: String {
        workers.map { standing in
            let work = standing.earliest.map { "at \($0), \(standing.leases.counted("lease"))" } ?? "waiting"
            let state = standing.isAlive ? work : "dead, \(standing.leases.counted("lease")) to be taken over"
            return
                "Worker \(standing.worker.workerID) on \(standing.worker.host): \(state); \(standing.done) done in the "
                + "last hour.\n"
        }.joined()
    }

    private var batchJSON: JSONValue {
        guard let shown = work.batch else { return .null }
        return [
            "id": .string(shown.batch.batchID), "status": .string(shown.status.rawValue),
            "started_at": .text(shown.batch.createdAt), "requested": .int(shown.batch.requested),
            "done": .int(shown.done), "failed": .int(shown.failed), "blocked": .int(shown.blocked),
        ]
    }

    var list: ResultList {
        ResultList(
            columns: ["phase", "total_dates", "complete_dates", "remaining", "completeness_pct", "gate_status"],
            rows: work.phases.map { standing in
                [
                    .text(standing.phase.label), .int(standing.total), .int(standing.complete),
                    .int(standing.total - standing.complete), .double(standing.completenessPct),
                    .text(gateStatus(standing.phase)),
                ]
            })
    }

    var text: String {
        var text = TextTable(list).text
        if let shown = work.batch {
            text += "Batch \(shown.batch.batchID): \(shown.status.rawValue), \(shown.done) of "
            text += "\(shown.batch.requested) steps done.\n"
        }
        for run in work.running.prefix(5) { text += "  running \(run.processorName) \(run.dataDate)\n" }
        text += workersText
        if let rate = work.ratePerHour { text += "Rate: \(Int(rate.rounded())) partitions an hour.\n" }
        if work.remainingCount > 0 {
            let left = work.secondsLeft.map { ", about \(Duration.spelled(seconds: $0))" } ?? ""
            text += "Left: \(work.remainingCount) partitions\(left).\n"
        }
        return text + "Stale: \(work.stale). Unresolved failures: \(facts.unresolved.count).\n"
            + BreakerOutput(facts).text
    }
}
