import Dashboard
import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineRuntime

/// One reading of how everything stands, after the one before.
struct StandingReading: Sendable {
    // Seconds between two judgements of how gates stand while things change.
    private static let gateRest = 15.0
    private static let recentRuns = 1_000
    private static let recentBatches = 20
    private static let recentNotices = 20

    let session: Session
    /// The reading before; nil for the first.
    let before: Outcome?

    /// What was read.
    struct Outcome: Sendable {
        let standing: Standing
        fileprivate let mark: Mark
        fileprivate let gates: Judgement
    }

    // How verdicts stood when that was judged last.
    fileprivate struct Judgement: Sendable {
        let at: Timestamp
        let commit: Int
        let waivers: [String]
        let verdicts: [GateVerdict]
        let standings: [Int: GateStanding]
    }

    // What tells two readings apart, as far as pages show it.
    fileprivate struct Mark: Equatable, Sendable {
        let generation: Int?
        let commit: Int
        let leases: [String: Bool]
        let waivers: [String]
        let batches: [Batch]
        let notice: String?
        let gates: [Int: GateStanding]
    }

    /// Reads it; what says the same as before is the same standing. Away from whoever asks: they go on with the one before.
    @concurrent
    func outcome(at now: Timestamp) async throws -> Outcome {
        let ledger = try await session.ledger()
        let store = ledger.facts.store
        let batches = try await session.store.records(
            Batch.self, matching: RecordFilter().newest(by: "batch_id", limit: Self.recentBatches))
        let notices = try await session.store.records(
            Notice.self, matching: RecordFilter().newest(by: "created_at", limit: Self.recentNotices))
        let waivers = store.waivers.filter { $0.isActive(at: now) }.map(\.waiverID)
        let gates = try await gateJudgement(ledger, waivers, now)
        let mark = Mark(
            generation: store.generation, commit: store.commit,
            leases: Dictionary(store.leases.values.map { ($0.lease.runID, $0.isAlive) }) { $1 },
            waivers: waivers, batches: batches,
            notice: notices.first?.noticeID, gates: gates.standings)
        if let before, store.generation != nil, before.mark == mark {
            return Outcome(standing: before.standing, mark: mark, gates: gates)
        }
        let recent = try await session.recentRuns()
        let estimate = try await session.estimate(by: recent)
        let facts = try await facts(ledger)
        session.ledgers.keep(facts.ledger)
        let batchStandings = try await standings(of: batches, facts)
        let shown = batchStandings.first { $0.status == .running } ?? batchStandings.first
        let work = WorkStatus(facts, batch: shown, estimate: estimate, now: now)
        let standing = Standing(
            version: max(Int(now.microseconds), (before?.standing.version ?? 0) + 1), readAt: now, facts: facts,
            work: work, batches: batchStandings, gates: Self.told(gates), notices: notices,
            recentRuns: Dictionary(grouping: recent, by: \.processorName), estimate: estimate)
        return Outcome(standing: standing, mark: mark, gates: gates)
    }

    // Of runs those that pages show without asking for more: recent ones, and what did not end well.
    private func facts(_ ledger: Ledger) async throws -> ReportFacts {
        let recent = try await session.store.records(
            RunRecord.self,
            matching: RecordFilter.column("is_test", is: .bool(false)).newest(by: "created_at", limit: Self.recentRuns))
        let known = Set(recent.map(\.runID))
        let unsettled = ledger.facts.store.unsettledRuns.values.filter { !known.contains($0.runID) }
        let schedule = ledger.facts.schedule
        // What is shown of history is judged by the dates that count; what runs or has failed may be about the next games.
        return ReportFacts(
            ledger: ledger, dates: schedule.countingDates.within(ledger.facts.history),
            tables: session.catalog.tables.map(\.name), runs: recent + unsettled,
            runDates: schedule.countingDates.union(schedule.expectedDates))
    }

    private func standings(of batches: [Batch], _ facts: ReportFacts) async throws -> [WorkStatus.BatchStanding] {
        let workers = try await session.store.records(Worker.self, matching: RecordFilter())
        var standings: [WorkStatus.BatchStanding] = []
        for batch in batches {
            let outcomes = batch.status == .running ? try await outcomes(of: batch) : nil
            standings.append(
                WorkStatus.BatchStanding(batch, facts, outcomes: outcomes, worker: workers.worker(of: batch)))
        }
        return standings
    }

    // A running batch's own row is written at its end.
    private func outcomes(of batch: Batch) async throws -> [RunStatus: Int] {
        let id = batch.batchID.replacing("'", with: "''")
        let (_, rows) = try await session.store.query(
            "SELECT status, COUNT(*) FROM processor_run_history WHERE batch_id = '\(id)' GROUP BY status")
        var outcomes: [RunStatus: Int] = [:]
        for row in rows {
            guard case .text(let text) = row[0], let status = RunStatus(rawValue: text), case .int(let count) = row[1]
            else { continue }
            outcomes[status] = count
        }
        return outcomes
    }

    // Judging how verdicts stand reads all of run history: not at every change, but at once when there is a new verdict.
    private func gateJudgement(_ ledger: Ledger, _ waivers: [String], _ now: Timestamp) async throws -> Judgement {
        let dates = ledger.facts.schedule.countingDates.within(ledger.facts.history)
        let commit = ledger.facts.store.commit
        // A pass over a month says nothing about history.
        let newest = try await session.store.records(
            GateVerdict.self, matching: RecordFilter().newest(by: "evaluated_at")
        ).filter { $0.covers(dates) }.newestOfEachGate
        if let judged = before?.gates, judged.verdicts == newest, judged.waivers == waivers {
            let hasRested = now.seconds(since: judged.at) >= Self.gateRest
            if judged.commit == commit || !hasRested { return judged }
        }
        let reports = try await session.reportFacts(
            ledger, dates: dates, tables: session.catalog.tables.map(\.name), needs: [.runs])
        let standings = try await session.standings(of: newest, reports)
        return Judgement(at: now, commit: commit, waivers: waivers, verdicts: newest, standings: standings)
    }

    private static func told(_ judgement: Judgement) -> [Standing.GateStanding] {
        Gates.all.map(\.number).map { number in
            Standing.GateStanding(
                gate: number, status: (judgement.standings[number] ?? .notEvaluated).rawValue,
                verdict: judgement.verdicts.first { $0.gate == number })
        }
    }
}
