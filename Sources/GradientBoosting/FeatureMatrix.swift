/// Rows of numbers to learn from, row after row; a number that is not known is not a number.
public struct FeatureMatrix: Sendable {
    /// Numbers in a row.
    public let columns: Int
    /// All rows, one after the other.
    public private(set) var values: [Float] = []

    /// No rows of `columns` numbers.
    public init(columns: Int) {
        self.columns = columns
    }

    /// Number of rows.
    public var rows: Int { values.count / max(columns, 1) }

    /// Makes room for so many rows.
    public mutating func reserve(rows: Int) {
        values.reserveCapacity(rows * columns)
    }

    /// Appends one row.
    public mutating func append(_ row: some Collection<Float>) {
        precondition(row.count == columns, "a row has \(columns) numbers")
        values.append(contentsOf: row)
    }

    /// The same rows with the columns at `positions` alone.
    public func part(_ positions: [Int]) -> FeatureMatrix {
        var part = FeatureMatrix(columns: positions.count)
        part.reserve(rows: rows)
        for row in 0..<rows {
            for position in positions { part.values.append(values[row * columns + position]) }
        }
        return part
    }
}

/// A matrix whose numbers are replaced by the number of the interval they lie in, at most 63 a column; 0 is unknown.
///
/// Intervals hold about equally many of a column's numbers. They are worked out once and shared by every model that
/// learns from the matrix.
public struct BinnedMatrix: Sendable {
    static let binsPerColumn = 64
    // Edges are quantiles of this many rows at most, evenly spread.
    private static let sampledRows = 20_000
    let columns: Int
    let rows: Int
    /// Row after row.
    let bins: [UInt8]
    /// The upper ends of the intervals of each column, ascending; the last interval has none.
    let edges: [[Float]]

    /// The intervals of `matrix`.
    public init(_ matrix: FeatureMatrix) {
        (columns, rows) = (matrix.columns, matrix.rows)
        let edges = (0..<matrix.columns).map { Self.edges(of: $0, in: matrix) }
        self.edges = edges
        bins = [UInt8](unsafeUninitializedCapacity: matrix.values.count) { bins, count in
            matrix.values.withUnsafeBufferPointer { values in
                for column in 0..<matrix.columns {
                    Self.fill(bins, values, column, matrix.columns, edges[column])
                }
            }
            count = matrix.values.count
        }
    }

    /// What a number of interval `bin` and those below is at most; the last interval has no bound.
    func upperEnd(of bin: Int, in column: Int) -> Float {
        bin <= edges[column].count ? edges[column][bin - 1] : .infinity
    }

    private static func edges(of column: Int, in matrix: FeatureMatrix) -> [Float] {
        let step = max(1, matrix.rows / sampledRows)
        var sample = stride(from: 0, to: matrix.rows, by: step).map { matrix.values[$0 * matrix.columns + column] }
        sample.removeAll(where: \.isNaN)
        sample.sort()
        guard let first = sample.first else { return [] }
        var distinct = [first]
        for value in sample where value != distinct[distinct.count - 1] { distinct.append(value) }
        let intervals = binsPerColumn - 1
        if distinct.count <= intervals { return Array(distinct.dropLast()) }
        var edges: [Float] = []
        for number in 1..<intervals {
            let value = sample[number * sample.count / intervals]
            if edges.last != value, value != sample[sample.count - 1] { edges.append(value) }
        }
        return edges
    }

    private static func fill(
        _ bins: UnsafeMutableBufferPointer<UInt8>, _ values: UnsafeBufferPointer<Float>, _ column: Int, _ columns: Int,
        _ edges: [Float]
    ) {
        edges.withUnsafeBufferPointer { edges in
            var place = column
            while place < values.count {
                let value = values[place]
                bins[place] = value.isNaN ? 0 : UInt8(truncatingIfNeeded: 1 + firstEdge(notBelow: value, in: edges))
                place += columns
            }
        }
    }

    @inline(__always)
    private static func firstEdge(notBelow value: Float, in edges: UnsafeBufferPointer<Float>) -> Int {
        var (low, high) = (0, edges.count)
        while low < high {
            let middle = (low + high) / 2
            if edges[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
