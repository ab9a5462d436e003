/// Boosted regression trees: a start value and the leaves a row falls into, summed in the order of the trees.
public struct TreeModel: Hashable, Sendable {
    /// A place in a tree: a question, or a leaf.
    struct Node: Hashable, Sendable {
        /// The column asked for; −1 for a leaf.
        var column: Int16 = -1
        /// Whether a row whose number is not known goes left.
        var sendsUnknownLeft = false
        /// Rows whose number is at most this go left.
        var threshold: Float = 0
        /// Node numbers.
        var left: Int32 = 0
        var right: Int32 = 0
        /// What a leaf adds.
        var value = 0.0
    }

    /// Where every row starts.
    public internal(set) var start: Double
    var nodes: [Node] = []
    var roots: [Int32] = []

    /// Trees of the model.
    public var trees: Int { roots.count }

    /// The model's number for `row`. About 4 ns a level of each tree.
    public func value(_ row: [Float]) -> Double {
        var sum = start
        nodes.withUnsafeBufferPointer { nodes in
            row.withUnsafeBufferPointer { row in
                for root in roots { sum += Self.leaf(of: row, from: root, nodes) }
            }
        }
        return sum
    }

    @inline(__always)
    private static func leaf(
        of row: UnsafeBufferPointer<Float>, from root: Int32, _ nodes: UnsafeBufferPointer<Node>
    ) -> Double {
        var place = Int(root)
        while nodes[place].column >= 0 {
            let node = nodes[place]
            let value = row[Int(node.column)]
            let goesLeft = value.isNaN ? node.sendsUnknownLeft : value <= node.threshold
            place = Int(goesLeft ? node.left : node.right)
        }
        return nodes[place].value
    }
}

extension TreeModel {
    private static let nodeSize = 24

    /// The model as bytes: start, number of trees and nodes, roots, nodes; little-endian. Equal models give equal bytes.
    public var encoded: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(24 + 4 * roots.count + Self.nodeSize * nodes.count)
        func append(_ value: some FixedWidthInteger) {
            withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
        }
        append(start.bitPattern)
        append(Int32(truncatingIfNeeded: roots.count))
        append(Int32(truncatingIfNeeded: nodes.count))
        for root in roots { append(root) }
        for node in nodes {
            append(node.column)
            append(UInt16(node.sendsUnknownLeft ? 1 : 0))
            append(node.threshold.bitPattern)
            append(node.left)
            append(node.right)
            append(node.value.bitPattern)
        }
        return bytes
    }

    /// Reads ``encoded``; nil for any other bytes, and for trees that point nowhere.
    public init?(encoded bytes: [UInt8], columns: Int) {
        var position = 0
        func read<Value: FixedWidthInteger>(_ type: Value.Type = Value.self) -> Value? {
            let size = MemoryLayout<Value>.size
            guard position + size <= bytes.count else { return nil }
            defer { position += size }
            return bytes.withUnsafeBytes {
                Value(littleEndian: $0.loadUnaligned(fromByteOffset: position, as: Value.self))
            }
        }
        guard let start: UInt64 = read(), let trees: Int32 = read(), let count: Int32 = read(), trees >= 0, count >= 0,
            bytes.count == 16 + 4 * Int(trees) + Self.nodeSize * Int(count)
        else { return nil }
        self.init(start: Double(bitPattern: start))
        for _ in 0..<trees {
            guard let root: Int32 = read(), (0..<count).contains(root) else { return nil }
            roots.append(root)
        }
        for number in 0..<count {
            guard let column: Int16 = read(), let unknown: UInt16 = read(), let threshold: UInt32 = read(),
                let left: Int32 = read(), let right: Int32 = read(), let value: UInt64 = read()
            else { return nil }
            // Children come after their parents, so that every walk ends.
            let isLeaf = column == -1
            guard
                isLeaf
                    || (0..<columns).contains(Int(column)) && left > number && right > number
                        && left < count && right < count
            else { return nil }
            nodes.append(
                Node(
                    column: column, sendsUnknownLeft: unknown == 1, threshold: Float(bitPattern: threshold), left: left,
                    right: right, value: Double(bitPattern: value)))
        }
    }
}
