package import Dashboard
package import GameCalendar
package import LiveServer
package import Markup
internal import NBA
internal import PipelineEngine
package import PipelineModel

/// Pages about players, teams, the games of a date, and how good predictions are.
package struct BasketballPages: SubjectPages {
    let reader: LeagueReader
    let book: AccuracyBook

    /// Pages over what `store` holds.
    package init(_ store: any WarehouseReader) {
        reader = LeagueReader(store: store)
        book = AccuracyBook(reader)
    }

    package let navigation = [
        NavigationEntry("Players", "/players"), NavigationEntry("Teams", "/teams"), NavigationEntry("Slate", "/slates"),
        NavigationEntry("Accuracy", "/accuracy"),
    ]

    package func page(_ path: [String], _ request: WebRequest, _ standing: Standing) async throws -> Page? {
        let schedule = standing.facts.ledger.facts.schedule
        switch (path.first, path.count) {
        case ("players", 1): return try await players(request.value("name") ?? "")
        case ("players", 2): return try await player(path[1], request, schedule)
        case ("teams", 1): return try await teams()
        case ("teams", 2): return try await team(path[1], schedule)
        case ("slates", 1): return try await slate(nil, request, schedule)
        case ("slates", 2): return try await slate(path[1], request, schedule)
        case ("accuracy", 1): return await accuracy(request, standing)
        default: return nil
        }
    }

    package func parts(of date: GameDate, _ standing: Standing) async throws -> [Element] {
        let games = try await reader.games(on: date)
        return [
            .section(
                "Games", id: "games",
                [GameTable(games: games).element, .paragraph([.link("Predictions of the date", "/slates/\(date)")])])
        ]
    }

    private func players(_ wanted: String) async throws -> Page {
        let players = try await reader.store.records(PlayerReference.self, matching: RecordFilter())
        return PlayersPage(wanted: wanted, players: players).page
    }

    private func player(_ text: String, _ request: WebRequest, _ schedule: Schedule) async throws -> Page {
        guard let id = Int(text), let season = request.value("season").flatMap({ Season($0) }) ?? schedule.newestSeason
        else { return .missing("There is no player '\(text)'.", at: "/players") }
        let known = try await reader.store.records(
            PlayerReference.self, matching: .column("player_id", is: .int(id)))
        let record = try await PlayerSeason(id, known.first?.playerName, season, schedule, reader)
        if known.isEmpty, record.games.isEmpty, record.predictions.isEmpty {
            return .missing("There is no player '\(text)'.", at: "/players")
        }
        let system = request.value("system").flatMap(PredictionSystem.init(rawValue:)) ?? .lineups
        let market = request.value("market").flatMap(Market.init(rawValue:)) ?? .points
        return PlayerPage(record: record, seasons: schedule.seasons, system: system, market: market).page
    }

    private func teams() async throws -> Page {
        guard let date = try await newest(TeamDefenseZones.table.name) else {
            return TeamsPage(date: nil, zones: []).page
        }
        let zones = try await reader.rows(TeamDefenseZones.self, on: [date])[date] ?? []
        return TeamsPage(date: date, zones: zones).page
    }

    private func team(_ text: String, _ schedule: Schedule) async throws -> Page {
        guard Tricode.all.contains(text) else { return .missing("There is no team '\(text)'.", at: "/teams") }
        guard let season = schedule.newestSeason else { return .missing("No schedule is imported yet.", at: "/teams") }
        return TeamPage(record: try await TeamSeason(text, season, schedule, reader)).page
    }

    private func slate(_ text: String?, _ request: WebRequest, _ schedule: Schedule) async throws -> Page {
        let next = schedule.expectedDates.first { date in
            (schedule[date]?.countingGames ?? 0) == 0 && date > (schedule.countingDates.last ?? date - 1)
        }
        let wanted = text.map { GameDate($0) } ?? next ?? schedule.countingDates.last
        guard let date = wanted else {
            return .missing(
                text.map { "'\($0)' is not a date; write YYYY-MM-DD." } ?? "No schedule is imported yet.", at: "/slates"
            )
        }
        let market = request.value("market").flatMap(Market.init(rawValue:)) ?? .points
        return try await SlatePage(date, market, schedule, reader).page
    }

    private func accuracy(_ request: WebRequest, _ standing: Standing) async -> Page {
        let market = request.value("market").flatMap(Market.init(rawValue:)) ?? .points
        let population = request.value("population").flatMap(Population.init(rawValue:)) ?? .p5
        let known = await book.known(standing)
        return AccuracyPage(known: known, market: market, population: population).page
    }

    // The newest date with rows of a table.
    private func newest(_ table: TableName) async throws(WarehouseError) -> GameDate? {
        let states = try await reader.store.records(
            PartitionState.self,
            matching: .column("table_name", is: .text(table.rawValue)).newest(by: "game_date", limit: 1))
        return states.first?.gameDate
    }
}

/// Games of a date with their scores.
struct GameTable {
    let games: [ScheduledGame]

    var element: Element {
        PageTable(
            "Games", [.text("Game"), .text("Kind"), .text("Arena"), .number("Score"), .text("Counts")],
            games.map { game in
                let score = game.result.awayScore.flatMap { away in game.result.homeScore.map { "\(away) : \($0)" } }
                return [
                    Element([
                        .link(game.teams.away, "/teams/\(game.teams.away)"), Element(text: " at "),
                        .link(game.teams.home, "/teams/\(game.teams.home)"),
                    ]), Element(text: game.identity.seasonType), Element(text: game.venue.arena),
                    Element(text: score ?? "–"), Element(text: game.result.countsForPipeline ? "yes" : "no"),
                ]
            }
        ).element
    }
}
