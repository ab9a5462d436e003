/// A matrix whose numbers are replaced by the number of the interval they lie in, at most 63 a column; 0 is unknown.
///
/// Intervals hold about equally many of a column's numbers. They are worked out once and shared by every model that
/// learns from the matrix.
public struct BinnedMatrix: Sendable {
    static let binsPerColumn = 64
    // Edges are quantiles of every k-th row, k being rows / this: between this many and twice as many.
    private static let sampledRows = 20_000
    let columns: Int
    let rows: Int
    /// Row after row, as sums are taken.
    let bins: [UInt8]
    /// Column after column, as rows are parted by one of them.
    let binsByColumn: [UInt8]
    /// The upper ends of the intervals of each column, ascending; the last interval has none.
    let edges: [[Float]]

    /// The intervals of `matrix`.
    public init(_ matrix: FeatureMatrix) {
        let rows = matrix.rows
        let edges = (0..<matrix.columns).map { Self.edges(of: $0, in: matrix) }
        let bins = [UInt8](unsafeUninitializedCapacity: matrix.values.count) { bins, count in
            matrix.values.withUnsafeBufferPointer { values in
                for column in 0..<matrix.columns {
                    let own = UnsafeMutableBufferPointer(rebasing: bins[column * rows..<(column + 1) * rows])
                    Self.fill(own, values, column, matrix.columns, edges[column])
                }
            }
            count = matrix.values.count
        }
        self.init(columns: matrix.columns, rows: rows, binsByColumn: bins, edges: edges)
    }

    private init(columns: Int, rows: Int, binsByColumn: [UInt8], edges: [[Float]]) {
        (self.columns, self.rows, self.binsByColumn, self.edges) = (columns, rows, binsByColumn, edges)
        bins = [UInt8](unsafeUninitializedCapacity: binsByColumn.count) { bins, count in
            binsByColumn.withUnsafeBufferPointer { source in
                for row in 0..<rows {
                    for column in 0..<columns { bins[row * columns + column] = source[column * rows + row] }
                }
            }
            count = binsByColumn.count
        }
    }

    /// The same rows with the columns at `positions` alone, in their order.
    public func part(_ positions: [Int]) -> BinnedMatrix {
        var part: [UInt8] = []
        part.reserveCapacity(rows * positions.count)
        for position in positions { part += binsByColumn[position * rows..<(position + 1) * rows] }
        return BinnedMatrix(
            columns: positions.count, rows: rows, binsByColumn: part, edges: positions.map { edges[$0] })
    }

    /// How many rows lie in each interval, column after column.
    var counts: [Int] {
        var counts = [Int](repeating: 0, count: columns * Self.binsPerColumn)
        for column in 0..<columns {
            for bin in binsByColumn[column * rows..<(column + 1) * rows] {
                counts[column * Self.binsPerColumn + Int(bin)] += 1
            }
        }
        return counts
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
            for row in bins.indices {
                let value = values[row * columns + column]
                bins[row] = value.isNaN ? 0 : UInt8(truncatingIfNeeded: 1 + firstEdge(notBelow: value, in: edges))
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
