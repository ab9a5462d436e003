import PipelineEngine

/// The lanes of one batch: whoever begins a stretch of dates goes on with the windows of whoever has ended one.
struct WorkingLanes {
    private let making: ProcessorLane.Making
    // By the stage's lane.
    private var busy: [Int: (processor: Int, lane: ProcessorLane)] = [:]
    // By processor.
    private var idle: [Int: [ProcessorLane]]

    /// Lanes made by `making`, beside those `kept` of an earlier batch.
    init(_ making: ProcessorLane.Making, kept: [Int: [ProcessorLane]]) {
        (self.making, idle) = (making, kept)
    }

    /// Where `assignment` is computed.
    mutating func lane(for assignment: Assignment) -> ProcessorLane {
        if let known = busy[assignment.lane] { return known.lane }
        let lane = idle[assignment.processor]?.popLast() ?? making.lane()
        busy[assignment.lane] = (assignment.processor, lane)
        return lane
    }

    /// Says that nothing is left to compute in the stage's lane of this number.
    mutating func finish(_ number: Int) {
        guard let ended = busy.removeValue(forKey: number) else { return }
        idle[ended.processor, default: []].append(ended.lane)
    }

    /// Every lane, by processor.
    var all: [Int: [ProcessorLane]] {
        busy.sorted { $0.key < $1.key }.reduce(into: idle) { $0[$1.value.processor, default: []].append($1.value.lane) }
    }
}
