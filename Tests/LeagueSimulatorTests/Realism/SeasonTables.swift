import DelimitedText
import GameCalendar
import NBA

/// The raw files of some seasons, read for what figures need.
struct SeasonTables {
    /// A game of the schedule.
    struct Game {
        let kind: String
        let date: GameDate
        let teams: [String]
        let margin: Int
        let overtimes: Int
    }

    /// A line of a box score.
    struct Line {
        let game: String
        let team: String
        let counters: BoxCounters
    }

    /// A player's line.
    struct PlayerLine {
        let season: String
        let player: Int
        let isRegular: Bool
        let isStarter: Bool
        let minutes: Double
        let line: Line
    }

    private(set) var games: [String: Game] = [:]
    /// In file order; by season, since teams rest between seasons.
    private(set) var schedules: [[Game]] = []
    private(set) var teams: [Line] = []
    private(set) var players: [PlayerLine] = []
    /// Attempts and makes by zone, of each team in each game.
    private(set) var zones: [String: [ShotZone: (attempts: Int, makes: Int)]] = [:]
    private(set) var spreads: [String: Double] = [:]
    /// Rows of the inactive list by status.
    private(set) var listings: [String: Int] = [:]

    /// Reads `seasons`; `file` gives the text of a file by its name without an ending.
    init(_ seasons: [String], _ file: (String) throws -> [UInt8]) throws {
        for season in seasons {
            try readSchedule(Table(file("schedule_\(season)")))
            try readTeams(Table(file("team_boxscores_\(season)")))
            try readPlayers(Table(file("player_boxscores_\(season)")), season)
            try readShots(Table(file("shots_\(season)")))
            try readLines(Table(file("betting_lines_\(season)")))
            try Table(file("inactives_\(season)")).forEach(["status"]) { listings[$0.text(0), default: 0] += 1 }
        }
    }

    private mutating func readSchedule(_ table: Table) {
        var schedule: [Game] = []
        let names = [
            "game_id", "season_type", "game_date", "away_team", "home_team", "away_pts", "home_pts", "overtimes",
        ]
        table.forEach(names) { cells in
            let game = Game(
                kind: cells.text(1), date: GameDate(cells.text(2)) ?? .reference,
                teams: [cells.text(3), cells.text(4)],
                margin: cells.int(6) - cells.int(5), overtimes: cells.int(7))
            games[cells.text(0)] = game
            schedule.append(game)
        }
        schedules.append(schedule)
    }

    private static let counters = [
        "pts", "fgm", "fga", "fg3m", "fg3a", "ftm", "fta", "oreb", "dreb", "reb", "ast", "stl", "blk", "tov", "pf",
    ]

    private static func line(_ cells: Cells) -> Line {
        var c = BoxCounters()
        (c.points, c.fgMakes, c.fgAttempts) = (cells.int(2), cells.int(3), cells.int(4))
        (c.threePtMakes, c.threePtAttempts) = (cells.int(5), cells.int(6))
        (c.ftMakes, c.ftAttempts) = (cells.int(7), cells.int(8))
        (c.offensiveRebounds, c.defensiveRebounds, c.rebounds) = (cells.int(9), cells.int(10), cells.int(11))
        (c.assists, c.steals, c.blocks, c.turnovers) = (cells.int(12), cells.int(13), cells.int(14), cells.int(15))
        c.personalFouls = cells.int(16)
        return Line(game: cells.text(0), team: cells.text(1), counters: c)
    }

    private mutating func readTeams(_ table: Table) {
        table.forEach(["game_id", "team"] + Self.counters) { teams.append(Self.line($0)) }
    }

    private mutating func readPlayers(_ table: Table, _ season: String) {
        let names = ["season_type", "player_id", "starter", "seconds_played"]
        table.forEach(["game_id", "team"] + Self.counters + names) { cells in
            players.append(
                PlayerLine(
                    season: season, player: cells.int(18), isRegular: cells.text(17) == "regular",
                    isStarter: cells.int(19) == 1, minutes: Double(cells.int(20)) / 60, line: Self.line(cells)))
        }
    }

    private mutating func readShots(_ table: Table) {
        table.forEach(["game_id", "team_id", "zone_basic", "made"]) { cells in
            guard let zone = ShotZone(rawValue: cells.text(2)) else { return }
            let made = cells.int(3)
            zones["\(cells.text(0)) \(cells.text(1))", default: [:]][zone, default: (0, 0)].attempts += 1
            zones["\(cells.text(0)) \(cells.text(1))", default: [:]][zone, default: (0, 0)].makes += made
        }
    }

    private mutating func readLines(_ table: Table) {
        table.forEach(["game_id", "home_spread"]) { cells in
            if let spread = cells.double(1) { spreads[cells.text(0)] = spread }
        }
    }
}

/// A file as records.
private struct Table {
    private let document: CSVDocument

    init(_ text: [UInt8]) throws { document = try CSVDocument(text) }

    func forEach(_ names: [String], _ body: (Cells) -> Void) {
        let wanted = names.map { document.header.index(of: $0) }
        document.forEachEntry { (entry) throws(Never) in
            if case .record(let record) = entry { body(Cells(record: record, wanted: wanted)) }
        }
    }
}

/// The wanted cells of one record.
private struct Cells {
    let record: CSVRecord
    let wanted: [Int?]

    func text(_ cell: Int) -> String { wanted[cell].map { record[$0].text() } ?? "" }
    func int(_ cell: Int) -> Int { wanted[cell].flatMap { record[$0].int() }.map(Int.init) ?? 0 }
    func double(_ cell: Int) -> Double? { wanted[cell].flatMap { record[$0].double() } }
}
