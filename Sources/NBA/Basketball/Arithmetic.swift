/// `numerator / denominator`; NULL when either is NULL or the denominator is 0.
@inline(__always)
package func quotient(_ numerator: Double?, over denominator: Double?) -> Double? {
    guard let numerator, let denominator, denominator != 0 else { return nil }
    return numerator / denominator
}

/// Games a window of `size` must hold before it gives a number: half of it, rounded up.
///
///     size      3  5  7  10  15  20
///     minimum   2  3  4   5   8  10
@inline(__always)
package func minimumGames(inWindowOf size: Int) -> Int {
    (size + 1) / 2
}

/// Value number ⌈k/2⌉ of `values` in ascending order, so the result is always one of them; NULL when there are none.
package func lowerMedian(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.sorted()[(values.count - 1) / 2]
}

extension RandomAccessCollection where Index == Int {
    /// Sum from 0.0 in the collection's order; the order is part of the result.
    @inline(__always)
    package func sum(_ value: (Element) -> Double) -> Double {
        var sum: Double = 0.0
        for index in startIndex..<endIndex { sum += value(self[index]) }
        return sum
    }

    /// Sum divided by count; NULL below `minimum` elements, and when there are none.
    @inline(__always)
    package func mean(minimum: Int, _ value: (Element) -> Double) -> Double? {
        count < minimum ? nil : quotient(sum(value), over: Double(count))
    }

    /// Sample standard deviation around `mean`, in a second pass; NULL below two elements.
    @inline(__always)
    package func sampleDeviation(from mean: Double, _ value: (Element) -> Double) -> Double? {
        guard count > 1 else { return nil }
        let squares = sum { element in
            let distance = value(element) - mean
            return distance * distance
        }
        return (squares / Double(count - 1)).squareRoot()
    }
}

/// `value` kept within ±`bound`.
@inline(__always)
package func clamped(_ value: Double, within bound: Double) -> Double {
    min(max(value, -bound), bound)
}
