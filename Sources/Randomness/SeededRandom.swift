/// Steele, Lea and Flood's SplitMix64: the same numbers for the same seed on every platform.
///
/// Everything drawn here rests on integers and on + − × ÷ of doubles, never on what the standard library makes of a
/// generator, so that a seed written down today means the same for ever. A property test names its seed in the
/// failure, so that the failure can be run again.
public struct SeededRandom: RandomNumberGenerator, Hashable, Sendable {
    private var state: UInt64

    /// A generator whose whole state is `seed`.
    public init(seed: UInt64) {
        state = seed
    }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mixed(state)
    }

    private static func mixed(_ bits: UInt64) -> UInt64 {
        var mixed = bits
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A generator of its own for the part of the work called `path`; what is drawn elsewhere does not move it.
    ///
    /// The same path of the same generator gives the same numbers; this generator stays where it is.
    public func branch(_ path: UInt64...) -> SeededRandom {
        var seed = Self.mixed(state ^ 0x6A09_E667_F3BC_C908)
        for step in path { seed = Self.mixed(seed &+ 0x9E37_79B9_7F4A_7C15 &* (step &+ 1)) }
        return SeededRandom(seed: seed)
    }
}

extension SeededRandom {
    /// A number of `range`, each as likely as the others.
    public mutating func int(_ range: ClosedRange<Int>) -> Int {
        let count = UInt64(bitPattern: Int64(range.upperBound)) &- UInt64(bitPattern: Int64(range.lowerBound)) &+ 1
        // Lemire's method: the high half of a product is even once the low half is not too small.
        guard count > 0 else { return Int(truncatingIfNeeded: next()) }
        var product = next().multipliedFullWidth(by: count)
        if product.low < count {
            let threshold = (0 &- count) % count
            while product.low < threshold { product = next().multipliedFullWidth(by: count) }
        }
        return Int(truncatingIfNeeded: UInt64(bitPattern: Int64(range.lowerBound)) &+ product.high)
    }

    /// True in `percent` of 100 cases.
    public mutating func chance(_ percent: Int) -> Bool {
        int(1...100) <= percent
    }

    /// A number from 0 up to, not including, 1.
    public mutating func unit() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// True with this probability; never at 0, always at 1.
    public mutating func happens(_ probability: Double) -> Bool {
        unit() < probability
    }

    /// A number around 0 with standard deviation 1, very nearly normal; never beyond ±6.
    public mutating func normal() -> Double {
        // Twelve even numbers have variance 1; sixteen bits are fine enough for each.
        var sum: UInt64 = 0
        for _ in 0..<3 {
            let bits = next()
            sum += (bits & 0xFFFF) + (bits >> 16 & 0xFFFF) + (bits >> 32 & 0xFFFF) + (bits >> 48)
        }
        return Double(sum) / 65_536 - 6 + 6 / 65_536
    }

    /// A position of `weights`, which are 0 or more, as likely as its weight; the last one when all are 0.
    public mutating func index(weighing weights: some RandomAccessCollection<Double>) -> Int {
        var rest = unit() * weights.reduce(0, +)
        for (index, weight) in weights.enumerated() {
            rest -= weight
            if rest < 0 { return index }
        }
        return weights.count - 1
    }

    /// One of `elements`, nil when there are none.
    public mutating func element<Element>(of elements: some RandomAccessCollection<Element>) -> Element? {
        guard !elements.isEmpty else { return nil }
        return elements[elements.index(elements.startIndex, offsetBy: int(0...elements.count - 1))]
    }

    /// The elements in an order of chance, each order as likely as the others.
    public mutating func shuffled<Element>(_ elements: some Sequence<Element>) -> [Element] {
        var shuffled = Array(elements)
        for last in shuffled.indices.dropFirst().reversed() { shuffled.swapAt(last, int(0...last)) }
        return shuffled
    }
}
