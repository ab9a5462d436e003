import Rehearsal

/// One thing measured, several times, and what it must stay under.
struct Measurement {
    /// What is measured.
    let name: String
    /// The command as a person would type it.
    let command: String
    /// Greatest median allowed, in seconds; nil when nothing is promised.
    var bound: Double?
    /// Greatest resident size allowed, in bytes; nil when nothing is promised.
    var memoryBound: Int? = 300 << 20
    private(set) var seconds: [Double] = []
    private(set) var processorSeconds: [Double] = []
    private(set) var peakBytes = 0

    init(_ name: String, _ command: String, bound: Double?) {
        self.name = name
        self.command = command
        self.bound = bound
    }

    /// Takes one run.
    mutating func add(_ outcome: ChildProcess.Outcome) { add([outcome]) }

    /// Takes one run of several commands, one after the other; `seconds` where something inside was measured.
    mutating func add(_ outcomes: [ChildProcess.Outcome], seconds inner: Double? = nil) {
        seconds.append(inner ?? outcomes.map(\.seconds).reduce(0, +))
        processorSeconds.append(outcomes.map(\.processorSeconds).reduce(0, +))
        peakBytes = max(peakBytes, outcomes.map(\.peakBytes).max() ?? 0)
    }

    var median: Double { Self.median(seconds) }
    var medianProcessorSeconds: Double { Self.median(processorSeconds) }

    /// Whether time and memory are within their bounds; nil when nothing is promised.
    var isMet: Bool? {
        guard bound != nil || memoryBound != nil else { return nil }
        return median < bound ?? .infinity && peakBytes < memoryBound ?? .max
    }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return 0 }
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }
}
