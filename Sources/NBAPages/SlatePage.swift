internal import Charts
internal import Dashboard
internal import GameCalendar
internal import Markup
internal import NBA
internal import PipelineModel

/// Every player's prediction of a date by system, the line and what to make of it, and after the games what came.
struct SlatePage {
    private let date: GameDate
    private let market: Market
    private let games: [ScheduledGame]
    private let players: [Player]
    private let systems: [PredictionSystem]
    private let neighbours: [GameDate]

    fileprivate struct Player {
        let id: Int
        let name: String
        let team: String
        let opponent: String
        let game: String
        var predictions: [PredictionSystem: PropPrediction] = [:]
        var grades: [PredictionSystem: PredictionGrade] = [:]
    }

    init(_ date: GameDate, _ market: Market, _ schedule: Schedule, _ reader: LeagueReader) async throws {
        (self.date, self.market) = (date, market)
        games = try await reader.games(on: date).filter(\.isExpected)
        systems = PredictionSystem.allCases.filter { $0.markets.contains(market) }
        let isMarket: KeyValuePairs<String, Cell> = ["market": .text(market.rawValue)]
        let predictions = try await reader.rows(PropPrediction.self, where: isMarket, on: [date])[date] ?? []
        let grades = try await reader.rows(PredictionGrade.self, where: isMarket, on: [date])[date] ?? []
        let names = try await reader.names()
        var players: [Int: Player] = [:]
        for row in predictions {
            players[
                row.playerID,
                default: Player(
                    id: row.playerID, name: names[row.playerID] ?? row.playerLookup, team: row.teamAbbr,
                    opponent: row.opponentAbbr, game: row.gameID)
            ].predictions[row.system] = row
        }
        for row in grades { players[row.playerID]?.grades[row.system] = row }
        self.players = players.values.sorted { left, right in
            let (more, less) = (left.expected, right.expected)
            return more == less ? left.id < right.id : more > less
        }
        let known = schedule.expectedDates
        neighbours = [known.last { $0 < date }, known.first { $0 > date }].compactMap(\.self)
    }

    var page: Page {
        let pager = Element(
            "p", ["class": "pager"], neighbours.map { .link("\($0)", "/slates/\($0)?market=\(market.rawValue)") })
        let markets = Element(
            "p", ["class": "pager"],
            Market.allCases.map { other in
                other == market
                    ? Element("strong", [:], [Element(text: other.rawValue)])
                    : .link(other.rawValue, "/slates/\(date)?market=\(other.rawValue)")
            })
        guard !games.isEmpty else {
            var page = Page(
                "Slate of \(date)", at: "/slates",
                [.paragraph("No games are expected on \(date). The nearest dates with games:"), pager])
            page.status = 404
            return page
        }
        return Page(
            "Slate of \(date)", at: "/slates",
            [pager, markets, .section("Games", id: "games", [GameTable(games: games).element])]
                + games.map(section) + [outcome])
    }

    private func section(_ game: ScheduledGame) -> Element {
        let members = players.filter { $0.game == game.identity.gameID }
        let columns: [PageTable.Column] =
            [.text("Player"), .text("Team")] + systems.map { .number($0.short) }
            + [.number("Interval"), .number("Line"), .text("Call"), .number("Came"), .text("Result")]
        let table = PageTable(
            "\(game.teams.away) at \(game.teams.home): \(market.rawValue)", columns, members.map(row),
            whenEmpty: "Nothing is predicted yet.")
        return .section("\(game.teams.away) at \(game.teams.home)", id: "game-\(game.identity.gameID)", [table.element])
    }

    private func row(_ player: Player) -> [Element] {
        let best = player.predictions[.lineups] ?? player.predictions[.ensemble]
        let grade = best.flatMap { player.grades[$0.system] }
        let interval = best?.intervalLow.flatMap { low in best?.intervalHigh.map { "\(low.short) – \($0.short)" } }
        let result = grade.map { $0.betResult?.rawValue ?? $0.status.rawValue } ?? "not graded"
        return [.link(player.name, "/players/\(player.id)"), Element(text: player.team)]
            + systems.map { system in
                let prediction = player.predictions[system]
                return Element(text: prediction?.predictedValue?.short ?? prediction?.gapReason?.rawValue ?? "–")
            } + [
                Element(text: interval ?? "–"), Element(text: best?.line?.short ?? "–"),
                Element(text: best?.recommendation.rawValue ?? "–"),
                Element(text: grade?.actualValue.map(String.init) ?? "–"), Element(text: result),
            ]
    }

    // How far each system was off on this date.
    private var outcome: Element {
        let rows = systems.compactMap { system -> [Element]? in
            let grades = players.compactMap { $0.grades[system] }
            var accuracy = Accuracy()
            for grade in grades { accuracy.add(grade, of: .all) }
            guard let error = accuracy.errors.meanAbsolute else { return nil }
            return [
                Element(text: system.rawValue), Element(text: "\(accuracy.errors.count)"),
                Element(text: error.written(decimals: 3)), Element(text: Signed.text(accuracy.errors.bias ?? 0)),
                Element(text: accuracy.coverage.map { "\(($0 * 100).written(decimals: 0)) %" } ?? "–"),
            ]
        }
        let table = PageTable(
            "Accuracy on \(date), whoever appeared",
            [.text("System"), .number("n"), .number("MAE"), .number("Bias"), .number("Within interval")], rows,
            whenEmpty: "The games are not graded yet.")
        return .section("How it went", id: "outcome", [table.element])
    }
}

extension SlatePage.Player {
    fileprivate var expected: Double {
        predictions[.lineups]?.predictedValue ?? predictions[.ensemble]?.predictedValue ?? -1
    }
}

extension PredictionSystem {
    /// Without the version.
    var short: String {
        switch self {
        case .movingAverage: "average"
        case .zoneMatchup: "zones"
        case .similarity: "similar"
        case .rules: "rules"
        case .boosted: "gbm v1"
        case .ensemble: "ensemble"
        case .lineups: "gbm v2"
        }
    }
}
