import GameCalendar
import NBA

/// A mean with its standard deviation, 0 for what is a single number.
struct Figure {
    let name: String
    let mean: Double
    let deviation: Double

    init(_ name: String, _ values: [Double]) {
        self.name = name
        let mean = values.reduce(0, +) / Double(values.count)
        self.mean = mean
        deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
    }

    init(_ name: String, _ number: Double) { (self.name, mean, deviation) = (name, number, 0) }
}

/// What seasons look like from above.
extension SeasonTables {
    /// Team lines: points, pace, efficiency, percentages.
    var teamFigures: [Figure] {
        let counters = teams.map(\.counters)
        func share(_ name: String, _ makes: (BoxCounters) -> Int, _ attempts: (BoxCounters) -> Int) -> Figure {
            Figure(name, counters.filter { attempts($0) > 0 }.map { Double(makes($0)) / Double(attempts($0)) })
        }
        return [
            Figure("points", counters.map { Double($0.points) }),
            Figure("possessions", counters.map(\.possessions)),
            Figure("points per 100 possessions", counters.map { 100 * Double($0.points) / $0.possessions }),
            share("field goals made", \.fgMakes, \.fgAttempts),
            share("three-pointers made", \.threePtMakes, \.threePtAttempts),
            share("free throws made", \.ftMakes, \.ftAttempts),
            share("threes among attempts", \.threePtAttempts, \.fgAttempts),
            Figure("free throws", counters.map { Double($0.ftAttempts) }),
            Figure("offensive rebounds", counters.map { Double($0.offensiveRebounds) }),
            Figure("rebounds", counters.map { Double($0.rebounds) }),
            Figure("assists", counters.map { Double($0.assists) }),
            Figure("turnovers", counters.map { Double($0.turnovers) }),
            Figure("fouls", counters.map { Double($0.personalFouls) }),
        ]
    }

    /// Attempts and makes by zone.
    var zoneFigures: [Figure] {
        let zones = self.zones.values
        return ShotZone.allCases.filter { $0 != .backcourt }.flatMap { zone in
            [
                Figure(
                    "\(zone.rawValue): share",
                    zones.map { zones in
                        Double(zones[zone]?.attempts ?? 0) / Double(zones.values.reduce(0) { $0 + $1.attempts })
                    }),
                Figure("\(zone.rawValue): makes", zones.map { Double($0[zone]?.makes ?? 0) }),
            ]
        }
    }

    /// The calendar.
    var calendarFigures: [Figure] {
        var loads: [Double] = []
        var rests: [Double] = []
        for schedule in schedules {
            loads += Dictionary(grouping: schedule, by: \.date).values.map { Double($0.count) }
            var last: [String: GameDate] = [:]
            for game in schedule.filter({ $0.kind == "regular" }).sorted(by: { $0.date < $1.date }) {
                for team in game.teams {
                    if let last = last[team] { rests.append(Double(game.date - last - 1)) }
                    last[team] = game.date
                }
            }
        }
        func share(_ days: Double) -> Double { Double(rests.count { $0 == days }) / Double(rests.count) }
        return [
            Figure("games a date", loads), Figure("days of rest", rests.filter { $0 < 7 }),
            Figure("no day of rest", share(0)), Figure("one day of rest", share(1)),
            Figure("two days of rest", share(2)),
        ]
    }

    /// What must be plausible rather than equal.
    var otherFigures: [Figure] {
        let margins = games.values.map { Double($0.margin) }
        let errors = spreads.compactMap { game, spread in games[game].map { Double($0.margin) + spread } }
        let teamGames = Double(2 * games.count)
        return [
            Figure("home wins", Double(margins.count { $0 > 0 }) / Double(margins.count)),
            Figure("overtimes", Double(games.values.count { $0.overtimes > 0 }) / Double(games.count)),
            Figure("home margin", margins), Figure("spread error", errors),
            Figure("spread", Array(spreads.values)),
            Figure("a player's minutes", players.map(\.minutes)),
            Figure("a starter's minutes", players.filter(\.isStarter).map(\.minutes)),
            Figure("a player's points", players.map { Double($0.line.counters.points) }),
            Figure("players a team and game", Double(players.count) / teamGames),
            Figure("starters a team and game", Double(players.count { $0.isStarter }) / teamGames),
            Figure("inactive a team and game", Double(listings["inactive"] ?? 0) / teamGames),
            Figure("unused a team and game", Double(listings["active_dnp"] ?? 0) / teamGames),
        ] + leaders
    }

    // The mean over the seasons of each season's best, of those who played most games.
    private var leaders: [Figure] {
        let kinds: [(String, (BoxCounters) -> Int)] = [
            ("best scorer", \.points), ("best rebounder", \.rebounds), ("best passer", \.assists),
        ]
        let careers = Dictionary(grouping: players.filter(\.isRegular), by: { "\($0.season) \($0.player)" }).values
            .filter { $0.count >= 58 }
        return kinds.map { name, counter in
            var best: [String: Double] = [:]
            for games in careers {
                let mean = Double(games.reduce(0) { $0 + counter($1.line.counters) }) / Double(games.count)
                best[games[0].season] = max(best[games[0].season] ?? 0, mean)
            }
            return Figure(name, best.values.reduce(0, +) / Double(best.count))
        }
    }
}
