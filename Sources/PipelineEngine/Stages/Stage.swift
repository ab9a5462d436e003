public import PipelineModel
import ContentDigest
public import GameCalendar

/// Executes a plan as a value: told what happened, it says what to do next.
///
/// Each processor's steps run one at a time in date order; different processors run side by side. A step starts when
/// every step its inputs come from has ended, is checked once more, and is blocked when a required input fell short.
/// The stage owns every rule; the runtime owns tasks, time and the store.
public struct Stage: Sendable {
    enum Progress: Hashable, Sendable {
        case waiting, claimed, running, ended
    }

    struct Lane: Sendable {
        var steps: [Int] = []
        /// The first step that has not ended.
        var head = 0
        /// The first step that has not been claimed.
        var unclaimed = 0
        var breaker = Breaker()
    }

    /// The plan being executed.
    public let plan: Plan
    /// How partitions stand now.
    public internal(set) var ledger: Ledger
    let catalog: Catalog
    var lanes: [Lane]
    var progress: [Progress]
    let laneOfStep: [Int]
    var indexOf: [Partition: Int] = [:]
    private var resolutions: [StepResolution] = []
    // Processors whose tables are read by a planned step without being planned on every date themselves.
    private let doubtful: [Int]
    /// Whether nothing more may be claimed or started.
    public private(set) var isStopping = false
    /// Failures of this batch by partition, for the defensive checks.
    var failures: Set<Partition> = []

    /// A stage that has done nothing yet. `ledger` holds the facts the plan was made from.
    public init(_ plan: Plan, ledger: Ledger) {
        self.plan = plan
        self.ledger = ledger
        catalog = ledger.catalog
        lanes = Array(repeating: Lane(), count: catalog.steps.count)
        progress = Array(repeating: .waiting, count: plan.steps.count)
        var laneOfStep: [Int] = []
        var counts = Array(repeating: 0, count: catalog.steps.count)
        for (index, step) in plan.steps.enumerated() {
            guard let entry = ledger.catalog.entry(step.partition.table), case .processor(let lane) = entry.role else {
                preconditionFailure("\(step.partition) has no processor")
            }
            lanes[lane].steps.append(index)
            laneOfStep.append(lane)
            counts[lane] += 1
            indexOf[step.partition] = index
        }
        self.laneOfStep = laneOfStep
        doubtful = ledger.catalog.steps.indices.filter { lane in
            counts[lane] < ledger.expectedDates(of: ledger.catalog.steps[lane].entry).count
        }
    }

    /// Whether every step has ended.
    public var isFinished: Bool { lanes.allSatisfy { $0.head == $0.steps.count } }

    /// No step at work now reads a window's next date before this one; nil when nothing is left.
    ///
    /// Lanes of a later phase that have not begun do not count: they will read what they need from the store.
    public var earliestDateAtWork: GameDate? {
        let open = lanes.filter { $0.head < $0.steps.count }
        let phase = open.map { plan.steps[$0.steps[$0.head]].phase }.min()
        return open.compactMap { lane in
            guard lane.head > 0 || plan.steps[lane.steps[0]].phase == phase else { return nil }
            return plan.steps[lane.steps[max(0, lane.head - 1)]].partition.date
        }.min()
    }

    /// Ends claiming and starting; what runs may finish.
    public mutating func stop() { isStopping = true }

    /// Steps that ended without being computed since this was last asked.
    public mutating func takeResolutions() -> [StepResolution] {
        defer { resolutions = [] }
        return resolutions
    }

    /// Steps that were leased and not started; a stopping batch gives them back.
    public var claimedButNotStarted: [PlannedStep] {
        progress.indices.filter { progress[$0] == .claimed }.map { plan.steps[$0] }
    }

    /// Enters a change another worker or an import made.
    public mutating func observe(_ state: PartitionState) {
        guard indexOf[state.partition].map({ progress[$0] != .running }) ?? true else { return }
        let before = catalog.position(of: state.tableName).flatMap { ledger.state($0, on: state.gameDate) }
        guard before?.withoutCommit != state.withoutCommit else { return }
        ledger.record(state)
        doubtConsumers(of: state.partition)
    }

    mutating func end(_ index: Int) {
        progress[index] = .ended
        let partition = plan.steps[index].partition
        ledger.forget(catalog.steps[laneOfStep[index]].entry, on: partition.date)
        let lane = laneOfStep[index]
        while lanes[lane].head < lanes[lane].steps.count, progress[lanes[lane].steps[lanes[lane].head]] == .ended {
            lanes[lane].head += 1
        }
        lanes[lane].unclaimed = max(lanes[lane].unclaimed, lanes[lane].head)
    }

    mutating func resolve(_ index: Int, _ exclusion: Exclusion) {
        resolutions.append(
            StepResolution(step: plan.steps[index], exclusion: exclusion, wasClaimed: progress[index] == .claimed))
        end(index)
    }

    mutating func doubtConsumers(of partition: Partition) {
        guard !doubtful.isEmpty, let source = catalog.position(of: partition.table) else { return }
        for index in doubtful
        where catalog.steps[index].inputs.contains(where: { catalog.base(of: $0.source) == source }) {
            ledger.doubt(catalog.steps[index].entry, from: partition.date)
        }
    }
}

extension Stage {
    /// The next steps to lease, at most `limit`, in plan order as far as they can be decided.
    ///
    /// A step that is sure to run is leased once its upstream is leased, so that the earliest leased step can always
    /// start; one that may turn out to be up to date waits until its upstream has ended and may end here as cut off.
    public mutating func nextClaims(limit: Int) -> [PlannedStep] {
        var claims: [PlannedStep] = []
        while !isStopping, claims.count < limit, let index = nextDecidable() {
            let lane = laneOfStep[index]
            if let exclusion = exclusionAtClaim(index) {
                resolve(index, exclusion)
                continue
            }
            lanes[lane].unclaimed += 1
            claims.append(plan.steps[index])
        }
        return claims
    }

    private mutating func nextDecidable() -> Int? {
        var best: Int?
        for number in lanes.indices {
            skipClaimed(in: number)
            let lane = lanes[number]
            guard lane.unclaimed < lane.steps.count else { continue }
            let index = lane.steps[lane.unclaimed]
            guard best.map({ index < $0 }) ?? true else { continue }
            let isSure = plan.steps[index].reason.isDefinite && areInputsClaimed(index)
            if lane.breaker.isOpen || isSure || areInputsEnded(index) { best = index }
        }
        return best
    }

    // A claim that was put off leaves claimed steps behind it.
    private mutating func skipClaimed(in lane: Int) {
        while lanes[lane].unclaimed < lanes[lane].steps.count,
            progress[lanes[lane].steps[lanes[lane].unclaimed]] != .waiting
        {
            lanes[lane].unclaimed += 1
        }
    }

    private mutating func exclusionAtClaim(_ index: Int) -> Exclusion? {
        if lanes[laneOfStep[index]].breaker.isOpen { return .breakerOpen }
        guard areInputsEnded(index) else { return nil }
        return exclusionAtStart(index)
    }

    // What keeps a step whose upstream has ended from running.
    private mutating func exclusionAtStart(_ index: Int) -> Exclusion? {
        if lanes[laneOfStep[index]].breaker.isOpen { return .breakerOpen }
        let step = plan.steps[index]
        if step.reason == .obsolete { return nil }
        let missing = shortfall(index)
        if !missing.isEmpty { return .missingUpstream(missing) }
        switch step.reason {
        case .forced, .contentMismatch, .obsolete: return nil
        case .retry where ledger.facts.store.hasFailed(step.partition): return nil
        case .missing, .partial, .stale, .upstreamStale, .retry:
            let entry = catalog.steps[laneOfStep[index]].entry
            return ledger.reconsider(entry, on: step.partition.date) == .complete ? .alreadyComplete : nil
        }
    }

    /// Says that `partition` is leased and its running row is written.
    public mutating func claimed(_ partition: Partition) {
        guard let index = indexOf[partition] else { return }
        progress[index] = .claimed
    }

    /// Says that a started step found its inputs changed by somebody else: it is offered again, with what is known now.
    public mutating func retake(_ partition: Partition) {
        guard let index = indexOf[partition], progress[index] == .running else { return }
        progress[index] = .claimed
    }

    /// Says that a living worker holds `partition`: the step is offered again, and ends as already complete when the
    /// other worker has finished it by then.
    public mutating func putOff(_ partition: Partition) {
        guard let index = indexOf[partition], progress[index] != .ended else { return }
        progress[index] = .waiting
        let lane = laneOfStep[index]
        guard let place = lanes[lane].steps.firstIndex(of: index) else { return }
        lanes[lane].unclaimed = min(lanes[lane].unclaimed, place)
    }

    /// Leaves everything that is not done to the worker that holds `partition` for `run`, and stops.
    public mutating func leave(_ partition: Partition, to run: String) {
        stop()
        guard let index = indexOf[partition], progress[index] != .ended else { return }
        resolve(index, .runningElsewhere(run))
    }

    /// The next leased step that can be computed now, nil when none can.
    public mutating func nextStart() -> Assignment? {
        guard !isStopping else { return nil }
        var best: Int?
        for lane in lanes.indices {
            if let index = startableHead(of: lane), best.map({ index < $0 }) ?? true { best = index }
        }
        guard let index = best else { return nil }
        progress[index] = .running
        return assignment(index)
    }

    // The head of a lane if it is leased and its upstream has ended; heads that must not run end here.
    private mutating func startableHead(of lane: Int) -> Int? {
        while lanes[lane].head < lanes[lane].steps.count {
            let index = lanes[lane].steps[lanes[lane].head]
            guard progress[index] == .claimed, areInputsEnded(index) else { return nil }
            guard let exclusion = exclusionAtStart(index) else { return index }
            resolve(index, exclusion)
        }
        return nil
    }

    private mutating func assignment(_ index: Int) -> Assignment {
        let step = plan.steps[index]
        let description = catalog.steps[laneOfStep[index]]
        var loads: [Assignment.Load] = []
        for input in description.inputs where step.reason != .obsolete {
            loads.append(
                Assignment.Load(
                    input: input.input, lineage: ledger.lineage(input, on: step.partition.date),
                    stretches: ledger.stretches(of: input, on: step.partition.date),
                    ahead: ahead(of: input, lane: laneOfStep[index])))
        }
        return Assignment(
            step: step, processor: laneOfStep[index], loads: loads,
            previous: step.reason == .obsolete
                ? ledger.facts.store.states[step.partition] : ledger.state(description.entry, on: step.partition.date))
    }

    /// Says that an obsolete partition was taken away. Nothing reads a date the schedule does not expect.
    public mutating func removed(_ partition: Partition) {
        if let index = indexOf[partition] { end(index) }
    }
}

extension Stage {
    /// How many dates of tables that are finished are read at once: imported ones and those of earlier phases.
    private static let readAhead = 24

    private func ahead(of input: Catalog.ResolvedInput, lane: Int) -> [(date: GameDate, digest: Digest)] {
        let base = catalog.entries[catalog.base(of: input.source)]
        guard base.calendar != .single, base.phase < catalog.entries[catalog.steps[lane].entry].phase else { return [] }
        // A step's own date, too, is ahead of a window that ends before it.
        let own = input.input.lookback.includesDate ? 1 : 0
        let next = lanes[lane].steps[lanes[lane].head...].dropFirst(own).prefix(Self.readAhead - own)
        return next.compactMap { index in
            let date = plan.steps[index].partition.date
            return ledger.state(input.source, on: date).map { (date, $0.digest) }
        }
    }
}

extension PartitionState {
    /// The state as the worker knows it that computed it, before the store has numbered and stamped it.
    fileprivate var withoutCommit: PartitionState {
        var state = self
        (state.changedAtCommit, state.computedAtCommit) = (0, 0)
        state.updatedAt = Timestamp(microseconds: 0)
        return state
    }
}
