public import GameCalendar
public import PipelineModel
public import Randomness

/// A small pipeline that is no sport: every kind of input, two phases, a fallback, projections, and a processor that
/// has nothing to do with the others.
public enum WeatherSample {
    /// What import fills.
    public static let sources: [SourceTable] = [
        SourceTable(StationDuty.table, on: .expected, isRequired: true),
        SourceTable(StationReading.table, on: .counting, isRequired: true),
        SourceTable(StationHint.table, on: .expected, isRequired: false),
    ]
    /// What is projected.
    public static let projections: [any Projection.Type] = [ReadingSetMember.self, LevelSetMember.self]
    /// What is computed.
    public static let processors: [any Processor] = [
        DailyTotalProcessor(), DailyLevelProcessor(), ForecastProcessor(), RollCallProcessor(), OutlookProcessor(),
        TrendProcessor(),
    ]
    /// The tables in the store.
    public static let tables: [TableDeclaration] = [
        StationDuty.table, StationReading.table, StationHint.table, DailyTotal.table, DailyLevel.table, Forecast.table,
        RollCall.table, Outlook.table, Trend.table,
    ]
    /// The computed tables in catalog order.
    public static let computed: [TableName] = processors.map(\.table)

    /// 2020-10-01: the first day of the sample's first season.
    public static let firstDay = GameDate(dayNumber: 18_536)

    /// Days of `seasons` seasons of `days` days each, a month apart: some without anything, some expected only.
    public static func schedule(seasons: Int = 2, days: Int = 14, _ random: inout SeededRandom) -> Schedule {
        var listed: [Schedule.Day] = []
        for season in 0..<seasons {
            for day in 0..<days where day == 0 || random.chance(80) {
                let counting = day == 0 || random.chance(85) ? random.int(1...3) : 0
                let expected = max(counting, random.chance(95) ? 1 : 0)
                listed.append(
                    .init(
                        date: firstDay + season * 365 + day, season: Season(startYear: 2020 + season),
                        countingGames: counting, expectedGames: expected))
            }
        }
        return Schedule(listed)
    }

    /// The source partitions of every date of `schedule`.
    public static func imports(of schedule: Schedule, _ random: inout SeededRandom) throws -> [PartitionWrite] {
        var writes: [PartitionWrite] = []
        for date in schedule.expectedDates { writes.append(try duty(date, &random)) }
        for date in schedule.countingDates { writes.append(try readings(date, &random)) }
        for date in schedule.expectedDates where random.chance(30) { writes.append(try hints(date, &random)) }
        return writes
    }

    /// Duties of three or four stations.
    public static func duty(_ date: GameDate, _ random: inout SeededRandom, run: String = "import") throws
        -> PartitionWrite
    {
        try SampleChanges.write((1...random.int(3...4)).map { StationDuty(date, $0) }, on: date, run: run)
    }

    /// Readings of some stations, with the projection's state.
    public static func readings(_ date: GameDate, _ random: inout SeededRandom, run: String = "import") throws
        -> PartitionWrite
    {
        var rows: [StationReading] = []
        for station in 1...4 where station == 1 || random.chance(70) {
            for hour in 0..<random.int(1...3) {
                rows.append(StationReading(date, station, hour, Double(random.int(0...400)) / 10))
            }
        }
        return try readings(rows, on: date, run: run)
    }

    /// These readings, with the projection's state.
    public static func readings(_ rows: [StationReading], on date: GameDate, run: String) throws -> PartitionWrite {
        var write = try SampleChanges.write(rows, on: date, run: run)
        guard let content = write.content else { return write }
        write.projections = [
            write.state.projected(ReadingSetMember.input, to: try ReadingSetMember.content(of: content))
        ]
        return write
    }

    /// A hint for one station.
    public static func hints(_ date: GameDate, _ random: inout SeededRandom, run: String = "import") throws
        -> PartitionWrite
    {
        let hint = StationHint(date, random.int(1...4), Double(random.int(5...15)) / 10)
        return try SampleChanges.write([hint], on: date, run: run)
    }
}
