public import ContentDigest
public import GameCalendar

/// One condition of a gate, evaluated.
public struct GateCondition: Hashable, Sendable {
    /// Closed code: `five_tables_complete`.
    public var code: String
    /// Whether the gate needs it; the others are only reported.
    public var isRequired: Bool
    /// Whether it holds.
    public var passed: Bool
    /// What should be.
    public var expected: String
    /// What is.
    public var actual: String
    /// At most ten cases that break it.
    public var examples: [String]

    /// An evaluated condition; only the first ten examples are kept.
    public init(
        code: String, isRequired: Bool = true, passed: Bool, expected: String, actual: String, examples: [String] = []
    ) {
        self.code = code
        self.isRequired = isRequired
        self.passed = passed
        self.expected = expected
        self.actual = actual
        self.examples = Array(examples.prefix(10))
    }
}

/// The stored outcome of a gate.
public struct GateVerdict: WarehouseRow, Hashable {
    public var gate = 0
    public var evaluatedAt = Timestamp(microseconds: 0)
    /// `2021-10-19:2024-06-17`.
    public var scope = ""
    public var passed = false
    /// Digest of everything the verdict rests on: a verdict holds only as long as these facts do.
    public var factsDigest = Digest.absent
    /// Set when a stage was started against the verdict.
    public var override: String?
    public var json = ""

    /// A blank row.
    public init() {}

    /// The one column list.
    public mutating func columns(_ c: inout ColumnCursor) {
        c.column("gate", &gate, "0, 1, 2 or 3.")
        c.column("evaluated_at", &evaluatedAt, "When it was evaluated.")
        c.column("scope", &scope, "First and last date, joined by a colon.")
        c.column("passed", &passed, "Whether every must condition held.")
        c.column("facts_digest", &factsDigest, "Digest of the facts the verdict rests on.")
        c.column("override", &override, "Why a stage was started against it.")
        c.column("json", &json, "The verdict as printed.")
    }

    /// nba_orchestration.gate_verdict.
    public static let table = TableDeclaration(
        GateVerdict.self, name: "gate_verdict", dataset: "nba_orchestration", about: "Every verdict of every gate.",
        key: ["gate", "evaluated_at"], partitionColumn: nil)
}
