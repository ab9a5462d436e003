package import GameCalendar

/// A fabricated league that satisfies every import rule: each team plays on each date, each box score adds up.
///
/// The same value gives the same bytes. What a test wants to go wrong is a property.
package struct TinyLeague: Sendable {
    /// Teams, even, 2...30.
    package var teams = 4
    /// Game dates, ascending, all of season 2023-24.
    package var dates: [GameDate]
    /// Players who appear for a team in each game, 5...15; 14,400 seconds are shared by them.
    package var players = 8
    /// Dates of which the box scores were not collected.
    package var datesWithoutBoxScores: Set<GameDate> = []
    /// Dates whose schedule was collected without the number of overtimes, so that analytics fail.
    package var datesWithoutOvertimes: Set<GameDate> = []
    /// The first date whose games are still to be played; nil for a league that has played all.
    package var unplayedFrom: GameDate?
    /// Assists added to the first player of the first game of a date, and to his team's line.
    package var extraAssists: [GameDate: Int] = [:]

    /// A league that plays `count` dates in a row from `first` on, with every seventh day off.
    package init(dates count: Int = 6, from first: GameDate) {
        dates = (0..<count).map { first + ($0 + $0 / 6) }
    }

    /// The season as files name it.
    package static let season = "2023-24"

    /// Every file of the league: name and content.
    package var files: [String: String] {
        let games = self.games
        let scores = games.filter { !datesWithoutBoxScores.contains($0.date) && isPlayed($0) }
        return [
            "schedule_\(Self.season).csv": CSV.schedule(
                games, withoutOvertimes: datesWithoutOvertimes, isPlayed: isPlayed),
            "team_boxscores_\(Self.season).csv": CSV.teams(scores),
            "player_boxscores_\(Self.season).csv": CSV.players(scores),
            "shots_\(Self.season).csv": CSV.shots(scores),
            "betting_lines_\(Self.season).csv": CSV.lines(games),
            "players.csv": CSV.register(self),
            "arenas.csv": CSV.arenas(self),
        ]
    }

    private func isPlayed(_ game: TinyGame) -> Bool { unplayedFrom.map { game.date < $0 } ?? true }

    /// Every game, in order.
    package var games: [TinyGame] {
        var serial = 0
        var games: [TinyGame] = []
        for (round, date) in dates.enumerated() {
            for (away, home) in pairs(in: round) {
                serial += 1
                let isFirst = games.last?.date != date
                games.append(
                    TinyGame(
                        serial: serial, date: date, away: away, home: home, players: players,
                        extraAssists: isFirst ? extraAssists[date] ?? 0 : 0))
            }
        }
        return games
    }

    // Everybody meets everybody: the circle method, with home and away exchanged from round to round.
    private func pairs(in round: Int) -> [(Int, Int)] {
        let others = teams - 1
        let circle = [0] + (0..<others).map { 1 + ($0 + round) % others }
        return (0..<teams / 2).map { place in
            let pair = (circle[place], circle[teams - 1 - place])
            return round.isMultiple(of: 2) ? pair : (pair.1, pair.0)
        }
    }
}

/// The teams a league is made of.
enum TinyTeam {
    private static let codes = [
        "ATL", "BOS", "CLE", "NOP", "CHI", "DAL", "DEN", "GSW", "HOU", "LAC", "LAL", "MIA", "MIL", "MIN", "BKN", "NYK",
        "ORL", "IND", "PHI", "PHX", "POR", "SAC", "SAS", "OKC", "TOR", "UTA", "MEM", "WAS", "DET", "CHA",
    ]

    static func code(_ team: Int) -> String { codes[team] }
    static func id(_ team: Int) -> Int { 1_610_612_737 + team }
    static func arena(_ team: Int) -> String { "\(codes[team]) Hall" }
    static func playerID(_ team: Int, _ player: Int) -> Int { 1000 + team * 100 + player }
    static func playerName(_ team: Int, _ player: Int) -> String {
        "Player \(letters(team)) \(letters(player))"
    }

    // Names hold letters only, so that they fold to distinct lookups.
    private static func letters(_ number: Int) -> String {
        let alphabet = Array("abcdefghijklmnopqrstuvwxyz")
        return String([alphabet[number / 26], alphabet[number % 26]])
    }
}
