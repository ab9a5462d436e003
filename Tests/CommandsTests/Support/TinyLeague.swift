import Foundation

/// Four teams that play on eight dates, two games a date, in files that keep every rule of import.
///
/// Every team's first player is a star. Denver's, Nikola Jokić, is out on the last date.
struct TinyLeague {
    static let dates = [
        "2023-11-01", "2023-11-02", "2023-11-04", "2023-11-05", "2023-11-08", "2023-11-09", "2023-11-11", "2023-11-12",
    ]
    static let jokic = 203_999
    private static let teams = ["BOS": 11, "DEN": 12, "LAL": 13, "NYK": 14]

    private struct Line {
        let player: Int
        let name: String
        let makes: Int
        var attempts: Int { makes + 10 }
        var points: Int { 2 * makes + 3 }
    }

    private let unplayed: String?
    private var files: [String: [String]] = [
        "schedule_2023-24.csv": [
            "game_id,game_date,season,season_type,start_time_et,away_team,home_team,away_team_id,home_team_id,status,"
                + "away_pts,home_pts,overtimes,arena,arena_city,attendance,neutral_or_other_arena"
        ],
        "team_boxscores_2023-24.csv": [
            "game_id,game_date,season,season_type,team,team_id,opponent,is_home,minutes_total,fgm,fga,fg3m,fg3a,ftm,"
                + "fta,oreb,dreb,reb,ast,stl,blk,tov,tov_incl_team,pf,pts,opp_pts,plus_minus,q1,q2,q3,q4,ot_pts"
        ],
        "player_boxscores_2023-24.csv": [
            "game_id,game_date,season,season_type,player_id,player_name,team,team_id,opponent,is_home,starter,"
                + "seconds_played,minutes,fgm,fga,fg3m,fg3a,ftm,fta,oreb,dreb,reb,ast,stl,blk,tov,pf,pts,plus_minus,"
                + "source"
        ],
        "shots_2023-24.csv": [
            "game_id,game_date,event_id,period,minutes_left,seconds_left,player_id,team_id,made,shot_type,zone_basic,"
                + "zone_area,zone_range,action_type,loc_x,loc_y,distance_ft,assisted"
        ],
        "betting_lines_2023-24.csv": ["game_id,game_date,home_spread,total,moneyline_away,moneyline_home"],
        "props_2023-24.csv": [
            "game_id,game_date,player_id,market,bookmaker,line,over_price,under_price,snapshot_utc,minutes_before_tip"
        ],
        "inactives_2023-24.csv": ["game_id,game_date,team,player_id,bref_player_id,player_name,status,reason"],
        "players.csv": ["player_id,bref_player_id,player_name"],
        "arenas.csv": ["arena,city,lat,lon,timezone"],
    ]

    /// A league whose games from `unplayed` on are still to be played; nil for one that has played all.
    init(unplayedFrom unplayed: String? = nil) {
        self.unplayed = unplayed
        let names = Self.teams.keys.sorted()
        for (day, date) in Self.dates.enumerated() {
            // Everybody meets everybody.
            let rival = 1 + day % 3
            let others = names.indices.filter { $0 != 0 && $0 != rival }
            addGame(day * 2, date, away: names[0], home: names[rival])
            addGame(day * 2 + 1, date, away: names[others[0]], home: names[others[1]])
        }
        for (number, team) in names.enumerated() {
            add("arenas.csv", "\(team) Arena,\(team),\(40 + number).5,-\(70 + number * 8).25,America/New_York")
            for player in 1...6 {
                add("players.csv", "\(Self.id(team, player)),x\(team)\(player),\(Self.name(team, player))")
            }
        }
    }

    private mutating func add(_ file: String, _ line: String) { files[file, default: []].append(line) }

    private static func id(_ team: String, _ number: Int) -> Int {
        team == "DEN" && number == 1 ? jokic : (teams[team] ?? 0) * 100 + number
    }

    private static func name(_ team: String, _ number: Int) -> String {
        team == "DEN" && number == 1 ? "Nikola Jokić" : "Player \(team) \(number)"
    }

    private static func lines(_ team: String, _ game: Int, isLastDate: Bool) -> [Line] {
        let numbers = team == "DEN" && isLastDate ? 2...6 : 1...5
        return numbers.map { number in
            let makes = number == 1 ? 9 + game % 3 : 4 + (game + number) % 4
            return Line(player: id(team, number), name: name(team, number), makes: makes + (team == "DEN" ? 1 : 0))
        }
    }

    private mutating func addGame(_ number: Int, _ date: String, away: String, home: String) {
        let id = "00223000\(number < 9 ? "0" : "")\(number + 1)"
        let isLast = date == Self.dates.last
        let sides = [away, home].map { team in
            var lines = Self.lines(team, number + (Self.teams[team] ?? 0), isLastDate: isLast)
            // Nobody draws: the home team makes more, every other time the visitors.
            if (team == home) == (number % 2 == 0) {
                let last = lines[4]
                lines[4] = Line(player: last.player, name: last.name, makes: last.makes + 11)
            }
            return (team: team, lines: lines)
        }
        let points = sides.map { $0.lines.reduce(0) { $0 + $1.points } }
        let ids = sides.map { Self.teams[$0.team] ?? 0 }
        let isPlayed = unplayed.map { date < $0 } ?? true
        let result = isPlayed ? "Final,\(points[0]),\(points[1]),0" : "Scheduled,,,"
        add(
            "schedule_2023-24.csv",
            "\(id),\(date),2023-24,regular,19:30,\(away),\(home),\(ids[0]),\(ids[1]),\(result),"
                + "\(home) Arena,\(home),\(isPlayed ? "18000" : ""),0")
        add("betting_lines_2023-24.csv", "\(id),\(date),-4.5,220.5,150,-180")
        for (side, opponent) in [(0, 1), (1, 0)] where isPlayed {
            let head = "\(id),\(date),2023-24,regular"
            let tail = "\(sides[side].team),\(ids[side]),\(sides[opponent].team),\(side)"
            addBox(head, tail, sides[side].lines, points[side], points[opponent])
            addShots("\(id),\(date)", ids[side], sides[side].lines)
        }
        if isLast { addOffers("\(id),\(date)", sides[0].lines + sides[1].lines) }
        if isLast, isPlayed, away == "DEN" || home == "DEN" {
            add("inactives_2023-24.csv", "\(id),\(date),DEN,\(Self.jokic),jokicni01,Nikola Jokić,inactive,Rest")
        }
    }

    private mutating func addBox(_ head: String, _ tail: String, _ lines: [Line], _ points: Int, _ against: Int) {
        let makes = lines.reduce(0) { $0 + $1.makes }
        let quarter = points / 4
        let attempts = lines.reduce(0) { $0 + $1.attempts }
        add(
            "team_boxscores_2023-24.csv",
            "\(head),\(tail),240,\(makes),\(attempts),5,15,10,10,5,15,20,10,5,0,5,6,5,\(points),\(against),"
                + "\(points - against),\(quarter),\(quarter),\(quarter),\(points - 3 * quarter),")
        for line in lines {
            add(
                "player_boxscores_2023-24.csv",
                "\(head),\(line.player),\(line.name),\(tail),1,2880,48,\(line.makes),\(line.attempts),1,3,2,2,1,3,4,2,"
                    + "1,0,1,1,\(line.points),\(points - against),test")
        }
    }

    // One make and two misses of three points; the other makes in the paint, the other misses from mid-range.
    private mutating func addShots(_ game: String, _ team: Int, _ lines: [Line]) {
        for line in lines {
            for attempt in 0..<line.attempts {
                let isThree = attempt == 0 || attempt >= line.attempts - 2
                let isMade = attempt < line.makes
                let zone = isThree ? "Above the Break 3" : (isMade ? "Restricted Area" : "Mid-Range")
                let event = files["shots_2023-24.csv", default: []].count
                add(
                    "shots_2023-24.csv",
                    "\(game),\(event),1,5,30,\(line.player),\(team),\(isMade ? 1 : 0),\(isThree ? 3 : 2),\(zone),"
                        + "Center(C),Less Than 8 ft.,Jump Shot,-12,25,3,\(isMade ? 1 : 0)")
            }
        }
    }

    private mutating func addOffers(_ game: String, _ lines: [Line]) {
        for line in lines {
            for (book, offer) in [("Alpha", "14.5"), ("Beta", "15.5"), ("Gamma", "16.5")] {
                add(
                    "props_2023-24.csv",
                    "\(game),\(line.player),pts,\(book),\(offer),-110.0,-110.0,2023-11-12T23:25:44Z,4")
            }
        }
    }

    /// Writes the files into a new folder.
    func write(to folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for (name, lines) in files {
            try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: "\(folder)/\(name)"))
        }
    }
}
