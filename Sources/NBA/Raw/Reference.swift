package import PipelineModel

/// players: ids and display names; an input of no processor.
package struct PlayerReference: WarehouseRow, Hashable {
    package var playerID = 0
    package var sourcePlayerID = ""
    package var playerName = ""
    package var playerLookup = ""
    package var sourceFileID = 0

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("player_id", &playerID, "League id.")
        c.column("source_player_id", &sourcePlayerID, "Id at the source.")
        c.column("player_name", &playerName, "Canonical display name.")
        c.column("player_lookup", &playerLookup, "Name in lower-case ASCII letters and digits.")
        c.provenance("source_file_id", &sourceFileID, "File the row came from.")
    }

    package static let table = TableDeclaration(
        PlayerReference.self, name: "players", dataset: "nba_reference", about: "Ids and display names of players.",
        key: ["player_id"], partitionColumn: nil)
}

/// arenas: where games are played.
package struct Arena: WarehouseRow, Hashable {
    package var arena = ""
    package var city = ""
    /// Degrees north.
    package var lat = 0.0
    /// Degrees east.
    package var lon = 0.0
    /// IANA name.
    package var timezone = ""
    package var sourceFileID = 0

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("arena", &arena, "Name as the schedule spells it.")
        c.column("city", &city, "City.")
        c.column("lat", &lat, unit: .degrees, "Latitude, north positive.")
        c.column("lon", &lon, unit: .degrees, "Longitude, east positive.")
        c.column("timezone", &timezone, "IANA time zone.")
        c.provenance("source_file_id", &sourceFileID, "File the row came from.")
    }

    package static let table = TableDeclaration(
        Arena.self, name: "arenas", dataset: "nba_reference", about: "Coordinates and time zones of arenas.",
        key: ["arena"], partitionColumn: nil)
}
