internal import Charts
internal import Dashboard
internal import GameCalendar
internal import Markup
internal import NBA

/// How good predictions were: by system over time, and whether confidence and intervals hold what they say.
struct AccuracyPage {
    let known: AccuracyBook.Known
    let market: Market
    let population: Population

    private var systems: [PredictionSystem] { PredictionSystem.allCases.filter { $0.markets.contains(market) } }

    private func subject(_ system: PredictionSystem) -> AccuracyBook.Subject {
        AccuracyBook.Subject(system: system, market: market, population: population)
    }

    var page: Page {
        var page = Page("Accuracy", at: "/accuracy", [choice, whole, overTime, intervals, confidence])
        page.isWhole = known.read >= known.dates
        return page
    }

    private var choice: Element {
        func links(_ values: [String], _ chosen: String, _ address: (String) -> String) -> Element {
            Element(
                "p", ["class": "pager"],
                values.map { value in
                    value == chosen
                        ? Element("strong", [:], [Element(text: value)]) : .link(value, address(value))
                })
        }
        return Element([
            links(Market.allCases.map(\.rawValue), market.rawValue) {
                "/accuracy?market=\($0)&population=\(population.rawValue)"
            },
            links(Population.allCases.map(\.rawValue), population.rawValue) {
                "/accuracy?market=\(market.rawValue)&population=\($0)"
            },
        ])
    }

    private var whole: Element {
        let table = PageTable(
            "Every graded prediction of \(market.rawValue), population \(population.rawValue)",
            [
                .text("System"), .number("n"), .number("MAE"), .number("RMSE"), .number("Bias"), .number("Within 3"),
                .number("Within interval"), .number("Width"), .number("Calls"), .number("Hit rate"),
            ],
            systems.compactMap { system in
                guard let accuracy = known.whole[subject(system)], accuracy.errors.count > 0 else { return nil }
                func share(_ value: Double?) -> Element {
                    Element(text: value.map { "\(($0 * 100).written(decimals: 1)) %" } ?? "–")
                }
                func number(_ value: Double?) -> Element { Element(text: value?.written(decimals: 3) ?? "–") }
                return [
                    Element(text: system.rawValue), Element(text: accuracy.errors.count.grouped),
                    number(accuracy.errors.meanAbsolute), number(accuracy.errors.rootMeanSquared),
                    number(accuracy.errors.bias), share(accuracy.errors.within3), share(accuracy.coverage),
                    number(accuracy.meanWidth), Element(text: accuracy.bets.grouped), share(accuracy.hitRate),
                ]
            }, whenEmpty: "Nothing is graded yet.")
        let open = "\(known.read) of \(known.dates) graded dates are read; the rest follows in a moment."
        let note = known.read < known.dates ? [Element("p", ["class": "note"], [Element(text: open)])] : []
        return .section("All of it", id: "whole", note + [table.element])
    }

    // Six lines are told apart; more are not.
    private var shown: (systems: [PredictionSystem], note: String) {
        let graded = systems.filter { (known.whole[subject($0)]?.errors.count ?? 0) > 0 }
        let rest = graded.dropLast(6).map(\.short)
        return (graded.suffix(6), rest.isEmpty ? "" : "; without \(rest.joined(separator: ", "))")
    }

    private var overTime: Element {
        let (systems, note) = shown
        let chart = LineChart(
            "Mean absolute error by month\(note)", x: .dates, y: .init("MAE, \(market.rawValue)"),
            systems.map { system in .init(system.short, points { $0[subject(system)]?.errors.meanAbsolute }) })
        return .section("Over time", id: "time", [.figure(chart.figure, id: "error-chart", scale: 1.3)])
    }

    private var intervals: Element {
        let chart = LineChart(
            "Share of outcomes within the 80 % interval, by month", x: .dates, y: .init("share"),
            PredictionSystem.learned.map { system in .init(system.short, points { $0[subject(system)]?.coverage }) }
                + [.init("promised", points { _ in 0.8 })])
        return .section("Intervals", id: "intervals", [.figure(chart.figure, id: "interval-chart", scale: 1.3)])
    }

    // A line ends with its season: nobody plays in summer.
    private func points(_ value: ([AccuracyBook.Subject: Accuracy]) -> Double?) -> [(x: Double, y: Double?)] {
        var points: [(x: Double, y: Double?)] = []
        for (month, accuracy) in known.months {
            guard let middle = GameDate("\(month)-15").map({ Double($0.dayNumber) }) else { continue }
            if let last = points.last, middle - last.x > 62 { points.append((middle - 1, nil)) }
            points.append((middle, value(accuracy)))
        }
        return points
    }

    private var confidence: Element {
        let (systems, note) = shown
        let chart = LineChart(
            "Share at most 3 off, by decile of confidence\(note)", x: .init("decile of confidence"),
            y: .init("share at most 3 off"),
            systems.map { system in
                .init(
                    system.short,
                    (1...10).map { decile in
                        let accuracy = known.deciles[subject(system)]?[decile]
                        return (Double(decile), (accuracy?.errors.count ?? 0) > 30 ? accuracy?.errors.within3 : nil)
                    })
            })
        return .section(
            "Confidence", id: "confidence",
            [
                .figure(chart.figure, id: "confidence-chart", scale: 1.3),
                .paragraph(
                    "Confidence ranks predictions; it is no probability. Deciles with fewer than 31 predictions are left out."
                ),
            ])
    }
}
