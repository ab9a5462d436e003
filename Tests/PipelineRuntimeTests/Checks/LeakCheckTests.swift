import ContentDigest
import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineRuntime
import PipelineTesting
import Randomness
import Testing

/// What a processor of ``RollCall`` knows that it could not know before the date is over.
private enum Peek {
    case nothing, totals, readings, names
    /// Nothing comes of it, but it stops at totals above this.
    case limit(Double)
}

/// Counts the stations on duty, and adds what it should not know.
private struct PeekingProcessor: Processor {
    let peek: Peek
    let kind = ProcessorKind.preGame
    let phase = Phase.analytics
    let version = "1"

    var inputs: [Input] {
        switch peek {
        case .nothing: [.required(StationDuty.self)]
        case .totals, .limit: [.required(StationDuty.self), .required(DailyTotal.self)]
        case .readings: [.required(StationDuty.self), .required(StationReading.self)]
        case .names: [.required(StationDuty.self), .required(ReadingSetMember.self)]
        }
    }

    func rows(for date: GameDate, from upstream: Upstream) throws(ProcessorError) -> ProcessedRows<RollCall> {
        let count = try upstream.rows(StationDuty.self).count
        var sum = 0.0
        switch peek {
        case .nothing: break
        case .totals: sum = try upstream.rows(DailyTotal.self).map(\.value).reduce(0, +)
        case .readings: sum = try upstream.rows(StationReading.self).map(\.value).reduce(0, +)
        case .names: sum = Double(try upstream.rows(ReadingSetMember.self).count)
        case .limit(let most):
            for total in try upstream.rows(DailyTotal.self) where total.value > most {
                throw ProcessorError(.invalidValue, "station \(total.station) cannot have measured \(total.value)")
            }
        }
        return ProcessedRows([RollCall(date, 0, Double(count) + sum, basis: count)])
    }

    func expectedKeys(for date: GameDate, from upstream: Upstream) throws(ProcessorError) -> [StationKey] {
        [StationKey(0)]
    }
}

struct LeakCheckTests {
    private static let first = WeatherSample.firstDay
    private let date = first + 3
    private static let changed = "its rows change when the results of the day and of later ones do"
    private static let unsound =
        "its rows are not what its inputs give, so nothing is proved; compute it again with --force"
    private static let missing = "it is missing, so nothing is proved; complete it first"
    private static let uncomputed = "it cannot be computed, so nothing is proved; complete it first"
    private static let unreached =
        "it cannot be computed from other results of the day, so nothing is proved of what reads it"
    private static let stopped = "it cannot be computed once the results of the day are others, so it knows them"

    /// Five days computed by the sample pipeline, with `peek` in the place of the roll call.
    private func rig(_ peek: Peek = .nothing) async throws -> Rig {
        let schedule = strip("xxxxx", from: Self.first).schedule
        var random = SeededRandom(seed: 81)
        let imports = try WeatherSample.imports(of: schedule, &random)
        let processors = WeatherSample.processors.map { processor -> any Processor in
            processor.table == RollCall.input ? PeekingProcessor(peek: peek) : processor
        }
        let rig = try await Rig(schedule, imports, processors: processors)
        let report = try await rig.run()
        #expect(report.total.failed + report.total.blocked + report.unfinished == 0)
        return rig
    }

    /// A check that replaces readings by numbers of up to `most`; who measured at which hour stays.
    private func check(_ rig: Rig, upTo most: Int = 400) -> LeakCheck {
        LeakCheck(
            store: rig.front, catalog: rig.catalog, tables: [StationReading.table, StationHint.table]
        ) { (content, table, seed) throws(ContentError) in
            guard table == StationReading.input else { return content }
            var random = SeededRandom(seed: seed)
            var rows = StationReading.rows(from: content)
            for index in rows.indices { rows[index].value = Double(random.int(most / 2...most)) }
            return try PartitionContent(rows, table: StationReading.table)
        }
    }

    private func findings(
        _ rig: Rig, on date: GameDate? = nil, upTo most: Int = 400, seed: UInt64 = 7
    ) async throws -> [LeakFinding] {
        try await check(rig, upTo: most).findings(on: date ?? self.date, seed: seed, rig.ledger())
    }

    private func found(_ table: TableName, _ detail: String) -> LeakFinding {
        LeakFinding(partition: Partition(table, date), detail: detail)
    }

    /// Stores other rows of `row` than were computed, with a state that is right for them.
    private func falsify<Row: StationFigure>(_ row: Row.Type, in rig: Rig) async throws {
        let states = try await rig.store.facts(counting: []).states
        let contents = try await rig.store.contents(of: StoredColumns(Row.table), on: [date])
        var rows = Row.rows(from: try #require(contents[date]))
        rows[0].value += 1
        var write = try SampleChanges.write(rows, on: date)
        var state = try #require(states[write.partition])
        state.digest = write.state.digest
        write.state = state
        try await rig.store.commit(SampleChanges.changes([write]))
    }

    private func remove(_ table: TableDeclaration, _ projections: [TableName] = [], from rig: Rig) async throws {
        var changes = ChangeSet(at: SampleChanges.instant())
        changes.deletions = [(table, date, projections)]
        try await rig.store.commit(changes)
    }

    @Test(arguments: UInt64(1)...3)
    func `an honest pipeline knows nothing, and the store is left alone`(seed: UInt64) async throws {
        let rig = try await rig()
        let (digests, runs) = (try await rig.digests(), try await rig.runs())
        for day in rig.allDates { #expect(try await findings(rig, on: day, seed: seed) == [], "seed \(seed) \(day)") }
        #expect(try await rig.digests() == digests)
        #expect(try await rig.runs() == runs)
        #expect(try await rig.plan().plan.steps == [])
    }

    @Test(arguments: UInt64(1)...3)
    func `a processor that reads the day's own results is found, with what it is read for`(seed: UInt64) async throws {
        for peek in [Peek.totals, .readings] {
            #expect(
                try await findings(try await rig(peek), seed: seed) == [
                    found(RollCall.input, Self.changed), found(Trend.input, Self.changed),
                ], "seed \(seed)")
        }
    }

    @Test func `who took part may be known`() async throws {
        #expect(try await findings(try await rig(.names)) == [])
    }

    @Test func `a processor that stops at other results knows them`() async throws {
        let rig = try await rig(.limit(1_000))
        #expect(
            try await findings(rig, upTo: 9_000) == [
                found(RollCall.input, Self.stopped), found(Trend.input, Self.stopped),
            ])
        #expect(try await findings(rig, upTo: 10) == [])
    }

    @Test func `a processor that cannot be run at all proves nothing`() async throws {
        let rig = try await rig(.names)
        // What everything of the day rests on went after it was computed.
        var changes = ChangeSet(at: SampleChanges.instant())
        changes.deletions = [(StationDuty.table, date, [])]
        try await rig.store.commit(changes)
        #expect(
            try await findings(rig)
                == [Forecast.input, RollCall.input, Outlook.input, Trend.input].map {
                    found($0, Self.uncomputed)
                })
    }

    // Totals from a million on are refused: whoever reads those of the day would read the stored ones.
    @Test func `noise that does not reach every result proves nothing`() async throws {
        #expect(
            try await findings(try await rig(), upTo: 2_000_000) == [
                found(DailyTotal.input, Self.unreached), found(DailyLevel.input, Self.unreached),
            ])
    }

    @Test func `rows that are not what their inputs give are no leak, and prove none`() async throws {
        let rig = try await rig()
        try await falsify(Forecast.self, in: rig)
        #expect(try await findings(rig) == [found(Forecast.input, Self.unsound)])
    }

    @Test func `beside unsound rows a leak is still a leak`() async throws {
        let rig = try await rig(.totals)
        try await falsify(Forecast.self, in: rig)
        #expect(
            try await findings(rig) == [
                found(Forecast.input, Self.unsound), found(RollCall.input, Self.changed),
                found(Trend.input, Self.changed),
            ])
    }

    @Test func `results of the day that are unsound concern nobody`() async throws {
        let rig = try await rig()
        try await falsify(DailyTotal.self, in: rig)
        #expect(try await findings(rig) == [])
    }

    @Test func `without rows to compare nothing is proved`() async throws {
        let rig = try await rig()
        try await remove(Forecast.table, from: rig)
        #expect(try await findings(rig) == [found(Forecast.input, Self.missing)])
    }

    @Test func `without results to replace nothing is proved`() async throws {
        let rig = try await rig()
        try await remove(StationReading.table, [ReadingSetMember.input], from: rig)
        #expect(try await findings(rig) == [found(StationReading.input, Self.missing)])
    }

    @Test func `optional results may be absent`() async throws {
        let rig = try await rig()
        try await remove(StationHint.table, from: rig)
        try await rig.run(.incomplete)
        #expect(try await findings(rig) == [])
    }

    @Test(arguments: 1...5)
    func `a store that goes on failing proves nothing`(number: Int) async throws {
        var rig = try await rig()
        let front = FaultyWarehouse(rig.store)
        rig.front = front
        for call in number...(number + 50) {
            front.fail(.contents, number: call, with: WarehouseError(.corrupt, "the file is damaged"))
        }
        let ledger = try await rig.ledger()
        do throws(WarehouseError) {
            let findings = try await check(rig).findings(on: date, seed: 7, ledger)
            #expect(findings.contains { $0.detail.contains("nothing is proved") }, "\(findings)")
        } catch {
            #expect(error.message == "the file is damaged")
        }
    }

    @Test func `noise that makes no partition is told with the partition`() async throws {
        let rig = try await rig()
        let check = LeakCheck(store: rig.store, catalog: rig.catalog, tables: [StationReading.table]) {
            (content, _, _) throws(ContentError) in
            let rows = StationReading.rows(from: content)
            return try PartitionContent(rows + rows, table: StationReading.table)
        }
        let error = await #expect(throws: WarehouseError.self) {
            try await check.findings(on: date, seed: 1, rig.ledger())
        }
        #expect(error?.message.hasPrefix("readings 2020-10-04 cannot be disturbed") == true)
    }
}
