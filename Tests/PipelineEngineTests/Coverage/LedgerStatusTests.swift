import ContentDigest
import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineTesting
import Testing

struct LedgerStatusTests {
    private let totals = DailyTotal.input

    private func complete() throws -> (world: World, date: GameDate) {
        var world = try steadyWorld(days: 4, catalog: weatherCatalog())
        try world.computeAll()
        return (world, WeatherSample.firstDay + 1)
    }

    private func edit(_ world: inout World, _ date: GameDate, _ change: (inout PartitionState) -> Void) throws {
        var state = try #require(world.facts.store.states[Partition(totals, date)])
        change(&state)
        world.put(state)
    }

    private func waiver(_ table: String, _ range: ClosedRange<GameDate>) -> Waiver {
        var waiver = Waiver()
        (waiver.waiverID, waiver.tableName, waiver.reason) = ("w", table, "long enough")
        (waiver.startDate, waiver.endDate) = (range.lowerBound, range.upperBound)
        return waiver
    }

    @Test func `each status has its condition`() throws {
        let (whole, date) = try complete()
        #expect(try whole.status(totals, date) == .complete)
        #expect(try whole.status(totals, date - 5) == .notExpected)

        var world = whole
        world.remove(totals, date)
        #expect(try world.status(totals, date) == .missing)

        world = whole
        try edit(&world, date) { $0.rowsMissing = 1 }
        #expect(try world.status(totals, date) == .partial)

        world = whole
        try edit(&world, date) { $0.rowsSurplus = 1 }
        #expect(try world.status(totals, date) == .complete)

        world = whole
        world.change(StationReading.input, date)
        #expect(try world.status(totals, date) == .stale)
        #expect(try world.status(totals, date + 1) == .complete)

        try edit(&world, date) { $0.frozenAt = Timestamp(microseconds: 1) }
        #expect(try world.status(totals, date) == .complete)
    }

    @Test func `partial goes before stale and before frozen, missing before everything`() throws {
        var (world, date) = try complete()
        world.change(StationReading.input, date)
        try edit(&world, date) { $0.rowsMissing = 2 }
        #expect(try world.status(totals, date) == .partial)
        try edit(&world, date) { $0.frozenAt = Timestamp(microseconds: 1) }
        #expect(try world.status(totals, date) == .partial)
        world.facts.store.countedTables = [totals]
        #expect(try world.status(totals, date) == .missing)
    }

    @Test func `the count over the date index decides between missing, partial and complete`() throws {
        var (world, date) = try complete()
        let partition = Partition(totals, date)
        for (count, status) in [(0, PartitionStatus.missing), (2, .partial), (1, .complete)] {
            world.facts.store.rowCounts[partition] = count
            #expect(try world.status(totals, date) == status)
        }
        world.facts.store.rowCounts = [:]
        #expect(try world.status(totals, date) == .complete)
        world.facts.store.countedTables = [totals]
        #expect(try world.status(totals, date) == .missing)
        try edit(&world, date) { $0.rowCount = 0 }
        #expect(try world.status(totals, date) == .complete)
    }

    @Test func `dates that do not count, or lie before history, are not expected`() throws {
        let first = WeatherSample.firstDay
        let season = Season(startYear: 2020)
        let schedule = Schedule([
            .init(date: first, season: season, countingGames: 1, expectedGames: 1),
            .init(date: first + 1, season: season, countingGames: 0, expectedGames: 1),
            .init(date: first + 2, season: season, countingGames: 0, expectedGames: 0),
            .init(date: first + 3, season: season, countingGames: 1, expectedGames: 1),
        ])
        let world = World(try weatherCatalog(), schedule, historyStart: first + 1)
        #expect(try world.status(totals, first) == .notExpected)
        #expect(try world.status(totals, first + 1) == .notExpected)
        #expect(try world.status(Forecast.input, first + 1) == .missing)
        #expect(try world.status(Forecast.input, first + 2) == .notExpected)
        #expect(try world.status(totals, first + 3) == .missing)
    }

    @Test func `a waiver replaces missing, partial and stale, and nothing else`() throws {
        let (whole, date) = try complete()
        var world = whole
        world.facts.store.waivers = [waiver("daily_totals", date...date)]
        #expect(try world.status(totals, date) == .complete)
        #expect(try world.status(totals, date - 9) == .notExpected)
        world.change(StationReading.input, date)
        #expect(try world.status(totals, date) == .waived)
        world.remove(totals, date)
        #expect(try world.status(totals, date) == .waived)
        #expect(PartitionStatus.waived.isSatisfied)
        world.remove(totals, date + 1)
        #expect(try world.status(totals, date + 1) == .missing)
        world.facts.store.waivers = [waiver("*", date...(date + 1))]
        #expect(try world.status(totals, date + 1) == .waived)
    }

    @Test func `a waiver that ended, was revoked or is for another table does not count`() throws {
        var (world, date) = try complete()
        world.remove(totals, date)
        var ended = waiver("*", date...date)
        ended.expiresAt = world.facts.readAt
        var revoked = waiver("*", date...date)
        revoked.revokedAt = Timestamp(microseconds: 0)
        world.facts.store.waivers = [ended, revoked, waiver("forecast", date...date)]
        #expect(try world.status(totals, date) == .missing)
        ended.expiresAt = Timestamp(microseconds: world.facts.readAt.microseconds + 1)
        world.facts.store.waivers = [ended]
        #expect(try world.status(totals, date) == .waived)
    }

    @Test func `a projection stands as its table does`() throws {
        var (world, date) = try complete()
        #expect(try world.status(LevelSetMember.input, date) == .complete)
        world.remove(DailyLevel.input, date)
        #expect(try world.status(LevelSetMember.input, date) == .missing)
    }

    @Test func `a raised version and a changed parameter make everything of a table stale`() throws {
        var (world, date) = try complete()
        var raised = DailyTotalProcessor()
        raised.version = "2"
        let processors = WeatherSample.processors.map { $0.table == totals ? raised : $0 }
        let facts = world.facts
        world = World(try weatherCatalog(processors), world.schedule)
        world.facts = facts
        for day in world.schedule.countingDates { #expect(try world.status(totals, day) == .stale) }
        #expect(try world.status(DailyLevel.input, date) == .complete)
    }

    @Test func `a recorded state answers at once, and forgets the count taken before it`() throws {
        var (world, date) = try complete()
        world.facts.store.rowCounts[Partition(totals, date)] = 5
        var ledger = world.ledger()
        let entry = try world.position(totals)
        #expect(ledger.status(entry, on: date) == .partial)
        ledger.record(try world.outcome(totals, date).states[0])
        #expect(ledger.status(entry, on: date) == .complete)
    }
}
