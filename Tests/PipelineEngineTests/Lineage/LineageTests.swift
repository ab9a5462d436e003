import ContentDigest
import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineTesting
import Randomness
import Testing

struct LineageTests {
    @Test func `window digests are those of a naive recomputation, while states change`() throws {
        for seed in UInt64(0)..<6 {
            var random = SeededRandom(seed: seed)
            var world = try World(random: &random, seasons: 3, days: 6, lateStart: seed.isMultiple(of: 2))
            try world.computeAll()
            for table in WeatherSample.computed {
                for date in try world.dates(table) where random.chance(10) { world.remove(table, date) }
            }
            var ledger = world.ledger()
            for _ in 0..<4 {
                try compare(&ledger, world, "seed \(seed)")
                // A change reaches the ledger as a recorded state; the world keeps the truth.
                let entry = try #require(world.catalog.entries.randomElement(using: &random))
                let date = try #require(world.schedule.days.randomElement(using: &random)).date
                guard entry.calendar.dates(of: world.schedule).contains(date), date >= world.facts.history.lowerBound
                else { continue }
                world.change(entry.name, date)
                ledger.record(try #require(world.facts.store.states[Partition(entry.name, date)]))
            }
        }
    }

    private func compare(_ ledger: inout Ledger, _ world: World, _ place: Comment) throws {
        let naive = NaiveLineage(catalog: world.catalog, facts: world.facts)
        for step in world.catalog.steps {
            for date in try world.dates(step.processor.table) {
                for (lineage, input) in zip(ledger.lineage(step.inputs, on: date), step.processor.inputs) {
                    let window = try naive.window(input, on: date)
                    let what: Comment = "\(place): \(step.processor.table) \(date) reads \(input.name)"
                    #expect(try naive.windowDigest(input, on: date) == lineage.digest, what)
                    #expect(lineage.dates == window.count, what)
                    #expect(lineage.absent == window.count { naive.digest(input.source, $0) == nil }, what)
                    #expect(lineage.first == window.first, what)
                    #expect(lineage.last == window.last, what)
                }
            }
        }
    }

    @Test func `a changed date makes exactly the partitions stale whose windows hold it`() throws {
        for seed in UInt64(0)..<15 {
            var random = SeededRandom(seed: seed)
            var world = try World(random: &random, seasons: 2, days: 8)
            try world.computeAll()
            let table = try #require(
                [
                    StationReading.input, ReadingSetMember.input, DailyTotal.input, DailyLevel.input,
                    LevelSetMember.input,
                ]
                .randomElement(using: &random))
            let date = try #require(world.schedule.countingDates.randomElement(using: &random))
            world.change(table, date)
            let naive = NaiveLineage(catalog: world.catalog, facts: world.facts)
            var ledger = world.ledger()
            for step in world.catalog.steps where step.processor.table != table {
                for day in try world.dates(step.processor.table) {
                    let partition = Partition(step.processor.table, day)
                    let consulted = world.facts.store.consultedFallbacks[partition] ?? []
                    let reads = try step.processor.inputs.contains { input in
                        let counts = input.requirement != .fallback || consulted.contains(input.name)
                        return try counts && input.source == table && naive.window(input, on: day).contains(date)
                    }
                    #expect(
                        ledger.status(step.entry, on: day) == (reads ? .stale : .complete),
                        "seed \(seed): \(table) \(date) changed, \(partition)")
                }
            }
        }
    }

    @Test func `the same output stops a change from reaching further`() throws {
        var world = try steadyWorld(days: 5, catalog: weatherCatalog())
        try world.computeAll()
        let date = WeatherSample.firstDay + 1
        let before = try #require(world.facts.store.states[Partition(DailyLevel.input, date)])
        // Totals change until the level, of which one bit is kept, stays the same.
        repeat {
            world.change(DailyTotal.input, date)
        } while try world.outcome(DailyLevel.input, date).states[0].digest != before.digest
        #expect(try world.status(DailyLevel.input, date) == .stale)
        try world.compute(DailyLevel.input, date)
        #expect(try world.status(DailyLevel.input, date) == .complete)
        #expect(try world.status(Outlook.input, date + 2) == .complete)
    }

    @Test func `a season that overlaps the next one is read up to the date, not beyond`() throws {
        let first = WeatherSample.firstDay
        func day(_ offset: Int, _ year: Int) -> Schedule.Day {
            .init(date: first + offset, season: Season(startYear: year), countingGames: 1, expectedGames: 1)
        }
        let schedule = Schedule([day(0, 2020), day(1, 2021), day(2, 2020), day(3, 2021), day(4, 2020), day(5, 2021)])
        var world = World(try weatherCatalog(), schedule)
        for date in schedule.countingDates { world.change(StationReading.input, date) }
        try world.computeAll()
        var ledger = world.ledger()
        try compare(&ledger, world, "overlapping seasons")
    }
}
