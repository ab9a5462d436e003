import GameCalendar
import PipelineModel
import PipelineTesting

/// What is usual, worked out once a month from everything before.
struct MonthlyNorm: StationFigure {
    var gameDate = GameDate.reference
    var station = 0
    var value = 0.0
    var basis = 0
    static let table = TableDeclaration(
        MonthlyNorm.self, name: "monthly_norms", dataset: "weather", about: "What is usual.", key: ["station"])
}

/// What is expected of a date by the month's norm, the season's forecasts and how well that went lately.
struct Departure: StationFigure {
    var gameDate = GameDate.reference
    var station = 0
    var value = 0.0
    var basis = 0
    static let table = TableDeclaration(
        Departure.self, name: "departures", dataset: "weather", about: "Expected departures.", key: ["station"])
}

/// How far a departure was off.
struct DepartureGrade: StationFigure {
    var gameDate = GameDate.reference
    var station = 0
    var value = 0.0
    var basis = 0
    static let table = TableDeclaration(
        DepartureGrade.self, name: "departure_grades", dataset: "weather", about: "How it went.", key: ["station"])
}

/// The shape of a phase that learns once a month and looks back on its own grades. Digests stand for rows.
enum MonthlyPipeline {
    static let processors: [any Processor] =
        WeatherSample.processors + [
            Declared<MonthlyNorm>(kind: .monthly, inputs: [.required(DailyTotal.self, .seasons(9))]),
            Declared<Departure>(
                kind: .derived,
                inputs: [
                    .required(MonthlyNorm.self, .latest), .required(Forecast.self, .seasonToDate),
                    .optional(DepartureGrade.self, .days(4)),
                ]),
            Declared<DepartureGrade>(kind: .postGame, inputs: [.required(Departure.self), .required(DailyTotal.self)]),
        ]

    /// A processor of phase 5 that is planned and never run.
    struct Declared<Output: StationFigure>: Processor {
        let kind: ProcessorKind
        let phase = Phase.predictions
        let version = "1"
        let inputs: [Input]

        func rows(for date: GameDate, from upstream: Upstream) throws(ProcessorError) -> ProcessedRows<Output> {
            ProcessedRows([])
        }

        func expectedKeys(for date: GameDate, from upstream: Upstream) throws(ProcessorError) -> [StationKey] { [] }
    }
}
