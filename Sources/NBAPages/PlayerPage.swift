internal import Charts
internal import Dashboard
internal import GameCalendar
internal import Markup
internal import NBA
internal import PipelineModel

/// One player's season.
struct PlayerPage {
    let record: PlayerSeason
    let seasons: [Season]
    let system: PredictionSystem
    let market: Market

    var page: Page {
        Page(record.name, at: "/players", [choice, form, predictions, zones, factors, log])
    }

    private var choice: Element {
        return Element(
            "form", ["class": "filter", "action": "/players/\(record.id)"],
            [
                .choice("Season", "season", seasons.map { ("\($0)", "\($0)") }, "\(record.season)"),
                .choice(
                    "Predicted by", "system", PredictionSystem.allCases.map { ($0.rawValue, $0.rawValue) },
                    system.rawValue),
                .choice("What", "market", Market.allCases.map { ($0.rawValue, $0.rawValue) }, market.rawValue),
                Element("button", [:], [Element(text: "Show")]),
            ])
    }

    private var appearances: [PlayerGame] { record.games.filter(\.isActive) }

    // Each game, and the mean of the last five and ten up to it.
    private var form: Element {
        let games = appearances
        func rolling(_ count: Int) -> [(x: Double, y: Double?)] {
            games.indices.map { index in
                let window = games[max(0, index - count + 1)...index]
                let mean = Double(window.reduce(0) { $0 + value(of: $1) }) / Double(window.count)
                return (Double(games[index].identity.gameDate.dayNumber), index + 1 < count ? nil : mean)
            }
        }
        let chart = LineChart(
            "\(market.rawValue) by game in \(record.season)", x: .dates, y: .init(market.rawValue, includesZero: true),
            [
                .init("game", games.map { (Double($0.identity.gameDate.dayNumber), Double(value(of: $0))) }),
                .init("mean of 5", rolling(5)), .init("mean of 10", rolling(10)),
            ])
        return .section("Form", id: "form", [.figure(chart.figure, id: "form-chart", scale: 1.5)])
    }

    private func value(of game: PlayerGame) -> Int {
        switch market {
        case .points: game.counters.points
        case .rebounds: game.counters.rebounds
        case .assists: game.counters.assists
        case .pra: game.pra
        }
    }

    private var predictions: Element {
        let shown = record.predictions.filter { $0.system == system && $0.market == market }
        let chart = IntervalChart(
            title: "\(market.rawValue), predicted by \(system.rawValue) and as it came", unit: market.rawValue,
            points: shown.compactMap { prediction in
                guard let value = prediction.predictedValue else { return nil }
                return IntervalChart.Point(
                    date: prediction.gameDate, predicted: value,
                    interval: prediction.intervalLow.flatMap { low in prediction.intervalHigh.map { low...max(low, $0) }
                    },
                    actual: grade(of: prediction)?.actualValue.map(Double.init))
            })
        let table = PageTable(
            "Predictions, newest first",
            [
                .text("Date"), .text("Against"), .number("Predicted"), .text("Interval"), .number("Line"),
                .text("Call"),
                .number("Confidence"), .number("Came"), .text("Result"),
            ],
            shown.reversed().prefix(82).map { prediction in
                let grade = grade(of: prediction)
                return [
                    .link("\(prediction.gameDate)", "/slates/\(prediction.gameDate)"),
                    Element(text: prediction.opponentAbbr),
                    Element(text: prediction.predictedValue?.short ?? prediction.gapReason?.rawValue ?? "–"),
                    Element(text: interval(prediction)), Element(text: prediction.line?.short ?? "–"),
                    Element(text: prediction.recommendation.rawValue),
                    Element(text: prediction.confidence?.written(decimals: 2) ?? "–"),
                    Element(text: grade?.actualValue.map(String.init) ?? "–"),
                    Element(text: grade?.betResult?.rawValue ?? grade?.status.rawValue ?? "not graded"),
                ]
            }, whenEmpty: "No predictions.")
        return .section(
            "Predictions", id: "predictions",
            [.figure(chart.figure, id: "prediction-chart", scale: 1.3), table.element])
    }

    private func grade(of prediction: PropPrediction) -> PredictionGrade? {
        record.grades[PredictionKey(prediction.gameID, prediction.playerID, prediction.system, prediction.market)]
    }

    private func interval(_ prediction: PropPrediction) -> String {
        guard let low = prediction.intervalLow, let high = prediction.intervalHigh else { return "–" }
        return "\(low.short) – \(high.short)"
    }

    private var zones: Element {
        guard let zones = record.zones else {
            return .section("Where he shoots from", id: "zones", [.paragraph("Not known.")])
        }
        let court = HalfCourt(
            title:
                "\(record.name): shots of the last \(zones.last20.gamesInSample) games before \(zones.identity.gameDate)",
            zones: ShotZoneGroup.allCases.map { zone in
                HalfCourt.Zone(zone, rate: zones.last20.rates[zone], share: zones.last20.shares[zone])
            })
        return .section(
            "Where he shoots from", id: "zones",
            [
                .figure(court.figure, id: "court", scale: 1.2),
                .paragraph("Most from: \(zones.primaryScoringZone?.replacing("_", with: "-") ?? "not known")."),
            ])
    }

    private var factors: Element {
        guard let factors = record.factors else {
            return .section("Fatigue and matchup", id: "factors", [.paragraph("Not known.")])
        }
        func points(_ value: Double?) -> Element {
            Element(text: value.map { "\($0.written(decimals: 2)) points" } ?? "–")
        }
        return .section(
            "Fatigue and matchup before \(factors.identity.gameDate)", id: "factors",
            [
                .facts([
                    ("Rest, 0 to 100", Element(text: "\(factors.fatigueScore)")),
                    ("Fatigue", points(factors.fatigueAdjustment)),
                    ("Shot zones", points(factors.shotZoneMismatchScore)),
                    ("Pace", points(factors.paceScore)), ("Role", points(factors.usageSpikeScore)),
                    ("Travel", points(factors.travelImpactScore)), ("Opponent", points(factors.opponentStrengthScore)),
                    ("Together", points(factors.totalCompositeAdjustment)),
                ])
            ])
    }

    private var log: Element {
        let table = PageTable(
            "Games, newest first",
            [
                .text("Date"), .text("Against"), .number("Minutes"), .number("Points"), .number("Rebounds"),
                .number("Assists"), .number("FG"), .number("3P"), .number("FT"), .number("TS"), .number("Usage"),
            ],
            record.games.reversed().map { game in
                let box = game.counters
                let place = game.side.homeGame ? "" : "at "
                return [
                    .link("\(game.identity.gameDate)", "/dates/\(game.identity.gameDate)"),
                    Element(text: "\(place)\(game.side.opponentAbbr)"),
                    Element(text: game.isActive ? game.minutesPlayed.written(decimals: 1) : "did not play"),
                    Element(text: "\(box.points)"), Element(text: "\(box.rebounds)"), Element(text: "\(box.assists)"),
                    Element(text: "\(box.fgMakes)-\(box.fgAttempts)"),
                    Element(text: "\(box.threePtMakes)-\(box.threePtAttempts)"),
                    Element(text: "\(box.ftMakes)-\(box.ftAttempts)"),
                    Element(text: game.tsPct?.written(decimals: 3) ?? "–"),
                    Element(text: game.usageRate?.written(decimals: 1) ?? "–"),
                ]
            }, whenEmpty: "No games in \(record.season).")
        return .section("Games", id: "log", [table.element])
    }
}

extension Double {
    /// With one decimal.
    var short: String { written(decimals: 1) }
}
