import ContentDigest

extension [QuarantinedRow] {
    /// The rows that are set aside now: of each file those of its newest reading, and those ousted since.
    ///
    ///     import 1 reads a.csv     two rows set aside
    ///     import 2 reads a.csv     one row set aside         1 now
    ///     import 3 reads b.csv     a row of a.csv ousted     2 now; its line number is negative
    ///
    /// - Parameter feeds: which file fed which partition in which import.
    public func standing(after feeds: [ImportFilePartition]) -> [QuarantinedRow] {
        var lastRead: [[String]: Int] = [:]
        // A share without a digest was changed by the reading of another file.
        for feed in feeds where feed.sha256 != .absent {
            lastRead[[feed.tableName.rawValue, feed.file], default: 0].raise(to: feed.importID)
        }
        for row in self where row.lineNumber > 0 {
            lastRead[[row.tableName.rawValue, row.file], default: 0].raise(to: row.importID)
        }
        return filter { $0.importID >= lastRead[[$0.tableName.rawValue, $0.file]] ?? 0 }
    }
}

extension Int {
    fileprivate mutating func raise(to other: Int) { self = Swift.max(self, other) }
}
