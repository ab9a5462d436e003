import ContentDigest
import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineTesting
import Randomness
import Testing

/// Tables made once a month, windows that hold the date itself, and a phase that reads its own later tables of days before.
struct MonthlyTests {
    private static let tables: [TableName] = ["monthly_norms", "departures", "departure_grades"]

    // Two seasons of two months each, with days missing; a history that may begin inside the first month.
    private static func world(_ random: inout SeededRandom, lateStart: Bool) throws -> World {
        var days: [Schedule.Day] = []
        for season in 0..<2 {
            for day in 0..<14 where random.chance(75) {
                days.append(
                    .init(
                        date: WeatherSample.firstDay + season * 365 + 24 + day,
                        season: Season(startYear: 2020 + season),
                        countingGames: random.chance(80) ? 1 : 0, expectedGames: 1))
            }
        }
        let schedule = Schedule(days)
        let start = lateStart ? days.first.map { $0.date + 3 } : nil
        var world = World(try weatherCatalog(MonthlyPipeline.processors), schedule, historyStart: start)
        for write in try WeatherSample.imports(of: schedule, &random) {
            for state in [write.state] + write.projections { world.put(state) }
        }
        return world
    }

    @Test(arguments: 1...20)
    func `digests of these windows are those of the definition`(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var world = try Self.world(&random, lateStart: seed.isMultiple(of: 3))
        try world.computeAll()
        for table in Self.tables {
            for date in try world.dates(table) where random.chance(15) { world.remove(table, date) }
        }
        var ledger = world.ledger()
        let naive = NaiveLineage(catalog: world.catalog, facts: world.facts)
        for table in Self.tables {
            let step = try world.step(table)
            let dates = try world.dates(table)
            #expect(ledger.expectedDates(of: step.entry) == dates, "seed \(seed): \(table)")
            for date in dates {
                for (lineage, input) in zip(ledger.lineage(step.inputs, on: date), step.processor.inputs) {
                    let window = try naive.window(input, on: date)
                    let what: Comment = "seed \(seed): \(table) \(date) reads \(input.name)"
                    #expect(try naive.windowDigest(input, on: date) == lineage.digest, what)
                    #expect(
                        (lineage.dates, lineage.first, lineage.last) == (window.count, window.first, window.last), what)
                }
            }
        }
    }

    @Test(arguments: 1...20)
    func `whatever changes, the next run leaves what computing from nothing leaves`(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var world = try Self.world(&random, lateStart: seed.isMultiple(of: 3))
        try Self.execute(&world, &random, seed)
        for _ in 0..<3 {
            let table = try #require(
                [StationReading.input, DailyTotal.input, "departures"].randomElement(using: &random))
            let date = try #require(try world.dates(table).randomElement(using: &random))
            // What import brings may change; what is computed may only get lost.
            if table == StationReading.input {
                world.change(table, date)
            } else {
                world.remove(table, date)
            }
            try Self.execute(&world, &random, seed)
            var scratch = world
            for step in world.catalog.steps {
                for date in try world.dates(step.processor.table) { scratch.remove(step.processor.table, date) }
            }
            try scratch.computeAll()
            for table in Self.tables {
                for date in try world.dates(table) {
                    let partition = Partition(table, date)
                    let (left, right) = (world.facts.store.states[partition], scratch.facts.store.states[partition])
                    #expect(left?.digest == right?.digest, "seed \(seed): \(partition)")
                }
            }
        }
    }

    // Plans what is not complete and plays it.
    private static func execute(_ world: inout World, _ random: inout SeededRandom, _ seed: UInt64) throws {
        var planner = Planner(world.ledger())
        let tables = world.catalog.steps.map(\.processor.table)
        let plan = planner.plan(PlanRequest(tables: tables, dates: world.schedule.expectedDates))
        var simulation = StageSimulation(world, plan, .nothingFails, random)
        try simulation.run()
        #expect(simulation.violations.isEmpty, "seed \(seed): \(simulation.violations)")
        world = simulation.world
        var ledger = world.ledger()
        for table in tables {
            let entry = try world.position(table)
            for date in try world.dates(table) {
                let status = ledger.status(entry, on: date)
                #expect(status == .complete, "seed \(seed): \(table) \(date) is \(status)")
            }
        }
    }

    @Test func `a month opens with its first expected game inside history`() throws {
        func day(_ text: String) -> GameDate { GameDate(text) ?? .reference }
        let schedule = Schedule(
            [("2023-10-30", 0), ("2023-10-31", 1), ("2023-11-02", 0), ("2023-11-03", 1), ("2024-01-05", 1)].map {
                Schedule.Day(
                    date: day($0.0), season: Season(startYear: 2023), countingGames: 0, expectedGames: $0.1)
            })
        #expect(schedule.monthOpenings().map(\.description) == ["2023-10-31", "2023-11-03", "2024-01-05"])
        #expect(schedule.monthOpenings(from: day("2023-11-04")).map(\.description) == ["2024-01-05"])
        #expect(PartitionCalendar.monthOpenings.dates(of: schedule).count == 3)
    }
}
