internal import GameCalendar
internal import NBA
internal import PipelineEngine
internal import PipelineModel

/// Reads what basketball pages show.
struct LeagueReader: Sendable {
    let store: any WarehouseReader

    /// Games of a date, by id.
    func games(on date: GameDate) async throws(WarehouseError) -> [ScheduledGame] {
        try await rows(ScheduledGame.self, on: [date])[date] ?? []
    }

    /// Rows of each date, in key order.
    func rows<Row: WarehouseRow>(_ row: Row.Type, on dates: [GameDate]) async throws(WarehouseError) -> [GameDate:
        [Row]]
    {
        try await store.contents(of: Row.stored, on: dates).mapValues(Row.rows(from:))
    }

    /// Rows of each date that hold these values, in key order.
    func rows<Row: WarehouseRow>(
        _ row: Row.Type, where values: KeyValuePairs<String, Cell>, on dates: [GameDate]
    ) async throws(WarehouseError) -> [GameDate: [Row]] {
        try await store.contents(of: Row.stored, where: values, on: dates).mapValues(Row.rows(from:))
    }

    /// Names by id.
    func names() async throws(WarehouseError) -> [Int: String] {
        let players = try await store.records(PlayerReference.self, matching: RecordFilter())
        return Dictionary(players.map { ($0.playerID, $0.playerName) }) { $1 }
    }
}

extension Schedule {
    /// The newest season of which a game was played; the first one before that.
    var newestSeason: Season? {
        seasons.last { !countingDates(of: $0).isEmpty } ?? seasons.last
    }
}
