import GameCalendar
import PipelineModel

/// The steps of one processor in one block, in date order.
struct StageLane: Sendable {
    let processor: Int
    let block: Int
    var steps: [Int] = []
    /// The first step that has not ended.
    var head = 0
    /// The first step that has not been claimed.
    var unclaimed = 0
    /// Whether one of its steps is being computed. No other may be: they share the windows of their inputs.
    var isRunning = false

    /// Whether every step has ended.
    var isFinished: Bool { head == steps.count }
}

/// Consecutive dates of a plan that one worker computes, as long as no other is at them.
struct StageBlock: Sendable {
    /// One per processor that has steps here, in the order of their first steps.
    var lanes: [Int] = []
    /// Steps leased or being computed.
    var atWork = 0
    /// Whether another worker was found at work here, and nobody has looked again since.
    var isPassedOver = false
}

/// A plan's steps, cut by processor and by dates.
struct StageBlocks: Sendable {
    var lanes: [StageLane] = []
    var blocks: [StageBlock] = []
    /// The lane of each step, and its place there.
    private(set) var placeOfStep: [(lane: Int, place: Int)] = []
    /// Each processor's lanes, earliest first.
    private(set) var lanesOfProcessor: [[Int]]

    /// Cuts `plan` into blocks of so many dates of one phase; nil for a single block.
    init(_ plan: Plan, _ catalog: Catalog, datesPerBlock: Int?) {
        lanesOfProcessor = Array(repeating: [], count: catalog.steps.count)
        var cut = BlockCut(datesPerBlock: datesPerBlock)
        var laneOfProcessor: [Int: Int] = [:]
        for (index, step) in plan.steps.enumerated() {
            guard let entry = catalog.entry(step.partition.table), case .processor(let processor) = entry.role else {
                preconditionFailure("\(step.partition) has no processor")
            }
            if cut.begins(with: step) {
                blocks.append(StageBlock())
                laneOfProcessor = [:]
            }
            let lane = laneOfProcessor[processor] ?? addLane(of: processor)
            laneOfProcessor[processor] = lane
            placeOfStep.append((lane, lanes[lane].steps.count))
            lanes[lane].steps.append(index)
        }
    }

    private mutating func addLane(of processor: Int) -> Int {
        let block = blocks.count - 1
        lanes.append(StageLane(processor: processor, block: block))
        blocks[block].lanes.append(lanes.count - 1)
        lanesOfProcessor[processor].append(lanes.count - 1)
        return lanes.count - 1
    }
}

/// Where one block ends and the next begins.
private struct BlockCut {
    let datesPerBlock: Int?
    private var phase: Phase?
    private var date: GameDate?
    private var dates = 0

    init(datesPerBlock: Int?) { self.datesPerBlock = datesPerBlock }

    /// Whether a block begins with `step`, the next one in plan order.
    mutating func begins(with step: PlannedStep) -> Bool {
        guard let phase, let datesPerBlock else {
            defer { (phase, date, dates) = (step.phase, step.partition.date, 1) }
            return phase == nil
        }
        guard step.partition.date != date || step.phase != phase else { return false }
        date = step.partition.date
        dates += 1
        guard step.phase != phase || dates > datesPerBlock else { return false }
        (self.phase, dates) = (step.phase, 1)
        return true
    }
}
