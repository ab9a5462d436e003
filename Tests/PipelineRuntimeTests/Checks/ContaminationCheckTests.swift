import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineRuntime
import PipelineTesting
import Testing

/// A forecast must rest on a total of every station that measured before; a total on what was measured.
private struct ForecastRule: ContaminationRule {
    let table = Forecast.input
    let column = "value"
    let source = "daily_totals.value"
    let inputs: [Input] = [
        .optional(Forecast.self), .optional(ReadingSetMember.self, .season),
        .optional(DailyTotal.self, .season, groupedBy: [TotalsByStation.self]),
    ]

    func tally(
        on date: GameDate, from upstream: Upstream, isExcused: (Partition) -> Bool
    ) throws(ProcessorError) -> ContaminationTally {
        var tally = ContaminationTally()
        let totals = try upstream.log(TotalsByStation.self)
        for row in try upstream.rows(Forecast.self) {
            let summed = Set(totals.games(of: row.station).map(\.gameDate))
            let lost = try upstream.window(ReadingSetMember.self).days.first { day in
                day.rows.contains { $0.station == row.station } && !summed.contains(day.date)
            }.map { Partition(DailyTotal.input, $0.date) }
            if let lost, !isExcused(lost) {
                tally.countInvalid(from: lost, isZero: row.value == 0)
            } else {
                tally.countValid()
            }
        }
        return tally
    }
}

/// A total must have readings.
private struct TotalRule: ContaminationRule {
    var isBroken = false
    let table = DailyTotal.input
    let column = "value"
    let source = "readings.value"
    let inputs: [Input] = [.optional(DailyTotal.self), .optional(ReadingSetMember.self)]

    func tally(
        on date: GameDate, from upstream: Upstream, isExcused: (Partition) -> Bool
    ) throws(ProcessorError) -> ContaminationTally {
        guard !isBroken else { throw ProcessorError(.inconsistentInput, "station 3 is nowhere") }
        var tally = ContaminationTally()
        let measured = Set(try upstream.rows(ReadingSetMember.self).map(\.station))
        for row in try upstream.rows(DailyTotal.self) {
            if measured.contains(row.station) {
                tally.countValid()
            } else {
                tally.countInvalid(from: Partition(StationReading.input, date))
            }
        }
        return tally
    }
}

struct ContaminationCheckTests {
    private static let first = WeatherSample.firstDay
    private var first: GameDate { Self.first }

    /// Two stations on four days of a season and two of the next, everything computed.
    private func rig() async throws -> Rig {
        let days = [0, 1, 3, 4, 365, 366].map { first + $0 }
        let schedule = Schedule(
            days.map { day in
                .init(
                    date: day, season: Season(startYear: day < first + 365 ? 2020 : 2021), countingGames: 1,
                    expectedGames: 1)
            })
        var imports: [PartitionWrite] = []
        for day in days {
            imports.append(try SampleChanges.write([StationDuty(day, 1), StationDuty(day, 2)], on: day))
            imports.append(
                try WeatherSample.readings(
                    [StationReading(day, 1, 0, 5), StationReading(day, 2, 0, 7)], on: day, run: "import"))
        }
        let rig = try await Rig(schedule, imports)
        try await rig.run()
        return rig
    }

    private func findings(
        _ rig: Rig, _ rules: [any ContaminationRule] = [ForecastRule(), TotalRule()], on dates: DateSet? = nil
    ) async throws -> [ContaminationFinding] {
        try await ContaminationCheck(store: rig.front, rules: rules)
            .findings(on: dates ?? rig.allDates, rig.ledger())
    }

    private func remove(
        _ table: TableDeclaration, _ projections: [TableName] = [], on date: GameDate, from rig: Rig
    ) async throws {
        var changes = ChangeSet(at: SampleChanges.instant())
        changes.deletions = [(table, date, projections)]
        try await rig.store.commit(changes)
    }

    @Test func `each rule judges every row of the dates`() async throws {
        let rig = try await rig()
        let found = try await findings(rig)
        #expect(found.map(\.source) == ["daily_totals.value", "readings.value"])
        #expect(found.map { [$0.tally.rows, $0.tally.valid] } == [[12, 12], [12, 12]])
        #expect(found.allSatisfy { $0.isAcceptable && $0.phase == nil && $0.tally.origin == nil })
        #expect(try await findings(rig, on: [first, first + 4]).map(\.tally.rows) == [4, 4])
        #expect(try await findings(rig, on: []).map(\.tally.rows) == [0, 0])
    }

    @Test func `rows of a season are invalid from the date after the lost partition on`() async throws {
        let rig = try await rig()
        try await remove(DailyTotal.table, on: first + 1, from: rig)
        let found = try await findings(rig)
        // Forecasts of two later days; the totals that are there have their readings.
        #expect(found.map { [$0.tally.rows, $0.tally.valid] } == [[12, 8], [10, 10]])
        #expect(found[0].verdict == .partial && !found[0].isAcceptable)
        #expect(found[0].tally.origin == Partition(DailyTotal.input, first + 1))
        #expect(found[0].phase == .analytics)
        #expect(found[0].validPct == 100 * 8.0 / 12)
    }

    @Test func `the oldest cause is named, whatever the order of the dates asked for`() async throws {
        let rig = try await rig()
        for day in [3, 0] { try await remove(DailyTotal.table, on: first + day, from: rig) }
        let found = try await findings(rig, [ForecastRule()], on: [first + 4, first + 366])
        #expect(found[0].tally.origin == Partition(DailyTotal.input, first))
        #expect([found[0].tally.rows, found[0].tally.valid] == [4, 2])
    }

    @Test func `with all sources gone nothing is clean`() async throws {
        let rig = try await rig()
        for day in rig.allDates { try await remove(DailyTotal.table, on: day, from: rig) }
        let found = try await findings(rig, [ForecastRule()])[0]
        // Only the first day of each season rests on nothing.
        #expect([found.tally.rows, found.tally.valid] == [12, 4])
        #expect(found.verdict == .contaminated)
    }

    @Test func `a lost partition that is waived is excused`() async throws {
        let rig = try await rig()
        try await remove(DailyTotal.table, on: first + 1, from: rig)
        var waiver = Waiver()
        (waiver.waiverID, waiver.tableName, waiver.reason) = ("w", DailyTotal.input.rawValue, "it never existed")
        (waiver.startDate, waiver.endDate) = (first + 1, first + 1)
        var changes = ChangeSet(at: SampleChanges.instant())
        try changes.upsert([waiver])
        try await rig.store.commit(changes)
        #expect(try await findings(rig)[0].isAcceptable)
    }

    @Test func `what is lost of raw data is mended from phase 3 on`() async throws {
        let rig = try await rig()
        try await remove(StationReading.table, [ReadingSetMember.input], on: first + 3, from: rig)
        let found = try await findings(rig)[1]
        #expect([found.tally.rows, found.tally.valid] == [12, 10])
        #expect(found.tally.origin == Partition(StationReading.input, first + 3))
        #expect(found.phase == .analytics)
    }

    @Test func `each partition is read once for all rules`() async throws {
        var rig = try await rig()
        let front = FaultyWarehouse(rig.store)
        rig.front = front
        _ = try await findings(rig, [ForecastRule(), TotalRule(), ForecastRule()])
        let reads = Dictionary(grouping: front.reads.map { Partition($0.0, $0.1) }) { $0 }.mapValues(\.count)
        #expect(reads.filter { $0.value > 1 } == [:])
        #expect(Set(reads.keys.map(\.table)) == [Forecast.input, DailyTotal.input, StationReading.input])
        #expect(reads.count == 18)
    }

    @Test func `a rule that cannot judge is told with its partition`() async throws {
        let rig = try await rig()
        let error = await #expect(throws: WarehouseError.self) {
            try await findings(rig, [TotalRule(isBroken: true)])
        }
        #expect(error?.message == "daily_totals 2020-10-01: station 3 is nowhere")
    }
}
