/// Which rows of a stored partition have to go and which have to come for it to become another content.
///
/// What a correction changes is often one row of two hundred: a store that writes only these is done sooner than one that
/// writes the partition anew, and ends with the same rows.
public struct RowReplacement: Hashable, Sendable {
    /// The rows the partition held.
    public let before: PartitionContent
    /// Positions in ``before`` of the rows that are gone or differ, in key order.
    public private(set) var outdated: [Int] = []
    /// Positions in the new content of the rows that are new or differ, in key order.
    public private(set) var fresh: [Int] = []
    /// Keys whose row is new, gone or different.
    public private(set) var rowsChanged = 0

    /// What turns `before` into `after`: contents in key order with the same columns.
    public init(of before: PartitionContent, by after: PartitionContent, key: [String]) {
        self.before = before
        KeyIndex(before, key: key).matchRows(of: KeyIndex(after, key: key)) { left, right in
            if let left, let right, before.rowBytes(left) == after.rowBytes(right) { return }
            if let left { outdated.append(left) }
            if let right { fresh.append(right) }
            rowsChanged += 1
        }
    }
}
