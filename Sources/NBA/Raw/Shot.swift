package import GameCalendar
package import PipelineModel

/// nbac_shot_chart: one field-goal attempt.
package struct Shot: WarehouseRow, Hashable {
    package var gameID = ""
    package var gameDate = GameDate.reference
    package var eventID = 0
    package var period = 0
    package var minutesLeft = 0
    package var secondsLeft = 0
    package var playerID = 0
    package var teamID = 0
    package var teamAbbr = ""
    package var made = false
    package var shotType = 0
    package var zoneBasic = ""
    package var zoneArea = ""
    package var zoneRange = ""
    package var actionType = ""
    package var locX = 0
    package var locY = 0
    package var distanceFt = 0
    package var assisted = false
    package var sourceFileID = 0

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_id", &gameID, "Game of the attempt.")
        c.column("game_date", &gameDate, "Game date.")
        c.column("event_id", &eventID, "Number of the event within the game.")
        c.column("period", &period, unit: .count, "Quarter 1…4, overtimes from 5.")
        c.column("minutes_left", &minutesLeft, unit: .minutes, "Whole minutes left in the period.")
        c.column("seconds_left", &secondsLeft, unit: .seconds, "Seconds left beyond the minutes.")
        c.column("player_id", &playerID, "Shooter.")
        c.column("team_id", &teamID, "League id of his team.")
        c.column("team_abbr", &teamAbbr, "His team.")
        c.column("made", &made, "Whether it went in.")
        c.column("shot_type", &shotType, unit: .points, "2 or 3.")
        c.column("zone_basic", &zoneBasic, "Official zone.")
        c.column("zone_area", &zoneArea, "Official side.")
        c.column("zone_range", &zoneRange, "Official range.")
        c.column("action_type", &actionType, "Kind of shot.")
        c.column("loc_x", &locX, unit: .tenthsOfFoot, "Offset from the basket across the court.")
        c.column("loc_y", &locY, unit: .tenthsOfFoot, "Offset from the basket along the court.")
        c.column("distance_ft", &distanceFt, unit: .feet, "Distance from the basket.")
        c.column("assisted", &assisted, "Whether the basket was assisted; false for a miss.")
        c.provenance("source_file_id", &sourceFileID, "File the row came from.")
    }

    package static let table = TableDeclaration(
        Shot.self, name: "nbac_shot_chart", dataset: "nba_raw", about: "Field-goal attempts with official zones.",
        key: ["game_id", "event_id"])

    /// The official zones.
    package static let zones = Set(ShotZone.allCases.map(\.rawValue))
}

/// Where a shot was taken, as the source names it.
package enum ShotZone: String, TextCoded, CaseIterable, Hashable, Sendable {
    case restrictedArea = "Restricted Area"
    case paint = "In The Paint (Non-RA)"
    case midRange = "Mid-Range"
    case leftCorner = "Left Corner 3"
    case rightCorner = "Right Corner 3"
    case aboveTheBreak = "Above the Break 3"
    case backcourt = "Backcourt"
}
