public import GameCalendar

/// The name of a table or of a projection; unique over all datasets.
public struct TableName: Hashable, Comparable, Sendable, RawRepresentable, ExpressibleByStringLiteral {
    /// The bare name, as it stands in the store.
    public let rawValue: String

    /// A name as it stands in the store.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// A name written in the source.
    public init(stringLiteral value: String) {
        rawValue = value
    }

    /// In byte order.
    public static func < (left: TableName, right: TableName) -> Bool {
        left.rawValue.utf8.lexicographicallyPrecedes(right.rawValue.utf8)
    }
}

extension TableName: CustomStringConvertible {
    /// The bare name.
    public var description: String { rawValue }
}

/// All rows of one table for one game date: the unit of writing, completeness and lineage.
public struct Partition: Hashable, Comparable, Sendable {
    /// The table.
    public let table: TableName
    /// The game date; ``GameDate/reference`` for tables that are not partitioned.
    public let date: GameDate

    /// The partition of `table` for `date`.
    public init(_ table: TableName, _ date: GameDate) {
        self.table = table
        self.date = date
    }

    /// By date, then by table name.
    public static func < (left: Partition, right: Partition) -> Bool {
        left.date == right.date ? left.table < right.table : left.date < right.date
    }
}

extension Partition: CustomStringConvertible {
    /// `player_game_summary 2023-11-01`.
    public var description: String { "\(table) \(date)" }
}

/// A layer of tables; a backfill finishes one before the next.
public enum Phase: Int, Hashable, Comparable, Sendable, CaseIterable {
    case raw = 2
    case analytics = 3
    case precompute = 4
    case predictions = 5

    /// The spelling of run history: `phase_3_analytics`.
    public var label: String {
        switch self {
        case .raw: "phase_2_raw"
        case .analytics: "phase_3_analytics"
        case .precompute: "phase_4_precompute"
        case .predictions: "phase_5_predictions"
        }
    }

    /// Reads ``label``; nil for any other text.
    public init?(label: String) {
        guard let phase = Phase.allCases.first(where: { $0.label == label }) else { return nil }
        self = phase
    }

    /// Earlier phases first.
    public static func < (left: Phase, right: Phase) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// On which days of a schedule a table is expected to have a partition.
public enum PartitionCalendar: Hashable, Sendable {
    /// Days with at least one finished game that counts.
    case counting
    /// Days with at least one game that is expected to be played.
    case expected
    /// The first day of each calendar month of a season that has such a game.
    case monthOpenings
    /// One partition, dated ``GameDate/reference``: reference tables.
    case single

    /// The days of `schedule` the calendar stands for.
    public func dates(of schedule: Schedule) -> DateSet {
        switch self {
        case .counting: schedule.countingDates
        case .expected: schedule.expectedDates
        case .monthOpenings: schedule.monthOpenings()
        case .single: [.reference]
        }
    }
}
