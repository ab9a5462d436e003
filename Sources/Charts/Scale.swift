/// A number line: which numbers it shows, where they lie, and which of them are written beside it.
public struct Scale: Hashable, Sendable {
    /// The least and the greatest number shown.
    public let range: ClosedRange<Double>
    /// Numbers to be written, ascending, evenly spaced, all in ``range``.
    public let ticks: [Double]
    /// Decimals that tell the ticks apart.
    public let decimals: Int

    /// A scale that shows every number of `values`, with 3 to 7 round ticks.
    ///
    ///     3, 96       0 20 40 60 80 100
    ///     4.21, 4.58  4.2 4.3 4.4 4.5 4.6
    ///     7           6 7 8
    ///
    /// - Parameter includesZero: whether 0 is shown although no value is near it.
    public init(_ values: some Sequence<Double>, includesZero: Bool = false) {
        let finite = values.filter(\.isFinite) + (includesZero ? [0] : [])
        let (least, greatest) = (finite.min() ?? 0, finite.max() ?? 1)
        let (low, high) = least < greatest ? (least, greatest) : (least - 1, greatest + 1)
        let (step, decimals) = Self.step((high - low) / 5)
        let first = (low / step).rounded(.down)
        let last = (high / step).rounded(.up)
        ticks = stride(from: first, through: last, by: 1).map { $0 * step }
        range = (first * step)...(last * step)
        self.decimals = decimals
    }

    /// Where `value` lies between `start` and `end`.
    public func position(of value: Double, from start: Double, to end: Double) -> Double {
        start + (end - start) * (value - range.lowerBound) / (range.upperBound - range.lowerBound)
    }

    // The round number nearest above `least`: 1, 2 or 5 times a power of ten, and the decimals it is written with.
    private static func step(_ least: Double) -> (Double, decimals: Int) {
        var (power, decimals) = (1.0, 0)
        while power > least {
            power /= 10
            decimals += 1
        }
        while power * 10 <= least { power *= 10 }
        for factor in [1.0, 2, 5] where factor * power >= least { return (factor * power, decimals) }
        return (10 * power, max(0, decimals - 1))
    }
}

extension Double {
    /// The number with so many decimals, with a point, whatever the language; half away from zero.
    public func written(decimals: Int) -> String {
        guard isFinite else { return "–" }
        var power = 1.0
        for _ in 0..<decimals { power *= 10 }
        let scaled = (magnitude * power).rounded(.toNearestOrAwayFromZero)
        guard scaled < 9e15 else { return description }
        let digits = String(Int(scaled))
        let sign = self < 0 && scaled > 0 ? "−" : ""
        guard decimals > 0 else { return sign + digits }
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        return "\(sign)\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
    }

    /// A coordinate: at most two decimals.
    var coordinate: String {
        let text = written(decimals: 2).replacing("−", with: "-")
        return text.hasSuffix(".00") ? String(text.dropLast(3)) : text
    }
}
