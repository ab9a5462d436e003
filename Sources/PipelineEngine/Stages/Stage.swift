public import PipelineModel
import ContentDigest
public import GameCalendar

/// Executes a plan as a value: told what happened, it says what to do next.
///
/// Each processor's steps run one at a time in date order; different processors run side by side. A step starts when
/// every step its inputs come from has ended, is checked once more, and is blocked when a required input fell short.
/// Where workers share a plan, its dates are cut into blocks: a worker goes past those that another one is at.
/// The stage owns every rule; the runtime owns tasks, time and the store.
public struct Stage: Sendable {
    enum Progress: Hashable, Sendable {
        case waiting, claimed, running, ended
        /// Held by another worker when it was last asked for.
        case elsewhere
    }

    /// The plan being executed.
    public let plan: Plan
    /// How partitions stand now.
    public internal(set) var ledger: Ledger
    let catalog: Catalog
    var blocks: StageBlocks
    var breakers: [Breaker]
    var progress: [Progress]
    var indexOf: [Partition: Int] = [:]
    private var resolutions: [StepResolution] = []
    // Processors whose tables are read by a planned step without being planned on every date themselves.
    private let doubtful: [Int]
    /// Whether nothing more may be claimed or started.
    public private(set) var isStopping = false
    /// Failures of this batch by partition, for the defensive checks.
    var failures: Set<Partition> = []

    /// A stage that has done nothing yet. `ledger` holds the facts the plan was made from.
    ///
    /// - Parameter datesPerBlock: how many dates are one worker's where several share the plan; nil for all of them.
    public init(_ plan: Plan, ledger: Ledger, datesPerBlock: Int? = nil) {
        self.plan = plan
        self.ledger = ledger
        catalog = ledger.catalog
        blocks = StageBlocks(plan, ledger.catalog, datesPerBlock: datesPerBlock)
        breakers = Array(repeating: Breaker(), count: catalog.steps.count)
        progress = Array(repeating: .waiting, count: plan.steps.count)
        for (index, step) in plan.steps.enumerated() { indexOf[step.partition] = index }
        doubtful = ledger.catalog.steps.indices.filter { [blocks] processor in
            blocks.lanesOfProcessor[processor].reduce(0) { $0 + blocks.lanes[$1].steps.count }
                < ledger.expectedDates(of: ledger.catalog.steps[processor].entry).count
        }
    }

    /// Whether every step has ended.
    public var isFinished: Bool { blocks.lanes.allSatisfy(\.isFinished) }

    /// Whether every step of the lane that an assignment names has ended.
    public func isFinished(lane: Int) -> Bool { blocks.lanes[lane].isFinished }

    /// No step at work now reads a window's next date before this one; nil when nothing is left.
    ///
    /// Lanes of a later phase that have not begun do not count, nor blocks that nothing is leased of: they will read what
    /// they need from the store.
    public var earliestDateAtWork: GameDate? {
        let atWork = blocks.blocks.filter { $0.atWork > 0 || blocks.blocks.count == 1 }
        let open = atWork.flatMap(\.lanes).map { blocks.lanes[$0] }.filter { !$0.isFinished }
        let phase = open.map { plan.steps[$0.steps[$0.head]].phase }.min()
        return open.compactMap { lane in
            guard lane.head > 0 || plan.steps[lane.steps[0]].phase == phase else { return nil }
            return plan.steps[lane.steps[max(0, lane.head - 1)]].partition.date
        }.min()
    }

    /// The processor of a step.
    func processor(of index: Int) -> Int { blocks.lanes[blocks.placeOfStep[index].lane].processor }

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
        let lane = blocks.placeOfStep[index].lane
        if progress[index] == .claimed || progress[index] == .running {
            blocks.blocks[blocks.lanes[lane].block].atWork -= 1
        }
        if progress[index] == .running { blocks.lanes[lane].isRunning = false }
        progress[index] = .ended
        ledger.forget(catalog.steps[blocks.lanes[lane].processor].entry, on: plan.steps[index].partition.date)
        while !blocks.lanes[lane].isFinished, progress[blocks.lanes[lane].steps[blocks.lanes[lane].head]] == .ended {
            blocks.lanes[lane].head += 1
        }
        blocks.lanes[lane].unclaimed = max(blocks.lanes[lane].unclaimed, blocks.lanes[lane].head)
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
    /// The next leased step that can be computed now, nil when none can.
    public mutating func nextStart() -> Assignment? {
        guard !isStopping else { return nil }
        var best: Int?
        for block in blocks.blocks where block.atWork > 0 {
            for lane in block.lanes {
                if let index = startable(of: lane), best.map({ index < $0 }) ?? true { best = index }
            }
        }
        guard let index = best else { return nil }
        progress[index] = .running
        blocks.lanes[blocks.placeOfStep[index].lane].isRunning = true
        return assignment(index)
    }

    // The first step of a lane that is not another worker's, if it is leased and its upstream has ended; leased ones that
    // must not run end here.
    private mutating func startable(of lane: Int) -> Int? {
        guard !blocks.lanes[lane].isRunning else { return nil }
        var place = blocks.lanes[lane].head
        while place < blocks.lanes[lane].steps.count {
            let index = blocks.lanes[lane].steps[place]
            switch progress[index] {
            case .ended, .elsewhere: place += 1
            case .waiting, .running: return nil
            case .claimed:
                guard areInputsEnded(index) else { return nil }
                guard let exclusion = exclusionAtStart(index) else { return index }
                resolve(index, exclusion)
            }
        }
        return nil
    }

    private mutating func assignment(_ index: Int) -> Assignment {
        let step = plan.steps[index]
        let lane = blocks.placeOfStep[index].lane
        let processor = blocks.lanes[lane].processor
        let description = catalog.steps[processor]
        var loads: [Assignment.Load] = []
        for input in description.inputs where step.reason != .obsolete {
            loads.append(
                Assignment.Load(
                    input: input.input, lineage: ledger.lineage(input, on: step.partition.date),
                    stretches: ledger.stretches(of: input, on: step.partition.date),
                    ahead: ahead(of: input, blocks.lanes[lane])))
        }
        return Assignment(
            step: step, processor: processor, lane: lane, loads: loads,
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

    private func ahead(of input: Catalog.ResolvedInput, _ lane: StageLane) -> [(date: GameDate, digest: Digest)] {
        let base = catalog.entries[catalog.base(of: input.source)]
        guard base.calendar != .single, base.phase < catalog.entries[catalog.steps[lane.processor].entry].phase else {
            return []
        }
        // A step's own date, too, is ahead of a window that ends before it.
        let own = input.input.lookback.includesDate ? 1 : 0
        let next = lane.steps[lane.head...].dropFirst(own).prefix(Self.readAhead - own)
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
