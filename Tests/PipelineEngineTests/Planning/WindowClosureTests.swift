import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineTesting
import Randomness
import Testing

struct WindowClosureTests {
    /// Every required window, walked one partition at a time.
    private func naive(_ targets: Set<Partition>, _ world: World) throws -> Set<Partition> {
        var found: Set<Partition> = []
        var waiting = targets.sorted()
        while let partition = waiting.popLast() {
            guard let step = world.catalog.step(for: partition.table) else { continue }
            for input in step.inputs where input.input.requirement == .required {
                let table = world.catalog.entries[world.catalog.base(of: input.source)].name
                guard world.catalog.step(for: table) != nil else { continue }
                let dates = try world.dates(table)
                let ledger = world.ledger()
                let covered = ledger.spans(of: input, on: partition.date).flatMap { span in
                    ledger.seasonLine(input.source, season: span.season).dates[span.positions]
                }
                for date in covered where dates.contains(date) {
                    if found.insert(Partition(table, date)).inserted { waiting.append(Partition(table, date)) }
                }
            }
        }
        return found.subtracting(targets)
    }

    @Test func `what is read through required windows is found, each partition once, over random calendars`() throws {
        for seed in UInt64(0)..<40 {
            var random = SeededRandom(seed: seed)
            let world = try World(random: &random, lateStart: random.chance(50))
            for table in WeatherSample.computed {
                guard let date = try world.dates(table).randomElement(using: &random) else { continue }
                let targets: Set = [Partition(table, date)]
                let found = world.ledger().upstream(of: targets)
                #expect(try found == naive(targets, world), "seed \(seed), \(table) \(date)")
            }
        }
    }

    @Test func `a live request heals what its windows lack and nothing else`() throws {
        var random = SeededRandom(seed: 5)
        var world = try World(random: &random)
        try world.computeAll()
        let dates = try world.dates(Forecast.input)
        let last = try #require(dates.last)
        let season = try #require(world.schedule.season(of: last))
        let lost = try #require(world.schedule.countingDates(of: season).first { $0 < last })
        world.remove(DailyTotal.input, lost)
        world.remove(RollCall.input, lost)
        var ledger = world.ledger()
        let request = LiveRequest(.analytics, on: [last], &ledger, freshAt: nil)
        var planner = Planner(world.ledger())
        let steps = planner.plan(request.request).steps.map(\.partition)
        #expect(steps.contains(Partition(DailyTotal.input, lost)))
        #expect(!steps.contains(Partition(RollCall.input, lost)))
        #expect(request.targets.allSatisfy { $0.date == last })
    }

    @Test(arguments: [(23.0, 0), (25.0, 1)])
    func `raw rows older than a day hold up the phases behind the analytics`(hours: Double, blocked: Int) throws {
        var random = SeededRandom(seed: 6)
        var world = try World(random: &random)
        let date = try #require(world.schedule.countingDates.last)
        try world.computeAll()
        world.remove(Trend.input, date)
        let now = Timestamp(microseconds: Int64(hours * 3_600_000_000))
        var ledger = world.ledger()
        let request = LiveRequest(.precompute, on: [date], &ledger, freshAt: now)
        var planner = Planner(world.ledger())
        let plan = planner.plan(request.request)
        let raw = [Partition(StationDuty.input, date), Partition(StationReading.input, date)]
        let held = plan.exclusions.filter { $0.reason == .missingUpstream(raw) }
        #expect(held.count == blocked)
        #expect(plan.steps.count == 1 - blocked)
    }
}
