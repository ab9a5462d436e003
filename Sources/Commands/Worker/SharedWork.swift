import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineRuntime

/// One worker's part in a backfill that any number of workers share.
///
/// It works in rounds. A round plans everything that is incomplete, whoever holds it, and goes through the stages; it ends
/// when every step has ended in somebody's hands, or a gate holds.
struct SharedWork {
    /// Game dates that one worker computes while others are at other ones: a month, more or less. Fewer would have the
    /// windows of a season read more often, more would have the last worker waited for longer.
    static let datesPerBlock = 32
    // Seconds between two looks for work, where a store tells of commits and where it does not.
    private static let look = (told: 30.0, untold: 2.0)
    // Seconds after which a round is made though nothing was heard of: a waiver may have ended.
    private static let longestWait = 300.0
    // Seconds without a commit after which an import counts as ended.
    private static let quiet = 2.0

    let session: Session
    /// Phases worked on; all of them go in stages, behind the gates.
    let target: BackfillTarget
    let scope: DateScope
    let options: BatchOptions
    let format: FormatOptions
    let verbosity: Verbosity
    /// Whether it ends when nothing is left to do.
    let endsWhenIdle: Bool

    /// Works until somebody asks to stop, or until idle; to be called where signals ask to stop.
    func run() async throws -> ExitStatus {
        let stop = Invocation.current.stop
        var record = WorkRecord()
        var wait = StoreWait(verbosity: verbosity)
        while stop.demand == .none {
            let hindrance = try await registered(&record)
            guard let hindrance, stop.demand == .none else { break }
            if hindrance.code == .leaseLost {
                tell("this worker was taken for dead, and others do what it held; it registers anew")
                continue
            }
            if record.hasJustWorked { wait.begin() }
            try await wait.pass(hindrance)
        }
        return finish(record)
    }

    // Rounds as a registered worker.
    //
    // Returns why it has to begin anew; nil when it has ended.
    private func registered(_ record: inout WorkRecord) async throws -> WarehouseError? {
        record.hasJustWorked = false
        let worker = WorkerSession(session: session, verbosity: verbosity, name: "worker")
        do {
            let (outcome, ending) = try await worker.work { [record] tools in await rounds(tools, record) }
            record = outcome.record
            switch outcome.end {
            case .done: return ending
            case .hindered(let error): return error
            case .failed(let error): throw error
            }
        } catch let error as WarehouseError {
            return error
        }
    }

    private struct Rounds: Sendable {
        enum End: Sendable {
            case done
            /// By the store, which may be there again.
            case hindered(WarehouseError)
            case failed(any Error)
        }

        let record: WorkRecord
        let end: End
    }

    private func rounds(_ tools: WorkerSession.Tools, _ earlier: WorkRecord) async -> Rounds {
        var record = earlier
        let bell = Bell()
        let listener = session.store.telling { bell.ring() }
        defer { withExtendedLifetime(listener) {} }
        let watch = WorkWatch(
            session: session, worker: tools.runner.worker, bell: bell,
            pace: listener == nil ? Self.look.untold : Self.look.told,
            quiet: Self.quiet, longestWait: Self.longestWait)
        do {
            while Invocation.current.stop.demand == .none {
                try await session.store.compareClocks()
                let known = try await session.store.facts(counting: [])
                // Workers may be started before the first import.
                if endsWhenIdle || !known.states.isEmpty {
                    let round = try await round(tools)
                    record.add(round)
                    if let error = round.report.storeError { return Rounds(record: record, end: .hindered(error)) }
                    // What was done may let more be done, and meanwhile others may have written.
                    if round.hasMoved, !(endsWhenIdle && round.status == .success) { continue }
                }
                if endsWhenIdle { break }
                try await watch.change(since: known)
            }
            return Rounds(record: record, end: .done)
        } catch let error as WarehouseError {
            return Rounds(record: record, end: .hindered(error))
        } catch {
            return Rounds(record: record, end: .failed(error))
        }
    }

    private func round(_ tools: WorkerSession.Tools) async throws -> WorkRecord.Round {
        let ledger = try await session.ledger()
        let entries = session.catalog.steps.map { session.catalog.entries[$0.entry] }
        let names = entries.filter { target.phases.contains($0.phase) }.map(\.name)
        var request = PlanRequest(tables: names, dates: scope.dates(ledger.facts), stretch: scope.stretch)
        request.sharesWork = true
        var run = PlanRun(
            session: session, format: format, verbosity: verbosity, name: "worker", options: options)
        run.tools = tools
        let plan = try run.planned(request, ledger)
        var course = StagedOutcome()
        if target == .all {
            course = try await StagedBackfill(run: run, isShared: true).course(of: plan, request, ledger)
        } else {
            course.add(try await run.execute(plan, ledger, waits: true))
        }
        tell(course, of: tools)
        let status = course.report.status(Invocation.current.signals)
        return WorkRecord.Round(
            report: course.report, gates: course.gates, hasBegun: course.hasBegun, plan: plan,
            status: status == .success && course.isHeldUp ? .incomplete : status)
    }

    private func finish(_ record: WorkRecord) -> ExitStatus {
        var report = record.report
        report.wasInterrupted = Invocation.current.stop.demand > .none
        if let last = record.last {
            (report.planDigest, report.requested) = (last.plan.digest, last.report.requested)
            let run = PlanRun(session: session, format: format, verbosity: verbosity, name: "worker", options: options)
            var batch = run.output(report, of: last.plan)
            batch.isHeldUp = last.gates.contains { !$0.hasPassed }
            format.print(StagedOutput(batch: batch, gates: last.gates, hasBegun: last.hasBegun))
        }
        if report.wasInterrupted { return Invocation.current.signals.status }
        return record.last?.status ?? .success
    }

    private func tell(_ course: StagedOutcome, of tools: WorkerSession.Tools) {
        let total = course.report.total
        guard course.report.steps > 0 else { return }
        let gate = course.gates.last.map { "; gate \($0.number): \($0.status)" } ?? ""
        tell(
            "worker \(tools.runner.worker.workerID): \(total.done) done, \(total.doneElsewhere) by others, \(total.failed) "
                + "failed, \(total.blocked) blocked\(gate)")
    }

    private func tell(_ sentence: String) {
        if verbosity > .quiet { Invocation.current.console.err("backcourt: \(sentence)\n") }
    }
}

/// What a worker has done so far.
struct WorkRecord: Sendable {
    /// One pass over everything that was incomplete.
    struct Round: Sendable {
        let report: BatchReport
        let gates: [StagedOutcome.Gate]
        /// Whether any stage was let through.
        let hasBegun: Bool
        let plan: Plan
        let status: ExitStatus

        /// Whether partitions were computed, here or by others.
        var hasMoved: Bool { report.total.done + report.total.doneElsewhere > 0 }
    }

    /// What all rounds did, and how the last one left the rest.
    private(set) var report = BatchReport()
    private(set) var last: Round?
    /// Whether steps were done since this was last set to false.
    var hasJustWorked = false

    mutating func add(_ round: Round) {
        report.forgetWhatWasLeft()
        report.add(round.report)
        last = round
        hasJustWorked = hasJustWorked || round.report.total.done > 0
    }
}
