package import GameCalendar
package import PipelineModel

/// A row that import fills: its own columns, what is derived from them, and the rules it must keep.
///
/// To add a raw table: a row type, its checks here, its source columns in the room that reads files, one line in the
/// list of sources.
package protocol RawRow: WarehouseRow {
    /// The partition the row belongs to.
    var partitionDate: GameDate { get }
    /// The game to look up in the schedule; nil for rows that are held against none.
    var scheduledGameID: String? { get }
    /// Which file the row came from.
    var sourceFileID: Int { get set }
    /// Brings spellings into their one form and fills what no file column holds.
    ///
    /// - Parameter game: the row's game in the schedule, nil when it lacks it.
    mutating func derive(from game: GameFacts?)
    /// The rules of level R, in the order they are reported.
    static var checks: [RowCheck<Self>] { get }
}

/// One rule of level R for one row, on its own.
package struct RowCheck<Row: Sendable>: Sendable {
    /// What a broken rule is called.
    package let code: RawCode
    private let complaint: @Sendable (Row, GameFacts?) -> String?

    /// A rule; `complaint` says what was found and what was expected, or nil when the row keeps it.
    package init(_ code: RawCode, _ complaint: @escaping @Sendable (Row, GameFacts?) -> String?) {
        self.code = code
        self.complaint = complaint
    }

    /// What is wrong with `row`, nil when nothing is.
    package func complaint(about row: Row, in game: GameFacts?) -> String? { complaint(row, game) }
}

/// Why a row is set aside.
package struct RowFault: Hashable, Sendable {
    package let code: RawCode
    package let detail: String

    package init(_ code: RawCode, _ detail: String) {
        self.code = code
        self.detail = detail
    }
}

extension RawRow {
    /// The first broken rule, with the others named in its detail; nil for a good row.
    package func fault(in game: GameFacts?) -> RowFault? {
        var fault: RowFault?
        for check in Self.checks {
            guard let complaint = check.complaint(about: self, in: game) else { continue }
            if let first = fault {
                fault = RowFault(first.code, "\(first.detail); also \(check.code.rawValue): \(complaint)")
            } else {
                fault = RowFault(check.code, complaint)
            }
        }
        return fault
    }
}
