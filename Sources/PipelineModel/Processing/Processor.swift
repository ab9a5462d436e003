public import GameCalendar

/// When a table's rows are known, which also decides the dates it is expected on.
public enum ProcessorKind: String, Hashable, Sendable {
    /// Describes finished games; expected on dates with counting games.
    case postGame = "post-game"
    /// What was known before the games; expected on dates with expected games.
    case preGame = "pre-game"
    /// Computed from pre-game tables; expected on the same dates.
    case derived
    /// Made once a calendar month of a season, for its games; expected on the first date that expects one.
    case monthly

    /// The dates a table of this kind is expected on.
    public var calendar: PartitionCalendar {
        switch self {
        case .postGame: .counting
        case .preGame, .derived: .expected
        case .monthly: .monthOpenings
        }
    }
}

/// One date of rows, and what the run should mention.
public struct ProcessedRows<Row: WarehouseRow>: Sendable {
    /// Rows dated the step's date, in any order.
    public var rows: [Row]
    /// Codes and details for the run's `warnings`, in a defined order.
    public var warnings: [String]

    /// Rows with nothing to mention, unless `warnings` says otherwise.
    public init(_ rows: [Row], warnings: [String] = []) {
        self.rows = rows
        self.warnings = warnings
    }
}

/// Turns upstream rows into one game date of rows for one table.
///
/// A processor computes; it never reads, writes, logs or asks the time, uses no random numbers, and its result does
/// not depend on the order of its input rows. Equal inputs give equal bits.
///
/// To add one: a row type, a file with the processor, one line in the catalog, a hand-worked test.
public protocol Processor: Sendable {
    /// The rows it makes.
    associatedtype Output: WarehouseRow
    /// The key columns of ``Output``, in its key order.
    associatedtype Key: ColumnCoded
    /// When its rows are known.
    var kind: ProcessorKind { get }
    /// The layer its table belongs to.
    var phase: Phase { get }
    /// Raised whenever a formula changes; every partition of an older version is stale.
    var version: String { get }
    /// Every table the bodies read, and how far back.
    var inputs: [Input] { get }
    /// Configuration the result depends on, by name; part of the lineage digest.
    var parameters: [String: String] { get }
    /// Whether rows made before a date's games stay as they are once one of them was played: what was published is
    /// what is judged.
    var freezesAtPlay: Bool { get }
    /// The rows of `date`.
    ///
    /// - Returns: Rows dated `date`, in any order; empty only when nobody plays.
    /// - Throws: ``ProcessorError`` naming the offending row.
    func rows(for date: GameDate, from upstream: Upstream) throws(ProcessorError) -> ProcessedRows<Output>
    /// The keys a complete partition of `date` has, from the same inputs, in any order.
    func expectedKeys(for date: GameDate, from upstream: Upstream) throws(ProcessorError) -> [Key]
}

extension Processor {
    /// No configuration.
    public var parameters: [String: String] { [:] }
    /// Computed again whenever an input changes.
    public var freezesAtPlay: Bool { false }
    /// The table it writes.
    public var table: TableName { Output.table.name }
    /// The job name: `analytics/player_game_summary`.
    public var job: String {
        switch phase {
        case .raw: "raw/\(table)"
        case .analytics: "analytics/\(table)"
        case .precompute: "precompute/\(table)"
        case .predictions: "predictions/\(table)"
        }
    }
}

/// A table that import fills.
public struct SourceTable: Sendable {
    /// Its shape.
    public let table: TableDeclaration
    /// The dates it is expected on.
    public let calendar: PartitionCalendar
    /// Whether raw data counts as incomplete without it.
    public let isRequired: Bool
    /// Whether the calendar itself is taken from it: where it has no rows, no other table is expected to have any.
    public let isSchedule: Bool

    /// A source table.
    public init(
        _ table: TableDeclaration, on calendar: PartitionCalendar, isRequired: Bool, isSchedule: Bool = false
    ) {
        self.table = table
        self.calendar = calendar
        self.isRequired = isRequired
        self.isSchedule = isSchedule
    }
}

/// Why a processor gave no rows.
public struct ProcessorError: Error, Hashable, Sendable {
    /// The closed list of reasons.
    public enum Code: String, Hashable, Sendable {
        /// A value no formula accepts.
        case invalidValue = "invalid_value"
        /// Two rows where one was expected, or a row whose partner is missing.
        case inconsistentInput = "inconsistent_input"
        /// The body asked for an input it does not declare.
        case undeclaredInput = "undeclared_input"
        /// The body needs a declared fallback that was not loaded; the runner loads it and computes again.
        case consultsFallback = "consults_fallback"
    }

    /// Why.
    public let code: Code
    /// One sentence that names the row.
    public let message: String

    /// An error with its sentence.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    static func undeclared(_ input: TableName, _ what: String) -> ProcessorError {
        ProcessorError(.undeclaredInput, "the processor asked for \(input) (\(what)), which it does not declare")
    }
}
