import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineTesting
import Randomness
import Testing

/// What a partition waits for, back to the first causes.
struct ShortfallTests {
    private let first = WeatherSample.firstDay

    private func complete() throws -> World {
        var world = try steadyWorld(days: 5, catalog: weatherCatalog())
        try world.computeAll()
        return world
    }

    @Test func `nothing is missing of what is complete`() throws {
        var ledger = try complete().ledger()
        #expect(ledger.shortfall(of: Partition(Outlook.input, first + 4)) == Shortfall())
        #expect(ledger.unsatisfiedInputs(of: Partition(StationReading.input, first)) == [])
    }

    @Test func `what is missing is followed to what it misses itself`() throws {
        var world = try complete()
        world.remove(StationReading.input, first + 1)
        world.remove(DailyTotal.input, first + 1)
        world.remove(DailyTotal.input, first + 3)
        world.remove(Forecast.input, first + 4)
        var ledger = world.ledger()
        let forecast = Partition(Forecast.input, first + 4)
        let totals = [1, 3].map { Partition(DailyTotal.input, first + $0) }
        #expect(ledger.unsatisfiedInputs(of: forecast) == totals)
        let shortfall = ledger.shortfall(of: forecast)
        #expect(shortfall.imported == [Partition(StationReading.input, first + 1)])
        #expect(Set(shortfall.computed).isSuperset(of: totals))
    }

    @Test func `it is what the naive search finds, over random stores`() throws {
        for seed in UInt64(0)..<40 {
            var random = SeededRandom(seed: seed)
            var world = try World(random: &random)
            try world.computeAll()
            for table in WeatherSample.computed + [StationReading.input, StationDuty.input] {
                for date in try world.dates(table) where random.chance(10) { world.remove(table, date) }
            }
            var ledger = world.ledger()
            for table in WeatherSample.computed {
                for date in try world.dates(table) {
                    let partition = Partition(table, date)
                    let shortfall = ledger.shortfall(of: partition)
                    let found = Set(shortfall.computed + shortfall.imported)
                    #expect(found == (try naive(partition, world)), "seed \(seed), \(partition)")
                }
            }
        }
    }

    private func naive(_ partition: Partition, _ world: World) throws -> Set<Partition> {
        let windows = NaiveLineage(catalog: world.catalog, facts: world.facts)
        var ledger = world.ledger()
        var found: Set<Partition> = []
        var open = [partition]
        while let next = open.popLast() {
            guard let step = world.catalog.step(for: next.table) else { continue }
            for input in step.inputs where input.input.requirement == .required {
                let base = world.catalog.base(of: input.source)
                for date in try windows.window(input.input, on: next.date)
                where !ledger.status(base, on: date).isSatisfied {
                    let missing = Partition(world.catalog.entries[base].name, date)
                    if missing != partition, found.insert(missing).inserted { open.append(missing) }
                }
            }
        }
        return found
    }

    @Test func `what was waited for and is there by now does not count`() throws {
        var world = try complete()
        world.remove(DailyLevel.input, first + 2)
        var ledger = world.ledger()
        let recorded = [Partition(DailyLevel.input, first + 2), Partition(DailyLevel.input, first + 1)]
        let partition = Partition(RollCall.input, first + 4)
        #expect(ledger.shortfall(of: partition, recorded: recorded).computed == [recorded[0]])
    }

    @Test func `what blocked a run is read back as it was written`() {
        var run = RunRecord()
        #expect(run.awaited == [])
        let missing = [Partition(DailyTotal.input, first), Partition("nbac_schedule", first + 400)]
        run.blockedOn = RunRecord.blockedOn(missing)
        #expect(run.awaited == missing)
        for damaged in ["", "[]", "[{\"table\":\"x\"}]", "[{\"table\":\"x\",\"date\":\"yesterday\"}]", "null"] {
            run.blockedOn = damaged
            #expect(run.awaited == [])
        }
    }
}
