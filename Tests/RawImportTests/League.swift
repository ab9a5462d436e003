import Foundation

/// One CSV file of a small league, cell by cell.
struct Sheet {
    var header: [String]
    var rows: [[String]]
    /// What stands between lines.
    var lineEnd = "\n"
    /// What stands before the header.
    var start = ""

    init(_ header: String, _ rows: [[String]] = []) {
        self.header = header.split(separator: ",").map(String.init)
        self.rows = rows
    }

    /// The cell of `column` in data row `row`, the first being 0; its line is `row + 2`.
    subscript(row: Int, column: String) -> String {
        get { rows[row][index(column)] }
        set { rows[row][index(column)] = newValue }
    }

    /// Removes a column altogether.
    mutating func removeColumn(_ column: String) {
        let position = index(column)
        header.remove(at: position)
        for row in rows.indices { rows[row].remove(at: position) }
    }

    private func index(_ column: String) -> Int {
        guard let position = header.firstIndex(of: column) else { preconditionFailure("no column \(column)") }
        return position
    }

    var text: String {
        start + ([header] + rows).map { $0.map(Self.quoted).joined(separator: ",") + lineEnd }.joined()
    }

    private static func quoted(_ cell: String) -> String {
        guard cell.contains(where: { ",\"\r\n".contains($0) }) else { return cell }
        return "\"" + cell.replacing("\"", with: "\"\"") + "\""
    }
}

/// Four games on two dates whose files keep every rule; a test spoils what it is about.
struct League {
    struct Game {
        let id: String
        let date: String
        let away: String
        let home: String
    }

    static let games = [
        Game(id: "0022300001", date: "2023-10-24", away: "LAL", home: "DEN"),
        Game(id: "0022300002", date: "2023-10-24", away: "PHX", home: "GSW"),
        Game(id: "0022300003", date: "2023-10-25", away: "ATL", home: "CHA"),
        Game(id: "0022300004", date: "2023-10-25", away: "BOS", home: "NYK"),
    ]
    static let teamIDs = ["LAL": 11, "DEN": 12, "PHX": 13, "GSW": 14, "ATL": 15, "CHA": 16, "BOS": 17, "NYK": 18]

    var schedule = Sheet(
        "game_id,game_date,season,season_type,start_time_et,away_team,home_team,away_team_id,home_team_id,status,"
            + "away_pts,home_pts,overtimes,arena,arena_city,attendance,duration,game_label,bref_game_id,"
            + "neutral_or_other_arena")
    var teams = Sheet(
        "game_id,game_date,season,season_type,team,team_id,opponent,is_home,minutes_total,fgm,fga,fg3m,fg3a,ftm,fta,"
            + "oreb,dreb,reb,ast,stl,blk,tov,tov_incl_team,pf,pts,opp_pts,plus_minus,q1,q2,q3,q4,ot_pts")
    var players = Sheet(
        "game_id,game_date,season,season_type,player_id,player_name,team,team_id,opponent,is_home,starter,"
            + "seconds_played,minutes,fgm,fga,fg3m,fg3a,ftm,fta,oreb,dreb,reb,ast,stl,blk,tov,pf,pts,plus_minus,source")
    var shots = Sheet(
        "game_id,game_date,event_id,period,minutes_left,seconds_left,player_id,team_id,made,shot_type,zone_basic,"
            + "zone_area,zone_range,action_type,loc_x,loc_y,distance_ft,assisted")
    var lines = Sheet("game_id,game_date,home_spread,total,moneyline_away,moneyline_home")
    var props = Sheet(
        "game_id,game_date,player_id,market,bookmaker,line,over_price,under_price,snapshot_utc,minutes_before_tip")
    var inactives = Sheet("game_id,game_date,team,player_id,bref_player_id,player_name,status,reason")
    var playerNames = Sheet("player_id,bref_player_id,player_name")
    var arenas = Sheet("arena,city,lat,lon,timezone")
    /// Files beside the usual ones, by name.
    var others: [String: Sheet] = [:]

    init() {
        for game in Self.games { add(game) }
        for team in Self.teamIDs.keys.sorted() {
            arenas.rows.append(["\(team) Arena", "\(team) City", "40.5", "-70.25", "America/New_York"])
            for number in 1...5 {
                playerNames.rows.append([Self.player(team, number), "\(team)0\(number)", "N \(team)"])
            }
        }
    }

    static func player(_ team: String, _ number: Int) -> String { "\((teamIDs[team] ?? 0) * 100 + number)" }

    private mutating func add(_ game: Game) {
        let ids = [game.away, game.home].map { "\(Self.teamIDs[$0] ?? 0)" }
        schedule.rows.append([
            game.id, game.date, "2023-24", "regular", "19:30", game.away, game.home, ids[0], ids[1], "Final", "55",
            "65", "0", "\(game.home) Arena", "\(game.home) City, X", "18000", "2:10", "", "202310240\(game.home)", "0",
        ])
        lines.rows.append([game.id, game.date, "-4.5", "220.5", "150", "-180"])
        inactives.rows.append([
            game.id, game.date, game.away, "\(ids[0])99", "\(game.away)x1", "Out \(game.away)", "inactive", "",
        ])
        addTeam(game, game.away, game.home, isHome: false)
        addTeam(game, game.home, game.away, isHome: true)
    }

    // Five players a team, each a fifth of it; the home team makes one more basket each.
    private mutating func addTeam(_ game: Game, _ team: String, _ opponent: String, isHome: Bool) {
        let id = "\(Self.teamIDs[team] ?? 0)"
        let head = [game.id, game.date, "2023-24", "regular"]
        let one = isHome ? [5, 9, 1, 3, 2, 2, 1, 3, 4, 2, 1, 0, 1] : [4, 8, 1, 3, 2, 2, 1, 3, 4, 2, 1, 0, 1]
        let points = isHome ? 13 : 11
        let margin = isHome ? 10 : -10
        teams.rows.append(
            head + [team, id, opponent, isHome ? "1" : "0", "240"] + one.map { "\($0 * 5)" }
                + ["7", "10", "\(points * 5)", "\(points * 5 - margin)", "\(margin)"]
                + (isHome ? ["17", "16", "16", "16", ""] : ["14", "14", "14", "13", ""]))
        for number in 1...5 {
            let player = Self.player(team, number)
            players.rows.append(
                head + [player, "Plåyer \(team) \(number)", team, id, opponent, isHome ? "1" : "0", "1", "2880", "48"]
                    + one.map(String.init) + ["2", "\(points)", "\(margin)", "test"])
            props.rows.append([
                game.id, game.date, player, "pts", "Book", "12.5", "-110.0", "-110.0", "2023-10-24T23:25:44Z", "4",
            ])
            addShots(game, id, player, made: one[0], attempts: one[1])
        }
    }

    // The first make and two misses are threes.
    private mutating func addShots(_ game: Game, _ team: String, _ player: String, made: Int, attempts: Int) {
        for attempt in 0..<attempts {
            let isThree = attempt == 0 || attempt >= attempts - 2
            shots.rows.append([
                game.id, game.date, "\(shots.rows.count + 1)", "1", "5", "30", player, team, attempt < made ? "1" : "0",
                isThree ? "3" : "2", isThree ? "Above the Break 3" : "Restricted Area", "Center(C)", "Less Than 8 ft.",
                "Jump Shot of some length", "-12", "25", "3", attempt < made ? "1" : "0",
            ])
        }
    }

    /// The files by name.
    var files: [String: Sheet] {
        let usual = [
            "schedule_2023-24.csv": schedule, "team_boxscores_2023-24.csv": teams,
            "player_boxscores_2023-24.csv": players, "shots_2023-24.csv": shots,
            "betting_lines_2023-24.csv": lines, "props_pra_2023-24.csv": props, "inactives_2023-24.csv": inactives,
            "players.csv": playerNames, "arenas.csv": arenas,
        ]
        return usual.merging(others) { _, other in other }
    }
}
