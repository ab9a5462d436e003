import GameCalendar
import PipelineTesting
import Randomness
import Rehearsal

/// A correction as collectors make them: every file that shows the corrected fact agrees.
enum LeagueCorrection: CaseIterable {
    case freeThrow
    case turnover
    case assist
    case seconds
    case droppedPlayer
    case renamedPlayer
    case plusMinus
    case shotZone
    case assistedShot
    case spread
    case arena
    case startTime
    case attendance
    case movedGame

    /// Makes the correction somewhere and says what was done.
    func apply(to league: inout RawTables, _ random: inout SeededRandom) -> String {
        let row = random.int(0...league[target].rows.count - 1)
        switch self {
        case .freeThrow: addFreeThrow(row, &league)
        case .turnover: addForPlayerAndTeam("tov", row, &league)
        case .assist: addForPlayerAndTeam("ast", row, &league)
        case .seconds: league[.players].add(-random.int(1...900), to: "seconds_played", of: row)
        case .droppedPlayer: league[.players].rows.remove(at: row)
        case .renamedPlayer: league[.players][row, "player_name"] = "Some Body"
        case .plusMinus: league[.players].add(1, to: "plus_minus", of: row)
        case .shotZone: moveShot(row, &league)
        case .assistedShot: league[.shots][row, "assisted"] = league[.shots][row, "assisted"] == "1" ? "0" : "1"
        case .spread: league[.lines][row, "home_spread"] = ["-3.5", "4.5"].randomElement(using: &random) ?? "0.0"
        case .arena: league[.schedule][row, "arena"] = ["ATL Hall", "Nowhere"].randomElement(using: &random) ?? ""
        case .startTime: league[.schedule][row, "start_time_et"] = "12:34"
        case .attendance: league[.schedule].add(7, to: "attendance", of: row)
        case .movedGame: moveGame(row, &league)
        }
        return "\(self) row \(row)"
    }

    private var target: RawTables.Kind {
        switch self {
        case .freeThrow, .turnover, .assist, .seconds, .droppedPlayer, .renamedPlayer, .plusMinus: .players
        case .shotZone, .assistedShot: .shots
        case .spread: .lines
        case .arena, .startTime, .attendance, .movedGame: .schedule
        }
    }

    private func addForPlayerAndTeam(_ column: String, _ row: Int, _ league: inout RawTables) {
        let game = league[.players][row, "game_id"]
        let team = league[.players][row, "team"]
        league[.players].add(1, to: column, of: row)
        for line in league[.teams].rows(where: ["game_id": game, "team": team]) {
            league[.teams].add(1, to: column, of: line)
        }
    }

    // The points, the opponent's, both margins, the first quarter and the final score follow.
    private func addFreeThrow(_ row: Int, _ league: inout RawTables) {
        let game = league[.players][row, "game_id"]
        let team = league[.players][row, "team"]
        for column in ["ftm", "fta", "pts"] { addForPlayerAndTeam(column, row, &league) }
        for line in league[.teams].rows(where: ["game_id": game]) {
            let isScorer = league[.teams][line, "team"] == team
            league[.teams].add(1, to: isScorer ? "q1" : "opp_pts", of: line)
            league[.teams].add(isScorer ? 1 : -1, to: "plus_minus", of: line)
        }
        for line in league[.schedule].rows(where: ["game_id": game]) {
            let isAway = league[.schedule][line, "away_team"] == team
            league[.schedule].add(1, to: isAway ? "away_pts" : "home_pts", of: line)
        }
    }

    private func moveShot(_ row: Int, _ league: inout RawTables) {
        let isThree = league[.shots][row, "shot_type"] == "3"
        league[.shots][row, "zone_basic"] = isThree ? "Left Corner 3" : "In The Paint (Non-RA)"
    }

    // Every seventh day of the small league is free.
    private func moveGame(_ row: Int, _ league: inout RawTables) {
        let game = league[.schedule][row, "game_id"]
        for kind in RawTables.Kind.allCases {
            for line in league[kind].rows(where: ["game_id": game]) {
                league[kind][line, "game_date"] = "\(GameDate.november(7))"
            }
        }
    }
}
