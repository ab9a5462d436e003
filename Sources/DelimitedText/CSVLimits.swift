/// How long a field and a record of a CSV text may be, in bytes as stored.
package struct CSVLimits: Hashable, Sendable {
    /// Most bytes between two separators, or between the quotes; a doubled quote counts as two.
    package let field: Int
    /// Most bytes of one record, without the line end that closes it.
    package let record: Int

    /// The limits of every import: 64 KiB a field, 1 MiB a record.
    package static let standard = CSVLimits(field: 64 << 10, record: 1 << 20)

    /// - Precondition: Both are positive and the record limit is at most 1 GiB.
    package init(field: Int, record: Int) {
        precondition(field > 0 && record > 0 && record <= 1 << 30 && field <= 1 << 30)
        self.field = field
        self.record = record
    }
}
