package import GameCalendar
package import PipelineModel

/// nbac_inactive_list: a player who was out, or dressed and not used.
package struct InactiveListing: WarehouseRow, Hashable {
    package var gameID = ""
    package var gameDate = GameDate.reference
    package var teamAbbr = ""
    package var sourcePlayerID = ""
    package var playerID: Int?
    package var playerName: String?
    package var status = ""
    package var reason: String?
    package var sourceFileID = 0

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_id", &gameID, "Game.")
        c.column("game_date", &gameDate, "Game date.")
        c.column("team_abbr", &teamAbbr, "Team.")
        c.column("source_player_id", &sourcePlayerID, "Id of the player at the source.")
        c.column("player_id", &playerID, "League id; rows without one take part in no rule.")
        c.column("player_name", &playerName, "Name as listed.")
        c.column("status", &status, "inactive or active_dnp.")
        c.column("reason", &reason, "Why he did not play.")
        c.provenance("source_file_id", &sourceFileID, "File the row came from.")
    }

    package static let table = TableDeclaration(
        InactiveListing.self, name: "nbac_inactive_list", dataset: "nba_raw",
        about: "Players who were out, or dressed and not used.", key: ["game_id", "source_player_id"])

    /// On the inactive list.
    package static let inactive = "inactive"
    /// Dressed and not used.
    package static let activeDNP = "active_dnp"
}
