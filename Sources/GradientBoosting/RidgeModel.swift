/// A linear model of standardised numbers; one that is not known counts as the mean.
public struct RidgeModel: Hashable, Sendable {
    /// One column's part.
    struct Term: Hashable, Sendable {
        /// Mean of the known numbers.
        var mean = 0.0
        /// Their standard deviation over the population, and a trifle.
        var deviation = 1.0
        /// Mean of the standardised numbers over all rows, 0 where one is not known.
        var center = 0.0
        /// What one standard deviation is worth.
        var weight = 0.0

        /// Zero at the mean of the known numbers, and for one that is not known.
        @inline(__always)
        func standardised(_ value: Float) -> Double {
            value.isNaN ? 0 : (Double(value) - mean) / deviation
        }
    }

    /// Mean of the targets.
    public internal(set) var start: Double
    var terms: [Term]

    /// The model's number for each row of `matrix`, whose columns at `positions` it reads; nil for all.
    public func values(of matrix: FeatureMatrix, columns positions: [Int]? = nil) -> [Double] {
        let positions = positions ?? Array(0..<matrix.columns)
        return (0..<matrix.rows).map { row in
            var sum = start
            for (position, term) in zip(positions, terms) {
                let value = matrix.values[row * matrix.columns + position]
                sum += (term.standardised(value) - term.center) * term.weight
            }
            return sum
        }
    }

    /// The model's number for `row`, summed in the order of the columns.
    public func value(_ row: [Float]) -> Double {
        var sum = start
        for (column, term) in terms.enumerated() {
            sum += (term.standardised(row[column]) - term.center) * term.weight
        }
        return sum
    }
}

extension RidgeModel {
    private static let termSize = 32

    /// The model as bytes: start, number of columns, four doubles for each; little-endian.
    public var encoded: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(16 + Self.termSize * terms.count)
        func append(_ value: UInt64) {
            withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
        }
        append(start.bitPattern)
        append(UInt64(terms.count))
        for term in terms {
            for number in [term.mean, term.deviation, term.center, term.weight] { append(number.bitPattern) }
        }
        return bytes
    }

    /// Reads ``encoded``; nil for any other bytes, for other columns, and for numbers that are none.
    public init?(encoded bytes: [UInt8], columns: Int) {
        guard bytes.count == 16 + Self.termSize * columns else { return nil }
        let words: [UInt64] = (0..<bytes.count / 8).map { place in
            bytes.withUnsafeBytes {
                UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: 8 * place, as: UInt64.self))
            }
        }
        guard words[1] == UInt64(columns) else { return nil }
        let numbers = words.map { Double(bitPattern: $0) }
        guard numbers[0].isFinite, numbers.dropFirst(2).allSatisfy(\.isFinite) else { return nil }
        self.init(
            start: numbers[0],
            terms: (0..<columns).map { column in
                let first = 2 + 4 * column
                return Term(
                    mean: numbers[first], deviation: numbers[first + 1], center: numbers[first + 2],
                    weight: numbers[first + 3])
            })
    }
}
