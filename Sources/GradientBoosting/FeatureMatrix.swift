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
}
