import ContentDigest
import GameCalendar
import PipelineEngine
public import PipelineModel

/// One plan being executed: asks the stage what to do, does it, and tells the stage what happened.
struct BatchExecution {
    /// What a task of the batch came back with.
    enum Event: Sendable {
        case claimed([StepClaim], Result<ClaimReceipt, WarehouseError>)
        case computed(Assignment, Result<ComputedStep, StepFailure>)
        case refreshed(Assignment, Result<ClaimReceipt, WarehouseError>)
        case committed(OpenGroup, Result<Int, WarehouseError>)
        case waited
        case told
    }

    // Seconds between two looks at partitions that another worker holds, growing while nothing happens.
    private static let look = (least: 0.2, most: 2.0)

    let runner: BatchRunner
    let options: BatchOptions
    let stop: StopSwitch
    let progress: @Sendable (BatchProgress) -> Void
    let started: Timestamp
    let cache = PartitionCache()
    private let shapes: InputShapes
    var stage: Stage
    var runs: RunLedger
    var report = BatchReport()
    var batch = Batch()
    var lanes: WorkingLanes
    var unwritten: OpenGroup
    var seenCommit: Int
    var telling = Telling()
    // Partitions whose state somebody changed since the plan was made; those done here are among them.
    var changedInStore: Set<Partition> = []
    // Partitions left to living workers.
    var leftElsewhere: [Partition] = []
    // Breakers that a success would close.
    var openBreakers: [TableName: BreakerRecord] = [:]
    private var computing = 0
    private var isClaiming = false
    private var isWaiting = false
    private var secondsToLook = Self.look.least
    private var isCommitting = false
    private var claimedOpen = 0
    // How often each step was given its inputs anew.
    var retaken: [Partition: Int] = [:]

    init(
        runner: BatchRunner, plan: Plan, ledger: Ledger, options: BatchOptions, batchID: String, stop: StopSwitch,
        progress: @escaping @Sendable (BatchProgress) -> Void
    ) {
        self.runner = runner
        self.options = options
        self.stop = stop
        self.progress = progress
        started = runner.clock.now()
        stage = Stage(plan, ledger: ledger, datesPerBlock: options.datesPerBlock)
        let tables = Set(plan.steps.map(\.partition.table))
        shapes = InputShapes(of: tables.compactMap { runner.catalog.step(for: $0) }.flatMap(\.processor.inputs))
        seenCommit = ledger.facts.store.commit
        for breaker in ledger.facts.store.openBreakers { openBreakers[breaker.processorName] = breaker }
        lanes = WorkingLanes(
            ProcessorLane.Making(catalog: runner.catalog, clock: runner.clock, threads: options.jobs),
            kept: runner.shelf?.take() ?? [:])
        let correlation = options.correlationID ?? "backfill-\(batchID)"
        runs = RunLedger(
            batchID: batchID, correlationID: correlation, options: options, identifiers: runner.identifiers,
            now: runner.clock.now)
        unwritten = OpenGroup(at: started)
        report.batchID = batchID
        report.planDigest = plan.digest
        report.requested = plan.requested
        report.steps = plan.steps.count
        batch.batchID = batchID
        batch.command = options.command
        batch.mode = options.mode.label
        batch.createdAt = started
        batch.planDigest = plan.digest
        batch.requested = plan.steps.count
        batch.correlationID = correlation
    }

    /// Claims, computes and writes until nothing is left or the batch is stopped.
    mutating func execute() async {
        await withTaskGroup(of: Event.self) { group in
            startTelling(&group)
            while true {
                if stop.demand > .none { interrupt() }
                startClaim(&group)
                startComputing(&group)
                startCommit(&group)
                // What was put off is asked for again, though a group of later steps is leased and waits for it.
                if isIdle { startClaim(&group, beyondGroup: true) }
                guard let event = await group.next() else { break }
                handle(event, &group)
            }
        }
    }

    private mutating func interrupt() {
        report.wasInterrupted = true
        stage.stop()
    }

    private var isIdle: Bool { computing == 0 && !isClaiming && !isCommitting && !isWaiting }

    // The next group is leased while this one is computed and written, so that neither waits for the other.
    private var mayClaim: Bool { !isClaiming && !isWaiting && claimedOpen <= options.groupSize }

    private mutating func startClaim(_ group: inout TaskGroup<Event>, beyondGroup: Bool = false) {
        guard mayClaim || (beyondGroup && isIdle) else { return }
        let steps = stage.nextClaims(limit: beyondGroup ? 1 : options.groupSize)
        takeResolutions()
        guard !steps.isEmpty else {
            if stage.isPassingOver { lookAgainLater(&group) }
            return
        }
        let claims = steps.map { step in
            let description = runner.catalog.step(for: step.partition.table)
            let run = runs.begin(
                step, version: description?.processor.version ?? "", description?.configDigest ?? .absent)
            return StepClaim(partition: step.partition, run: run)
        }
        isClaiming = true
        let (store, worker, since, clock) = (runner.warehouse, runner.worker, seenCommit, runner.clock)
        group.addTask {
            let receipt = await clock.retrying { () async throws(WarehouseError) -> ClaimReceipt in
                try await store.claim(claims, by: worker, since: since, at: clock.now())
            }
            return .claimed(claims, receipt)
        }
    }

    private mutating func startComputing(_ group: inout TaskGroup<Event>) {
        while computing < options.jobs {
            guard let assignment = stage.nextStart() else { break }
            if assignment.step.reason == .obsolete {
                remove(assignment)
            } else {
                compute(assignment, &group)
            }
        }
        takeResolutions()
    }

    private mutating func compute(_ assignment: Assignment, after delay: Double = 0, _ group: inout TaskGroup<Event>) {
        let lane = lanes.lane(for: assignment)
        let loader = InputLoader(reader: runner.warehouse, cache: cache, shapes: shapes)
        computing += 1
        let (clock, stop) = (runner.clock, stop)
        group.addTask {
            if delay > 0 { await stop.pause(delay, on: clock) }
            return .computed(assignment, await lane.compute(assignment, with: loader))
        }
    }

    private mutating func startCommit(_ group: inout TaskGroup<Event>) {
        // When the store has given up, what is left is tried once more, when the batch closes.
        guard !isCommitting, report.storeError == nil, unwritten.steps > 0 else { return }
        guard unwritten.steps >= options.groupSize || computing == 0 || stage.isStopping else { return }
        isCommitting = true
        telling.written()
        let written = takeGroup()
        let (store, clock) = (runner.warehouse, runner.clock)
        group.addTask {
            let commit = await clock.retrying { () async throws(WarehouseError) -> Int in
                try await store.commit(written.changes)
            }
            return .committed(written, commit)
        }
    }

    private mutating func handle(_ event: Event, _ group: inout TaskGroup<Event>) {
        switch event {
        case .claimed(let claims, let result):
            isClaiming = false
            claimed(claims, result, &group)
        case .computed(let assignment, let result):
            computing -= 1
            defer { if stage.isFinished(lane: assignment.lane) { lanes.rest(stage) } }
            switch result {
            // What is not finished when the batch is cut short is given back when it closes.
            case _ where stop.demand == .now: break
            case .success(let computed): finished(computed)
            case .failure(let failure) where mayRetake(assignment, failure): refresh(for: assignment, &group)
            case .failure(let failure): failed(assignment, failure, &group)
            }
        case .refreshed(let assignment, let result):
            retake(assignment, result)
        case .committed(let written, let result):
            isCommitting = false
            claimedOpen -= written.changes.releasedLeases.count
            committed(written, result)
            startTelling(&group)
        case .waited:
            isWaiting = false
            stage.offerAgain()
        case .told:
            telling.isUnderWay = false
        }
    }

    private mutating func claimed(
        _ claims: [StepClaim], _ result: Result<ClaimReceipt, WarehouseError>, _ group: inout TaskGroup<Event>
    ) {
        switch result {
        case .failure(let error):
            for claim in claims { runs.forget(claim.partition) }
            surrender(error)
        case .success(let receipt):
            observe(receipt)
            if !receipt.changes.isEmpty || !receipt.granted.isEmpty { secondsToLook = Self.look.least }
            for claim in claims where receipt.granted.contains(claim.partition) {
                stage.claimed(claim.partition)
                claimedOpen += 1
            }
            let held = claims.map(\.partition).filter { !receipt.granted.contains($0) }
            for partition in held {
                runs.forget(partition)
                stage.putOff(partition)
            }
            if !held.isEmpty { mayGiveUp(held, receipt) }
            takeResolutions()
        }
    }

    // When all that is wanted first is another worker's and nothing was done here, the work is left to it.
    private mutating func mayGiveUp(_ held: [Partition], _ receipt: ClaimReceipt) {
        let didNothing = report.total == BatchReport.Counts(excluded: report.total.excluded)
        guard !options.waitsForOthers, receipt.granted.isEmpty, claimedOpen == 0, didNothing, unwritten.steps == 0
        else {
            return
        }
        report.hasGivenUp = true
        for partition in held { stage.leave(partition, to: receipt.heldElsewhere[partition]?.runID ?? "") }
    }

    // Other workers' partitions are looked at again after a while.
    private mutating func lookAgainLater(_ group: inout TaskGroup<Event>) {
        guard !stage.isStopping else { return }
        isWaiting = true
        let (clock, stop, seconds) = (runner.clock, stop, secondsToLook)
        secondsToLook = min(secondsToLook * 2, Self.look.most)
        group.addTask {
            await stop.pause(seconds, on: clock)
            return .waited
        }
    }

    private mutating func failed(_ assignment: Assignment, _ failure: StepFailure, _ group: inout TaskGroup<Event>) {
        let partition = assignment.step.partition
        let attempt = runs.running(partition)?.attempt ?? 1
        let decision = stage.failed(partition, failure.category, attempt: attempt)
        record(failure, of: assignment, decision)
        if case .retry(let delay) = decision {
            let description = runner.catalog.steps[assignment.processor]
            let run = runs.begin(
                assignment.step, version: description.processor.version, description.configDigest,
                attempt: attempt + 1)
            write(attempt: run)
            compute(assignment, after: delay, &group)
        }
        takeResolutions()
    }

    private mutating func committed(_ written: OpenGroup, _ result: Result<Int, WarehouseError>) {
        switch result {
        case .failure(let error):
            refused(written, error)
        case .success:
            report.add(written)
            evictPassedDates()
            if mayClaim { stage.offerAgain(whereBegun: true) }
            let last = written.endings.last?.run
            progress(
                BatchProgress(
                    ended: stepsEnded, steps: report.steps,
                    latest: last.map(\.partition),
                    elapsed: runner.clock.now().seconds(since: started), finished: written.endings.map(\.run)))
        }
    }

    // What is not written yet stays at hand: nobody could read it from the store.
    private func evictPassedDates() {
        let unwrittenDates = unwritten.changes.partitions.map(\.state.gameDate)
        if let date = (unwrittenDates + [stage.earliestDateAtWork].compactMap(\.self)).min() {
            cache.evict(before: date)
        }
    }
}

extension RuntimeClock {
    /// Repeats `body` while the store is busy or out of reach, with growing pauses, and once when its disk refuses.
    public func retrying<Value: Sendable>(
        _ body: () async throws(WarehouseError) -> Value
    ) async -> Result<Value, WarehouseError> {
        var attempt = 1
        while true {
            do throws(WarehouseError) {
                return .success(try await body())
            } catch {
                guard attempt < Backoff.attempts(at: error.category) else { return .failure(error) }
                await pause(Backoff.delay(afterAttempt: attempt, seed: UInt64(attempt)))
                attempt += 1
            }
        }
    }
}
