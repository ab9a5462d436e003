import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineTesting
import Testing

/// A processor that computes nothing and declares what a test wants.
private struct Declared<Row: StationFigure>: Processor {
    var kind = ProcessorKind.postGame
    var phase = Phase.analytics
    let version = "1"
    var inputs: [Input] = []

    func rows(for date: GameDate, from upstream: Upstream) throws(ProcessorError) -> ProcessedRows<Row> {
        ProcessedRows([])
    }

    func expectedKeys(for date: GameDate, from upstream: Upstream) throws(ProcessorError) -> [StationKey] { [] }
}

/// Names a column readings do not have, and reads a nullable one as if it always held a value.
private struct WrongReading: NarrowRow {
    typealias Whole = StationReading
    var station = 0
    var remark = ""
    var depth = 0.0

    mutating func columns(_ c: inout ColumnCursor) {
        c.column("station", &station, "Station.")
        c.column("remark", &remark, "Remark.")
        c.column("depth", &depth, "Depth.")
    }
}

/// Names columns of readings in another order than the table's.
private struct BackwardReading: NarrowRow {
    typealias Whole = StationReading
    var hour = 0
    var station = 0

    mutating func columns(_ c: inout ColumnCursor) {
        c.column("hour", &hour, "Hour.")
        c.column("station", &station, "Station.")
    }
}

/// Another projection under a name that is taken.
private struct SecondReadingSet: Projection {
    typealias Base = StationReading
    var station = 0

    mutating func columns(_ c: inout ColumnCursor) { c.column("station", &station, "Station.") }

    static let table = TableDeclaration(
        SecondReadingSet.self, name: "reading_set", dataset: "weather", about: "Taken.", key: ["station"],
        partitionColumn: nil)

    static func project(_ row: StationReading) -> SecondReadingSet? { nil }
}

struct CatalogTests {
    private func issues(
        _ processors: [any Processor], projections: [any Projection.Type] = WeatherSample.projections
    ) -> [String] {
        do throws(CatalogError) {
            _ = try Catalog(sources: WeatherSample.sources, projections: projections, processors: processors)
            return []
        } catch {
            return error.issues
        }
    }

    @Test func `the sample pipeline is sound, in order, with its projections`() throws {
        let catalog = try weatherCatalog()
        #expect(catalog.tables.map(\.name) == WeatherSample.sources.map(\.table.name) + WeatherSample.computed)
        let readings = try #require(catalog.position(of: StationReading.input))
        let set = try #require(catalog.position(of: ReadingSetMember.input))
        #expect(catalog.base(of: set) == readings)
        #expect(catalog.entries[set].calendar == .counting)
        #expect(catalog.consumers(of: DailyLevel.input).map(\.processor.table) == [Outlook.input, Trend.input])
        #expect(
            catalog.consumers(of: ReadingSetMember.input).map(\.processor.table) == [DailyTotal.input, Outlook.input])
        #expect(catalog.step(for: StationReading.input) == nil)
        #expect(catalog.entry("nothing") == nil)
    }

    @Test func `all problems are told at once`() {
        let found = issues(
            [
                Declared<DailyTotal>(inputs: [.required(Trend.self)]),
                Declared<DailyTotal>(inputs: [.required(StationReading.self)]),
                Declared<DailyLevel>(inputs: [.required(Forecast.self), .required(StationHint.self)]),
                Declared<Forecast>(inputs: [.required(DailyLevel.self), .required(Outlook.self, .season)]),
                Declared<Outlook>(
                    phase: .precompute,
                    inputs: [
                        .required(StationDuty.self), .optional(StationDuty.self, .season), .required(Outlook.self),
                    ]
                ),
            ], projections: WeatherSample.projections + [SecondReadingSet.self])
        let expected = [
            "daily_totals has two writers", "daily_totals reads trend, which nothing writes",
            "daily_levels reads forecast of the same date, which comes after it",
            "forecast reads outlook of a later phase", "outlook declares an input twice",
            "outlook reads outlook of the same date", "reading_set has two writers",
        ]
        for issue in expected { #expect(found.contains { $0.hasPrefix(issue) }, "\(issue) is not in \(found)") }
        #expect(found.count == expected.count, "\(found)")
    }

    @Test func `a narrow row must name stored columns, in their order and with their types`() {
        let wrong = issues([Declared<DailyTotal>(inputs: [.required(WrongReading.self)])], projections: [])
        #expect(wrong.contains { $0.contains("depth") }, "\(wrong)")
        #expect(wrong.contains { $0.contains("remark") }, "\(wrong)")
        let backward = issues([Declared<DailyTotal>(inputs: [.required(BackwardReading.self)])], projections: [])
        #expect(backward.count == 1, "\(backward)")
    }

    @Test func `a table may read its own season, and two tables each other's`() {
        let found = issues(
            [
                Declared<DailyTotal>(inputs: [.required(DailyTotal.self, .season), .optional(DailyLevel.self, .season)]
                ),
                Declared<DailyLevel>(inputs: [.required(DailyTotal.self)]),
            ], projections: [])
        #expect(found == [])
    }

    @Test func `a projection of a table that is not there is told`() {
        let found = issues([Declared<DailyTotal>()], projections: [LevelSetMember.self])
        #expect(found == ["projection level_set is of daily_levels, which the catalog does not hold"])
    }
}
