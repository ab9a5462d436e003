import Foundation
import NBA
import PipelineModel
import RawImport
import Testing

/// A cell of a sound league, spoilt, and the code that must find it.
struct Spoilt: CustomTestStringConvertible, Sendable {
    let code: String
    let file: String
    /// The first data row is 0.
    let row: Int
    let cells: [String: String]
    let testDescription: String

    init(_ code: String, _ file: String, _ row: Int = 0, _ cells: [String: String]) {
        (self.code, self.file, self.row, self.cells) = (code, file, row, cells)
        testDescription = "\(code): \(file) \(cells.sorted { $0.key < $1.key })"
    }

    var name: String { file == "players" || file == "arenas" ? "\(file).csv" : "\(file)_2023-24.csv" }

    func apply(to league: inout League) {
        for (column, value) in cells {
            switch file {
            case "schedule": league.schedule[row, column] = value
            case "team_boxscores": league.teams[row, column] = value
            case "player_boxscores": league.players[row, column] = value
            case "shots": league.shots[row, column] = value
            case "betting_lines": league.lines[row, column] = value
            case "props_pra": league.props[row, column] = value
            case "inactives": league.inactives[row, column] = value
            case "players": league.playerNames[row, column] = value
            default: league.arenas[row, column] = value
            }
        }
    }

    static let all = schedule + boxes + others

    private static let schedule = [
        Spoilt("parse", "schedule", ["game_date": "2023-02-29"]),
        Spoilt("parse", "schedule", ["game_date": "10/24/2023"]),
        Spoilt("parse", "schedule", ["status": "final"]),
        Spoilt("parse", "schedule", ["start_time_et": "25:00"]),
        Spoilt("parse", "schedule", ["attendance": "18,000"]),
        Spoilt("parse", "schedule", ["neutral_or_other_arena": "yes"]),
        Spoilt("parse", "schedule", ["overtimes": "9223372036854775807"]),
        Spoilt("required", "schedule", ["arena": ""]),
        Spoilt("required", "schedule", ["game_date": ""]),
        Spoilt("unknown_team", "schedule", ["away_team": "XYZ"]),
        Spoilt("unknown_team", "schedule", ["home_team": "den"]),
        Spoilt("game_id_form", "schedule", ["game_id": "22300001"]),
        Spoilt("game_id_form", "schedule", ["game_id": "0012300001"]),
        Spoilt("game_id_form", "schedule", ["season_type": "playoffs"]),
        Spoilt("game_id_form", "schedule", ["season": "2022-23"]),
        Spoilt("game_id_form", "schedule", ["season": "2023-25"]),
        Spoilt("game_id_form", "schedule", ["home_team": "LAL"]),
    ]

    private static let boxes = [
        Spoilt("parse", "team_boxscores", ["pts": "55.0"]),
        Spoilt("parse", "team_boxscores", ["pts": "1e2"]),
        Spoilt("parse", "team_boxscores", ["pts": "99999999999999999999"]),
        Spoilt("parse", "player_boxscores", ["starter": "2"]),
        Spoilt("required", "team_boxscores", ["reb": ""]),
        Spoilt("required", "player_boxscores", ["player_name": ""]),
        Spoilt("unknown_team", "team_boxscores", ["team": "SEA"]),
        Spoilt("unknown_team", "team_boxscores", ["opponent": "SEA"]),
        Spoilt("unknown_team", "player_boxscores", ["team": ""].merging(["team": "???"]) { $1 }),
        Spoilt("unknown_game", "team_boxscores", ["game_id": "0022300999"]),
        Spoilt("unknown_game", "team_boxscores", ["game_date": "2023-10-26"]),
        Spoilt("unknown_game", "team_boxscores", ["team": "BOS"]),
        Spoilt("unknown_game", "player_boxscores", ["team": "BOS", "opponent": "NYK"]),
        Spoilt("game_id_form", "team_boxscores", ["season": "2022-23"]),
        Spoilt("game_id_form", "player_boxscores", ["season_type": "playoffs"]),
        Spoilt("points_identity", "team_boxscores", ["pts": "56", "q1": "15", "plus_minus": "-9"]),
        Spoilt("points_identity", "player_boxscores", ["pts": "12"]),
        Spoilt("rebound_identity", "team_boxscores", ["reb": "21"]),
        Spoilt("rebound_identity", "player_boxscores", ["dreb": "4"]),
        Spoilt("shooting_order", "team_boxscores", ["fga": "19"]),
        Spoilt("shooting_order", "player_boxscores", ["fta": "1"]),
        Spoilt("shooting_order", "player_boxscores", ["fg3a": "0"]),
        Spoilt("shooting_order", "player_boxscores", ["fg3a": "9"]),
        Spoilt("shooting_order", "player_boxscores", ["stl": "-1"]),
        Spoilt("seconds_range", "player_boxscores", ["seconds_played": "-1"]),
        Spoilt("seconds_range", "player_boxscores", ["seconds_played": "2881"]),
        Spoilt("quarter_sum", "team_boxscores", ["q1": "13"]),
        Spoilt("quarter_sum", "team_boxscores", ["q1": "10", "ot_pts": "4"]),
        Spoilt("quarter_sum", "team_boxscores", ["ot_pts": "4||5"]),
        Spoilt("mirror", "team_boxscores", ["plus_minus": "10"]),
        Spoilt("mirror", "team_boxscores", ["pts": "53", "ftm": "8", "q1": "12", "plus_minus": "-12"]),
    ]

    private static let others = [
        Spoilt("parse", "shots", ["made": "x"]),
        Spoilt("parse", "shots", ["loc_x": "nan"]),
        Spoilt("required", "shots", ["zone_basic": ""]),
        Spoilt("unknown_game", "shots", ["game_id": "0022300999"]),
        Spoilt("unknown_game", "shots", ["team_id": "99"]),
        Spoilt("shot_values", "shots", ["shot_type": "4"]),
        Spoilt("shot_values", "shots", ["zone_basic": "Half Court"]),
        Spoilt("parse", "betting_lines", ["home_spread": "nan"]),
        Spoilt("parse", "betting_lines", ["total": "inf"]),
        Spoilt("parse", "betting_lines", ["total": "1e999"]),
        Spoilt("unknown_game", "betting_lines", ["game_date": "2023-10-25"]),
        Spoilt("line_range", "betting_lines", ["home_spread": "-40.5"]),
        Spoilt("line_range", "betting_lines", ["total": "99.5"]),
        Spoilt("line_range", "betting_lines", ["total": "350.5"]),
        Spoilt("required", "props_pra", ["player_id": ""]),
        Spoilt("parse", "props_pra", ["market": "blk"]),
        Spoilt("parse", "props_pra", ["snapshot_utc": "2023-10-24 19:25"]),
        Spoilt("parse", "props_pra", ["line": "Infinity"]),
        Spoilt("unknown_game", "props_pra", ["game_id": "0022300999"]),
        Spoilt("line_range", "props_pra", ["line": "150.5"]),
        Spoilt("line_range", "props_pra", ["line": "-0.5"]),
        Spoilt("unknown_team", "inactives", ["team": "SEA"]),
        Spoilt("unknown_game", "inactives", ["team": "BOS"]),
        Spoilt("status_value", "inactives", ["status": "out"]),
        Spoilt("required", "inactives", ["bref_player_id": ""]),
        Spoilt("parse", "players", ["player_id": "LAL1"]),
        Spoilt("required", "players", ["player_name": ""]),
        Spoilt("parse", "arenas", ["lat": "40,5"]),
        Spoilt("required", "arenas", ["timezone": ""]),
    ]
}

extension Spoilt {
    init(_ code: String, _ file: String, _ cells: [String: String]) {
        self.init(code, file, 0, cells)
    }
}

struct RowRuleTests {
    @Test(arguments: Spoilt.all)
    func `a spoilt row is set aside with code, file and line, and all others load`(_ spoilt: Spoilt) async throws {
        let folder = try await ImportFolder()
        var league = League()
        spoilt.apply(to: &league)
        try folder.write(league)
        let summary = try await folder.run()
        let row = try #require(try await folder.quarantine().first { $0.file == spoilt.name })
        #expect(row.reasonCode == spoilt.code, "\(row.detail)")
        #expect(row.lineNumber == 2)
        #expect(!row.detail.isEmpty && row.rawText.hasPrefix(league.files[spoilt.name]?.rows[0][0] ?? "?"))
        #expect(summary.isSuccess)
        let table = try #require(summary.tables[row.tableName])
        #expect((table.rowsQuarantined, table.rowsLoaded) == (1, (league.files[spoilt.name]?.rows.count ?? 0) - 1))
    }

    @Test func `a sound league loads without a word`() async throws {
        let folder = try await ImportFolder()
        try folder.write(League())
        let summary = try await folder.run()
        #expect(summary.issues.isEmpty && summary.isSuccess && summary.importID == 1)
        #expect(
            summary.tables.values.reduce(0) { $0 + $1.rowsLoaded }
                == summary.tables.values.reduce(0) { $0 + $1.rowsRead })
        let rows = League().files.values.reduce(0) { $0 + $1.rows.count }
        #expect(summary.tables.values.reduce(0) { $0 + $1.rowsRead } == rows)
        #expect(try await folder.state("nbac_team_boxscore", "2023-10-24")?.rowsMissing == 0)
        #expect(try await folder.state("nbac_player_boxscore", "2023-10-25")?.rowsMissing == 0)
    }

    @Test func `an unknown game takes its rows along`() async throws {
        let folder = try await ImportFolder()
        var league = League()
        league.schedule.rows.remove(at: 3)
        try folder.write(league)
        let summary = try await folder.run()
        #expect(summary.issues == ["unknown_game": 2 + 10 + 85 + 1 + 10 + 1])
    }

    @Test func `derived columns follow from the row`() async throws {
        let folder = try await ImportFolder()
        var league = League()
        league.schedule[1, "away_team"] = "PHO"
        league.schedule[3, "status"] = "Scheduled"
        league.teams[2, "team"] = "PHO"
        league.lines[0, "home_spread"] = "-0.0"
        league.shots[7, "assisted"] = "true"
        try folder.write(league)
        try await folder.run(["schedule_2023-24.csv", "team_boxscores_2023-24.csv"])
        try await folder.run()
        let games = try await folder.rows(ScheduledGame.self)
        #expect(games.map(\.identity.gameKey).prefix(2) == ["20231024_LAL_DEN", "20231024_PHX_GSW"])
        #expect(games.map(\.identity.seasonYear) == [2023, 2023, 2023, 2023])
        #expect(games.map(\.result.countsForPipeline) == [true, true, true, false])
        #expect(games[3].result.homeScore == nil && games[3].result.overtimePeriods == nil)
        #expect(games[0].venue.arenaCity == "DEN City, X")
        #expect(try await folder.rows(PlayerBox.self).first?.playerLookup == "playerlal1")
        #expect(try await folder.rows(GameLine.self).first?.homeSpread?.sign == .plus)
        let shots = try await folder.rows(Shot.self)
        #expect(shots[7].teamAbbr == "LAL" && !shots[7].assisted)
        let prop = try #require(try await folder.rows(PropLine.self).first)
        #expect(prop.market == "points" && prop.snapshotKey == "2023-10-24T23:25:44.000000Z")
    }
}
