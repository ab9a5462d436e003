/// Grows one tree after the other over the same rows, in memory it keeps.
struct TreeGrower {
    // A cell holds a count below and a sum above.
    private static let countBits: Int64 = 24
    private static let countMask: Int64 = (1 << countBits) - 1
    /// Rows that can be counted and summed up.
    static let mostRows = Int(countMask)
    // Residuals become whole numbers of this size at most.
    private static let scaleLimit = 32_767.0
    private static let bins = BinnedMatrix.binsPerColumn

    private let matrix: BinnedMatrix
    private let parameters: BoostingParameters
    private var order: [Int32]
    private var spare: [Int32]
    private var cells: [Int64]
    // Rows of each column's intervals, as cells.
    private let counts: [Int64]
    // Rows above the model, where the loss asks for no more than the side.
    private var rowsAbove: [Int32] = []
    private var leaves: [Leaf] = []
    private var histograms: [[Int64]]
    // What is left over of a leaf's rows, for the leaf's number.
    private var leftovers: [Double] = []

    private struct Leaf {
        var rows: Range<Int>
        var node: Int
        var histogram: Int
        var split: Split?
    }

    private struct Split {
        var gain: Double
        /// Position among the tree's columns.
        var slot: Int
        var bin: Int
        var sendsUnknownLeft: Bool
    }

    init(_ matrix: BinnedMatrix, _ parameters: BoostingParameters) {
        (self.matrix, self.parameters) = (matrix, parameters)
        order = (0..<Int32(truncatingIfNeeded: matrix.rows)).map(\.self)
        spare = order
        cells = [Int64](repeating: 0, count: matrix.rows)
        counts = matrix.counts.map { Int64($0) }
        histograms = Array(repeating: [], count: parameters.leaves)
    }

    /// Adds one tree to `model` and takes what it explains from `residuals`.
    mutating func grow(_ model: inout TreeModel, _ residuals: inout [Double], _ columns: [Int]) {
        quantize(residuals)
        for row in order.indices { order[row] = Int32(truncatingIfNeeded: row) }
        model.roots.append(Int32(truncatingIfNeeded: model.nodes.count))
        model.nodes.append(TreeModel.Node())
        leaves = [Leaf(rows: 0..<matrix.rows, node: model.nodes.count - 1, histogram: 0)]
        fillRoot(columns)
        leaves[0].split = bestSplit(of: leaves[0], columns.count)
        while leaves.count < parameters.leaves, let best = mostPromising { split(best, &model, columns) }
        for leaf in leaves { close(leaf, &model, &residuals) }
    }

    private var mostPromising: Int? {
        var best: (place: Int, gain: Double)?
        for (place, leaf) in leaves.enumerated() {
            if let gain = leaf.split?.gain, gain > best?.gain ?? 0 { best = (place, gain) }
        }
        return best?.place
    }

    // Slopes as whole numbers.
    private mutating func quantize(_ residuals: [Double]) {
        guard let sides else {
            let largest = residuals.reduce(0) { max($0, abs($1)) }
            let scale = largest > 0 ? Self.scaleLimit / largest : 0
            for row in residuals.indices { cells[row] = Self.cell(residuals[row] * scale) }
            return
        }
        rowsAbove.removeAll(keepingCapacity: true)
        for row in residuals.indices {
            cells[row] = residuals[row] > 0 ? sides.above : sides.below
            if residuals[row] > 0 { rowsAbove.append(Int32(truncatingIfNeeded: row)) }
        }
    }

    // The cells of a row above and of one below the model; nil where its distance counts as well.
    private var sides: (above: Int64, below: Int64)? {
        guard case .quantile = parameters.loss else { return nil }
        let (above, below) = (parameters.loss.slope(1), parameters.loss.slope(-1))
        let scale = Self.scaleLimit / max(above, -below)
        return (Self.cell(above * scale), Self.cell(below * scale))
    }

    // One row whose slope is nearest to `sum`, halves away from zero.
    @inline(__always)
    private static func cell(_ sum: Double) -> Int64 {
        Int64(sum < 0 ? sum - 0.5 : sum + 0.5) << countBits + 1
    }

    // Exact means, in the order of rows, or exact quantiles.
    private mutating func close(_ leaf: Leaf, _ model: inout TreeModel, _ residuals: inout [Double]) {
        leftovers.removeAll(keepingCapacity: true)
        for place in leaf.rows { leftovers.append(residuals[Int(order[place])]) }
        let value = parameters.loss.constant(&leftovers) * parameters.learningRate
        for place in leaf.rows { residuals[Int(order[place])] -= value }
        model.nodes[leaf.node].value = value
    }
}

extension TreeGrower {
    // Where a row has one of two cells, all rows are counted as below the model and those above it corrected: half the work.
    private mutating func fillRoot(_ columns: [Int]) {
        guard let sides else { return fillHistogram(0, 0..<matrix.rows, columns) }
        var histogram = take(0, columns.count)
        for (slot, column) in columns.enumerated() {
            for bin in 0..<Self.bins {
                histogram[slot * Self.bins + bin] = counts[column * Self.bins + bin] &* sides.below
            }
        }
        let correction = sides.above - sides.below
        rowsAbove.withUnsafeBufferPointer { add($0, to: &histogram, columns) { _ in correction } }
        histograms[0] = histogram
    }

    private mutating func fillHistogram(_ number: Int, _ rows: Range<Int>, _ columns: [Int]) {
        var histogram = take(number, columns.count)
        cells.withUnsafeBufferPointer { cells in
            order.withUnsafeBufferPointer { order in
                add(UnsafeBufferPointer(rebasing: order[rows]), to: &histogram, columns) { cells[$0] }
            }
        }
        histograms[number] = histogram
    }

    @inline(__always)
    private func add(
        _ rows: UnsafeBufferPointer<Int32>, to histogram: inout [Int64], _ columns: [Int], _ cell: (Int) -> Int64
    ) {
        let (width, count) = (matrix.columns, columns.count)
        histogram.withUnsafeMutableBufferPointer { histogram in
            matrix.bins.withUnsafeBufferPointer { bins in
                columns.withUnsafeBufferPointer { columns in
                    guard let histogram = histogram.baseAddress, let bins = bins.baseAddress,
                        let columns = columns.baseAddress
                    else { return }
                    for row in rows {
                        let (own, cell) = (bins + Int(row) * width, cell(Int(row)))
                        var sums = histogram
                        for slot in 0..<count {
                            sums[Int(own[columns[slot]])] &+= cell
                            sums += Self.bins
                        }
                    }
                }
            }
        }
    }

    // A histogram's memory, all zero.
    private mutating func take(_ number: Int, _ columns: Int) -> [Int64] {
        var histogram: [Int64] = []
        swap(&histogram, &histograms[number])
        guard histogram.count == columns * Self.bins else {
            return [Int64](repeating: 0, count: columns * Self.bins)
        }
        for index in histogram.indices { histogram[index] = 0 }
        return histogram
    }

    private func bestSplit(of leaf: Leaf, _ columns: Int) -> Split? {
        guard leaf.rows.count >= 2 * parameters.rowsPerLeaf else { return nil }
        var best: Split?
        histograms[leaf.histogram].withUnsafeBufferPointer { histogram in
            for slot in 0..<columns {
                let column = UnsafeBufferPointer(rebasing: histogram[slot * Self.bins..<(slot + 1) * Self.bins])
                consider(column, slot, &best)
            }
        }
        return best
    }

    private func consider(_ column: UnsafeBufferPointer<Int64>, _ slot: Int, _ best: inout Split?) {
        var total: Int64 = 0
        for bin in 0..<Self.bins { total &+= column[bin] }
        let unknown = column[0]
        let base = Self.score(total)
        for sendsUnknownLeft in unknown & Self.countMask > 0 ? [true, false] : [true] {
            var left: Int64 = sendsUnknownLeft ? unknown : 0
            for bin in 1..<Self.bins {
                guard column[bin] != 0 || (bin == 1 && sendsUnknownLeft) else { continue }
                left &+= column[bin]
                let right = total &- left
                guard left & Self.countMask >= parameters.rowsPerLeaf else { continue }
                guard right & Self.countMask >= parameters.rowsPerLeaf else { break }
                let gain = Self.score(left) + Self.score(right) - base
                if gain > best?.gain ?? 0 {
                    best = Split(gain: gain, slot: slot, bin: bin, sendsUnknownLeft: sendsUnknownLeft)
                }
            }
        }
    }

    @inline(__always)
    private static func score(_ cell: Int64) -> Double {
        let sum = Double(cell >> countBits)
        return sum * sum / Double(cell & countMask)
    }

    private mutating func split(_ place: Int, _ model: inout TreeModel, _ columns: [Int]) {
        let parent = leaves[place]
        guard let split = parent.split else { return }
        let column = columns[split.slot]
        let middle = partition(parent.rows, column, split)
        let left = model.nodes.count
        model.nodes.append(TreeModel.Node())
        model.nodes.append(TreeModel.Node())
        model.nodes[parent.node] = TreeModel.Node(
            column: Int16(truncatingIfNeeded: column), sendsUnknownLeft: split.sendsUnknownLeft,
            threshold: matrix.upperEnd(of: split.bin, in: column), left: Int32(truncatingIfNeeded: left),
            right: Int32(truncatingIfNeeded: left + 1))
        var small = Leaf(rows: parent.rows.lowerBound..<middle, node: left, histogram: leaves.count)
        var large = Leaf(rows: middle..<parent.rows.upperBound, node: left + 1, histogram: parent.histogram)
        if small.rows.count > large.rows.count {
            swap(&small.rows, &large.rows)
            swap(&small.node, &large.node)
        }
        fillHistogram(small.histogram, small.rows, columns)
        subtract(small.histogram, from: large.histogram)
        small.split = bestSplit(of: small, columns.count)
        large.split = bestSplit(of: large, columns.count)
        leaves[place] = large
        leaves.append(small)
    }

    private mutating func subtract(_ part: Int, from whole: Int) {
        var rest: [Int64] = []
        swap(&rest, &histograms[whole])
        histograms[part].withUnsafeBufferPointer { part in
            rest.withUnsafeMutableBufferPointer { rest in
                for index in rest.indices { rest[index] &-= part[index] }
            }
        }
        histograms[whole] = rest
    }

    // Rows that go left come first; both sides keep their order.
    private mutating func partition(_ rows: Range<Int>, _ column: Int, _ split: Split) -> Int {
        var (left, right) = (rows.lowerBound, 0)
        var side = [Int](repeating: 0, count: Self.bins)
        for bin in 1...split.bin { side[bin] = 1 }
        side[0] = split.sendsUnknownLeft ? 1 : 0
        let first = column * matrix.rows
        // Without a branch: both places are written, and one of them counts.
        matrix.binsByColumn.withUnsafeBufferPointer { bins in
            order.withUnsafeMutableBufferPointer { order in
                spare.withUnsafeMutableBufferPointer { spare in
                    for place in rows {
                        let row = order[place]
                        let goesLeft = side[Int(bins[first + Int(row)])]
                        order[left] = row
                        spare[right] = row
                        left += goesLeft
                        right += 1 - goesLeft
                    }
                    for place in 0..<right { order[left + place] = spare[place] }
                }
            }
        }
        return left
    }
}
