import GameCalendar
import NBA
import PipelineModel

/// Finds the date of a game.
struct GameFinder {
    private let store: any Store

    init(_ store: any Store) {
        self.store = store
    }

    /// The date that the stored schedule lists the game under; nil when it lists no such game.
    func date(of gameID: String) async throws(WarehouseError) -> GameDate? {
        // Only digits, so nothing in it can be taken for SQL.
        guard gameID.utf8.count == 10, gameID.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        let table = ScheduledGame.table.name
        let found = try await store.query("SELECT game_date FROM \(table) WHERE game_id = '\(gameID)'")
        return found.rows.first.flatMap { GameDate($0[0].description) }
    }
}
