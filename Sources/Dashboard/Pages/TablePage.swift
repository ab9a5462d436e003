package import Charts
internal import GameCalendar
internal import Markup
internal import PipelineEngine
package import PipelineModel

/// One table: how it stands, what it holds, where it comes from.
struct TablePage {
    private static let charts = 4
    let standing: Standing
    let entry: Catalog.Entry
    let profile: TableProfile
    /// Rows of one date, a few.
    let sample: (date: GameDate, rows: [[Cell]])?
    /// The newest runs, newest first.
    let runs: [RunRecord]

    var page: Page {
        Page(
            entry.name.rawValue, at: "/tables",
            [.paragraph(entry.table.about), summary, calendar, lineage, figures, columns, sampleRows, history])
    }

    private var coverage: Coverage.Table? { standing.facts.wholePhases.tables.first { $0.name == entry.name } }

    private var summary: Element {
        var facts: [(name: String, value: Element)] = [
            ("Phase", Element(text: "\(entry.phase.rawValue), \(PhaseCalendar.name(entry.phase))")),
            ("Dataset", Element(text: entry.table.dataset)),
            ("Key", .code(entry.table.key.joined(separator: ", "))),
            ("Rows", Element(text: standing.rowsFound(of: entry.name).grouped)),
        ]
        if let coverage {
            facts.append(("Complete", Element(text: "\(coverage.count(.complete)) of \(coverage.expected) dates")))
        }
        if let bytes = profile.bytesPerRow {
            let size = bytes * Double(standing.rowsFound(of: entry.name))
            facts.append(("Size of the rows", Element(text: TablesPage.size(size))))
        }
        if let share = profile.readyShare {
            facts.append(
                ("Fit for production", Element(text: "\((share * 1000).rounded(.down) / 10) % of sampled rows")))
        }
        return .section("Summary", id: "summary", [.facts(facts)])
    }

    private var calendar: Element {
        guard coverage != nil else {
            return .section("Dates", id: "calendar", [.paragraph("A reference table: one partition, no dates.")])
        }
        var ledger = standing.ledger
        let place = standing.catalog.position(of: entry.name)
        let days = standing.schedule.days
        let seasons = Set(days.map(\.season)).sorted()
        let grid = CalendarGrid(
            "\(entry.name) by date", parts: [entry.name.rawValue],
            bands: seasons.suffix(OverviewPage.seasons).map { season in
                CalendarGrid.Band(
                    season.description,
                    days.filter { $0.season == season }.map { day in
                        CalendarGrid.Day(
                            day.date,
                            [StateMark.calendarState(place.map { ledger.status($0, on: day.date) } ?? .notExpected)])
                    })
            }, linkPrefix: "/dates/")
        return .section(
            "Dates", id: "calendar",
            [
                StateMark.legend, .skip("Skip the dates", to: "lineage"),
                .figure(grid.figure, id: "calendar-figure", scale: 1.7),
            ])
    }

    private var lineage: Element {
        let step = standing.catalog.step(for: entry.name)
        let inputs = PageTable(
            "What it reads", [.text("Table"), .text("How far back"), .text("Required")],
            (step?.inputs ?? []).map { input in
                let base = standing.catalog.entries[standing.catalog.base(of: input.source)].name
                return [
                    .link(input.input.source.rawValue, "/tables/\(base)"), Element(text: input.input.lookback.label),
                    Element(text: "\(input.input.requirement)"),
                ]
            }, whenEmpty: "It is imported: nothing of the store feeds it.")
        let consumers = standing.catalog.consumers(of: entry.name).map { step -> Element in
            let name = standing.catalog.entries[step.entry].name
            return .link(name.rawValue, "/tables/\(name)")
        }
        return .section(
            "Lineage", id: "lineage",
            [
                inputs.element, Element("h3", [:], [Element(text: "What reads it")]),
                consumers.isEmpty ? .paragraph("Nothing.") : .list(consumers),
            ])
    }

    // Columns that must hold a value say most about a table; then those that say how it is trusted.
    private var figures: Element {
        let critical = profile.means.filter { entry.table.criticalColumns.contains($0.column.name) }
        let others = profile.means.filter { !entry.table.criticalColumns.contains($0.column.name) }
        let shown = (critical + others).prefix(Self.charts)
        let charts = shown.enumerated().map { number, figure -> Element in
            let unit = figure.column.unit == .none ? "" : ", \(figure.column.unit.rawValue)"
            let chart = LineChart(
                "Mean of \(figure.column.name)", x: .dates, y: .init("\(figure.column.name)\(unit)"),
                [.init("mean", points(figure.values.map { ($0.date, $0.mean) }))])
            return .figure(chart.figure, id: "mean-\(number)")
        }
        let nulls = LineChart(
            "Share of nullable cells that are NULL", x: .dates, y: .init("share", includesZero: true),
            [.init("NULL", points(profile.nullShares.map { ($0.date, $0.share) }))])
        return .section(
            "Over time", id: "figures", [.charts([.figure(nulls.figure, id: "null-share")] + charts)])
    }

    // A line ends with its season: nothing is known of the summer.
    private func points(_ values: [(date: GameDate, value: Double?)]) -> [(x: Double, y: Double?)] {
        var points: [(x: Double, y: Double?)] = []
        var season: Season?
        for (date, value) in values {
            let own = standing.schedule.season(of: date)
            if let season, own != season { points.append((Double(date.dayNumber) - 1, nil)) }
            season = own
            points.append((Double(date.dayNumber), value))
        }
        return points
    }

    private var columns: Element {
        let table = PageTable(
            "Columns", [.text("Name"), .text("Type"), .text("NULL"), .text("Unit"), .text("About")],
            entry.table.columns.map { column in
                [
                    .code(column.name), Element(text: column.type.rawValue),
                    Element(text: column.isNullable ? "allowed" : "never"), Element(text: column.unit.rawValue),
                    Element(text: column.about),
                ]
            })
        return .section("Columns", id: "columns", [table.element])
    }

    private var sampleRows: Element {
        guard let sample else { return .section("Sample", id: "sample", [.paragraph("No rows.")]) }
        let columns = entry.table.columns.map { column in
            column.type == .int || column.type == .double
                ? PageTable.Column.number(column.name) : PageTable.Column.text(column.name)
        }
        let table = PageTable(
            "The first rows of \(sample.date)", columns, sample.rows.map { row in row.map { Element(text: $0.shown) } })
        return .section(
            "Sample", id: "sample",
            [
                table.element,
                .command("backcourt export \(entry.name) --start-date \(sample.date)"),
            ])
    }

    private var history: Element {
        .section("Newest runs", id: "runs", [RunTable(runs: runs).element])
    }
}

extension LineChart.Axis {
    /// Days, written as year and month.
    package static var dates: LineChart.Axis {
        LineChart.Axis("date", writing: { GameDate(dayNumber: Int32($0)).monthLabel })
    }
}

extension Cell {
    /// As pages show it: a NULL as a dash, a double with at most four decimals.
    package var shown: String {
        switch self {
        case .null: "–"
        case .double(let value): value.written(decimals: 4).trimmingZeros
        default: description
        }
    }
}

extension String {
    // Zeros after a point say nothing.
    fileprivate var trimmingZeros: String {
        guard contains(".") else { return self }
        var text = self[...]
        while text.last == "0" { text.removeLast() }
        if text.last == "." { text.removeLast() }
        return String(text)
    }
}
