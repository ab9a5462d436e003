public import GameCalendar
public import PipelineModel

/// A row with a column of every type, nullable and not, for tests of stores.
public struct StatSample: WarehouseRow, Hashable {
    public var gameDate = GameDate.reference
    public var gameID = ""
    public var playerID = 0
    public var points = 0
    public var assists: Int?
    public var rating = 0.0
    public var share: Double?
    public var isActive = false
    public var isStarter: Bool?
    public var note = ""
    public var comment: String?
    public var birthday = GameDate.reference
    public var signedOn: GameDate?
    public var seenAt = Timestamp(microseconds: 0)
    public var leftAt: Timestamp?

    /// A blank row.
    public init() {}

    /// The row of a player in a game.
    public init(_ date: GameDate, _ gameID: String, _ playerID: Int, points: Int = 0) {
        gameDate = date
        self.gameID = gameID
        self.playerID = playerID
        self.points = points
    }

    /// The one column list.
    public mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_date", &gameDate, "Game date.")
        c.column("game_id", &gameID, "Game.")
        c.column("player_id", &playerID, "Player.")
        c.column("points", &points, unit: .points, "Whole number.")
        c.column("assists", &assists, unit: .count, "Whole number or NULL.")
        c.column("rating", &rating, unit: .per100, "Number.")
        c.column("share", &share, unit: .share, "Number or NULL.")
        c.column("is_active", &isActive, "Truth value.")
        c.column("is_starter", &isStarter, "Truth value or NULL.")
        c.column("note", &note, "Text.")
        c.column("comment", &comment, "Text or NULL.")
        c.column("birthday", &birthday, "Day.")
        c.column("signed_on", &signedOn, "Day or NULL.")
        c.column("seen_at", &seenAt, "Instant.")
        c.column("left_at", &leftAt, "Instant or NULL.")
    }

    /// A partitioned table.
    public static let table = TableDeclaration(
        StatSample.self, name: "stat_sample", dataset: "samples", about: "A column of every type.",
        key: ["game_id", "player_id"], criticalColumns: ["points"])
}

/// Two columns of ``StatSample``.
public struct NarrowStatSample: NarrowRow, Hashable {
    public typealias Whole = StatSample
    public var playerID = 0
    public var comment: String?

    /// A blank row.
    public init() {}

    /// The columns read.
    public mutating func columns(_ c: inout ColumnCursor) {
        c.column("player_id", &playerID, "Player.")
        c.column("comment", &comment, "Text or NULL.")
    }
}

/// A row of a reference table, which is one partition.
public struct VenueSample: WarehouseRow, Hashable {
    public var code = ""
    public var capacity = 0

    /// A blank row.
    public init() {}

    /// A venue.
    public init(_ code: String, _ capacity: Int) {
        self.code = code
        self.capacity = capacity
    }

    /// The one column list.
    public mutating func columns(_ c: inout ColumnCursor) {
        c.column("code", &code, "Short name.")
        c.column("capacity", &capacity, unit: .count, "Seats.")
    }

    /// A table without dates.
    public static let table = TableDeclaration(
        VenueSample.self, name: "venue_sample", dataset: "samples", about: "A table without dates.", key: ["code"],
        partitionColumn: nil)
}
