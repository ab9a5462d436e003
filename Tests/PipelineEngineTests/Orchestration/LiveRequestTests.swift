import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineTesting
import Testing

/// How old raw rows may be that something is computed from by itself.
struct LiveRequestTests {
    private let date = WeatherSample.firstDay + 2
    private static let hour = 3600.0
    private let now = SampleChanges.instant(1_000_000)

    /// Readings of a date that came so many hours ago, everything else long before.
    private func world(hoursAgo hours: Double, _ catalog: Catalog? = nil) throws -> World {
        let days = (0..<5).map { day in
            Schedule.Day(
                date: WeatherSample.firstDay + day, season: Season(startYear: 2020), countingGames: 2, expectedGames: 2)
        }
        var world = World(try catalog ?? weatherCatalog(), Schedule(days))
        for day in world.schedule.days {
            world.change(StationDuty.input, day.date)
            world.change(StationReading.input, day.date)
            world.change(ReadingSetMember.input, day.date)
        }
        try world.computeAll()
        var state = try #require(world.facts.store.states[Partition(StationReading.input, date)])
        state.updatedAt = now.adding(seconds: -hours * Self.hour)
        world.put(state)
        return world
    }

    private func request(_ world: World) -> LiveRequest {
        var ledger = world.ledger()
        return LiveRequest(.precompute, on: [date], &ledger, freshAt: now)
    }

    /// Hours since the rows came: news, growing old, too old.
    @Test(arguments: [
        (1.0, false, false), (5.9, false, false), (7, true, false), (23.9, true, false), (24.1, false, true),
    ])
    func `rows are news for six hours, and are relied on for a day`(hours: Double, isAging: Bool, isTooOld: Bool) throws
    {
        let request = request(try world(hoursAgo: hours))
        #expect((request.aging[date] != nil) == isAging)
        #expect(request.request.outdated.map(\.table).contains(StationReading.input) == isTooOld)
    }

    @Test func `nothing is too old where nobody asks`() throws {
        var ledger = try world(hoursAgo: 100).ledger()
        let request = LiveRequest(.precompute, on: [date], &ledger, freshAt: nil)
        #expect(request.request.outdated.isEmpty && request.aging.isEmpty)
    }

    /// The schedule changed 40 hours ago; what matters is when it was last read.
    @Test(arguments: [(nil, true), (37.0, true), (35.0, false)])
    func `a schedule that did not change is news when it is read again`(readAgo: Double?, isTooOld: Bool) throws {
        let sources = WeatherSample.sources.map { source in
            source.table.name == StationDuty.input
                ? SourceTable(source.table, on: .expected, isRequired: true, isSchedule: true) : source
        }
        var world = try world(
            hoursAgo: 1,
            Catalog(sources: sources, projections: WeatherSample.projections, processors: WeatherSample.processors))
        for (partition, state) in world.facts.store.states where partition.table == StationDuty.input {
            var state = state
            state.updatedAt = now.adding(seconds: -40 * Self.hour)
            world.put(state)
        }
        world.facts.store.lastReadings = [StationDuty.input: readAgo.map { now.adding(seconds: -$0 * Self.hour) }]
            .compactMapValues(\.self)
        #expect(request(world).request.outdated.map(\.table) == (isTooOld ? [StationDuty.input] : []))
    }
}
