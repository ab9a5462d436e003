internal import Charts
internal import Dashboard
internal import GameCalendar
internal import Markup
internal import NBA
internal import PipelineModel

/// Every team's defence by zone, as the newest table has it.
struct TeamsPage {
    let date: GameDate?
    let zones: [TeamDefenseZones]

    var page: Page {
        let table = PageTable(
            date.map { "Shooting allowed before the games of \($0), and percentage points against the league" }
                ?? "Teams",
            [
                .text("Team"), .number("Games"), .number("Paint"), .number("vs league"), .number("Mid-range"),
                .number("vs league"), .number("Three"), .number("vs league"), .number("Defensive rating"),
            ],
            zones.map { team in
                [.link(team.teamAbbr, "/teams/\(team.teamAbbr)"), Element(text: "\(team.gamesInSample)")]
                    + ShotZoneGroup.allCases.flatMap { zone in
                        [
                            Element(text: team.pctAllowed[zone].map { ($0 * 100).written(decimals: 1) } ?? "–"),
                            Element(text: team.versusLeague[zone].map(Signed.text) ?? "–"),
                        ]
                    } + [Element(text: team.defensiveRatingLast15?.written(decimals: 1) ?? "–")]
            }, whenEmpty: "Nothing is computed yet.")
        let all = Tricode.all.sorted().map { Element.link($0, "/teams/\($0)") }
        return Page(
            "Teams", at: "/teams",
            [
                .section("Zone defence of the newest slate", id: "zones", [table.element]),
                .section("All teams", id: "teams", [Element("p", ["class": "legend"], all)]),
            ])
    }
}

/// Numbers whose sign matters.
enum Signed {
    static func text(_ value: Double) -> String { (value > 0 ? "+" : "") + value.written(decimals: 1) }
}

/// What is known of a team's season.
struct TeamSeason: Sendable {
    let team: String
    let season: Season
    /// Its finished games, oldest first.
    let games: [TeamDefenseGame]
    /// Its defence by zone before each date it was worked out for, oldest first.
    let zones: [TeamDefenseZones]

    init(_ team: String, _ season: Season, _ schedule: Schedule, _ reader: LeagueReader) async throws {
        (self.team, self.season) = (team, season)
        let dates = schedule.expectedDates(of: season).union(schedule.countingDates(of: season)).dates
        let isIts: KeyValuePairs<String, Cell> = ["team_abbr": .text(team)]
        let zones = try await reader.rows(TeamDefenseZones.self, where: isIts, on: dates)
        self.zones = dates.flatMap { zones[$0] ?? [] }
        let isDefending: KeyValuePairs<String, Cell> = ["team_abbr": .text(team)]
        let games = try await reader.rows(TeamDefenseGame.self, where: isDefending, on: dates)
        self.games = dates.flatMap { games[$0] ?? [] }
    }
}

/// One team's season: how it defends against the league, and its games.
struct TeamPage {
    let record: TeamSeason

    var page: Page { Page("\(record.team) in \(record.season)", at: "/teams", [zones, rating, log]) }

    private var zones: Element {
        guard let newest = record.zones.last else {
            return .section("Zone defence", id: "zones", [.paragraph("Not known.")])
        }
        let table = PageTable(
            "Before \(newest.gameDate), last \(newest.gamesInSample) games",
            [
                .text("Zone"), .number("Made against it"), .number("League"), .number("Difference"),
                .number("Attempts a game"),
            ],
            ShotZoneGroup.allCases.map { zone in
                [
                    Element(text: zone.label.replacing("_", with: "-")),
                    Element(text: newest.pctAllowed[zone].map { "\(($0 * 100).written(decimals: 1)) %" } ?? "–"),
                    Element(text: "\((newest.league[zone] * 100).written(decimals: 1)) %"),
                    Element(text: newest.versusLeague[zone].map(Signed.text) ?? "–"),
                    Element(text: newest.attemptsAllowed[zone]?.written(decimals: 1) ?? "–"),
                ]
            })
        let chart = LineChart(
            "Shooting allowed against the league's, percentage points", x: .dates,
            y: .init("percentage points", includesZero: true),
            ShotZoneGroup.allCases.map { zone in
                .init(
                    zone.label.replacing("_", with: "-"),
                    record.zones.map { (Double($0.gameDate.dayNumber), $0.versusLeague[zone]) })
            })
        return .section(
            "Zone defence against the league", id: "zones",
            [table.element, .figure(chart.figure, id: "zone-chart", scale: 1.3)])
    }

    private var rating: Element {
        let chart = LineChart(
            "Points allowed per 100 possessions, last 15 games", x: .dates, y: .init("points per 100 possessions"),
            [
                .init(record.team, record.zones.map { (Double($0.gameDate.dayNumber), $0.defensiveRatingLast15) }),
                .init("league", record.zones.map { (Double($0.gameDate.dayNumber), $0.league.defensiveRating) }),
            ])
        return .section("Defensive rating", id: "rating", [.figure(chart.figure, id: "rating-chart", scale: 1.3)])
    }

    private var log: Element {
        let table = PageTable(
            "Games, newest first",
            [
                .text("Date"), .text("Against"), .text("Result"), .number("By"), .number("Allowed"),
                .number("Defensive rating"), .number("Opponent's pace"),
            ],
            record.games.reversed().map { game in
                [
                    .link("\(game.identity.gameDate)", "/dates/\(game.identity.gameDate)"),
                    .link(game.side.opponentAbbr, "/teams/\(game.side.opponentAbbr)"),
                    Element(text: game.outcome.winFlag ? "won" : "lost"),
                    Element(text: "\(game.outcome.marginOfVictory)"),
                    Element(text: "\(game.allowed.pointsAllowed)"),
                    Element(text: game.defensiveRating.written(decimals: 1)),
                    Element(text: game.opponentPace.written(decimals: 1)),
                ]
            }, whenEmpty: "No games in \(record.season).")
        return .section("Games", id: "log", [table.element])
    }
}
