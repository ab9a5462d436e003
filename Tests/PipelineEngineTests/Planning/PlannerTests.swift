import ContentDigest
import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineTesting
import Randomness
import Testing

private let totals = DailyTotal.input
private let levels = DailyLevel.input
private let forecast = Forecast.input
private let outlook = Outlook.input
private let first = WeatherSample.firstDay

struct PlannerTests {
    private func plan(
        _ world: World, _ tables: [TableName] = WeatherSample.computed, _ dates: DateSet? = nil,
        policy: PlanRequest.Policy = .incomplete, mismatched: Set<Partition> = [], dateLimit: Int? = nil
    ) -> Plan {
        var planner = Planner(world.ledger())
        return planner.plan(
            PlanRequest(
                tables: tables, dates: dates ?? DateSet(world.schedule.days.map(\.date)), policy: policy,
                mismatched: mismatched, dateLimit: dateLimit))
    }

    private func complete(days: Int = 5) throws -> World {
        var world = try steadyWorld(days: days, catalog: weatherCatalog())
        try world.computeAll()
        return world
    }

    private func reasons(_ plan: Plan) -> [String] {
        plan.steps.map { "\($0.partition.table) \($0.partition.date - first) \($0.reason.rawValue)" }
    }

    private func exclusion(_ plan: Plan, _ table: TableName, _ date: GameDate) -> Exclusion? {
        plan.exclusions.first { $0.partition == Partition(table, date) }?.reason
    }

    @Test func `nothing computed: everything is missing, by phase, date and catalog`() throws {
        let world = try steadyWorld(days: 3, catalog: weatherCatalog())
        let plan = plan(world)
        #expect(plan.exclusions == [])
        #expect(Set(plan.steps.map(\.reason)) == [.missing])
        let order = WeatherSample.computed
        let keys = plan.steps.map { step in
            [step.phase.rawValue, step.partition.date - first, order.firstIndex(of: step.partition.table) ?? -1]
        }
        #expect(keys == keys.sorted { $0.lexicographicallyPrecedes($1) })
        #expect(plan.steps.count == 18)
        #expect(
            reasons(plan).prefix(5) == [
                "daily_totals 0 missing", "daily_levels 0 missing", "forecast 0 missing", "roll_call 0 missing",
                "daily_totals 1 missing",
            ])
    }

    @Test func `everything complete: no step, every exclusion says so`() throws {
        let plan = plan(try complete())
        #expect(plan.steps == [])
        #expect(plan.exclusions.count == 30)
        #expect(plan.exclusions.allSatisfy { $0.reason == .alreadyComplete })
    }

    @Test func `a correction: the stale step, and what may follow from it, nothing before or beside`() throws {
        var world = try complete()
        world.change(StationReading.input, first + 2)
        #expect(
            reasons(plan(world)) == [
                "daily_totals 2 stale", "daily_levels 2 upstream_stale", "forecast 3 upstream_stale",
                "forecast 4 upstream_stale", "outlook 3 upstream_stale", "trend 3 upstream_stale",
                "outlook 4 upstream_stale", "trend 4 upstream_stale",
            ])
    }

    @Test func `partial, mismatched, forced and retried steps have their reasons`() throws {
        var world = try complete()
        var state = try #require(world.facts.store.states[Partition(levels, first + 4)])
        state.rowsMissing = 1
        world.put(state)
        #expect(reasons(plan(world)) == ["daily_levels 4 partial"])
        let mismatched = Partition(totals, first + 4)
        #expect(
            reasons(plan(world, mismatched: [mismatched])) == [
                "daily_totals 4 content_mismatch", "daily_levels 4 partial",
            ])
        #expect(reasons(plan(world, [totals], [first], policy: .forced)) == ["daily_totals 0 forced"])
        let retry = PlanRequest.Policy.retry([Partition(levels, first + 4), Partition(totals, first)])
        let retried = plan(world, policy: retry)
        #expect(reasons(retried) == ["daily_levels 4 retry"])
        #expect(retried.exclusions.map(\.partition) == [Partition(totals, first)])
        #expect(retried.exclusions.map(\.reason) == [.alreadyComplete])
    }

    @Test func `asking for what is stale leaves what is missing out of the request`() throws {
        var world = try complete()
        world.change(StationReading.input, first + 4)
        world.remove(RollCall.input, first + 4)
        let plan = plan(world, policy: .staleOnly)
        #expect(reasons(plan) == ["daily_totals 4 stale", "daily_levels 4 upstream_stale"])
        #expect(exclusion(plan, RollCall.input, first + 4) == nil)
        #expect(exclusion(plan, RollCall.input, first) == .alreadyComplete)
    }

    @Test func `each exclusion has its condition`() throws {
        var world = try complete()
        world.facts.history = (first + 1)...(first + 4)
        world.remove(totals, first + 4)
        world.remove(StationReading.input, first + 4)
        world.remove(levels, first + 3)
        var lease = Lease()
        (lease.tableName, lease.gameDate, lease.workerID, lease.runID) = (levels, first + 3, "w", "run-7")
        world.facts.store.leases[lease.partition] = (lease, true)
        var waiver = Waiver()
        (waiver.waiverID, waiver.tableName) = ("w-1", forecast.rawValue)
        (waiver.startDate, waiver.endDate) = (first + 2, first + 2)
        world.facts.store.waivers = [waiver]
        world.remove(forecast, first + 2)
        let plan = plan(world)
        #expect(exclusion(plan, totals, first) == .beforeHistory)
        #expect(exclusion(plan, totals, first + 4) == .missingUpstream([Partition(StationReading.input, first + 4)]))
        #expect(exclusion(plan, levels, first + 3) == .runningElsewhere("run-7"))
        #expect(exclusion(plan, forecast, first + 2) == .waived("w-1"))
        // What waits for the leased one is left to its holder, too.
        #expect(exclusion(plan, outlook, first + 4) == .runningElsewhere("run-7"))
        #expect(plan.requested == 30)

        world.facts.store.leases[lease.partition] = (lease, false)
        let after = self.plan(world)
        #expect(exclusion(after, levels, first + 3) == nil)
    }

    @Test func `dates that do not count are not expected, and unlisted dates are not requested`() throws {
        let season = Season(startYear: 2020)
        let schedule = Schedule([
            .init(date: first, season: season, countingGames: 1, expectedGames: 1),
            .init(date: first + 1, season: season, countingGames: 0, expectedGames: 1),
        ])
        var world = World(try weatherCatalog(), schedule)
        for date in schedule.expectedDates { world.change(StationDuty.input, date) }
        for source in [StationReading.input, ReadingSetMember.input] { world.change(source, first) }
        let plan = plan(world, [totals, RollCall.input], [first, first + 1, first + 2])
        #expect(reasons(plan) == ["daily_totals 0 missing", "roll_call 0 missing", "roll_call 1 missing"])
        #expect(plan.exclusions.map(\.reason) == [.notExpected])
    }

    @Test func `a limit keeps the earliest dates with steps, whole`() throws {
        let world = try steadyWorld(days: 5, catalog: weatherCatalog())
        let plan = plan(world, dateLimit: 2)
        #expect(Set(plan.steps.map(\.partition.date)) == [first, first + 1])
        #expect(plan.steps.count == 12)
        #expect(plan.exclusions == [])
        #expect(self.plan(world, dateLimit: 99) == self.plan(world))
    }

    @Test func `a frozen partition is computed again only by who says so`() throws {
        var world = try complete()
        var state = try #require(world.facts.store.states[Partition(outlook, first + 4)])
        state.frozenAt = Timestamp(microseconds: 1)
        world.put(state)
        world.change(StationReading.input, first + 1)
        #expect(exclusion(plan(world), outlook, first + 4) == .alreadyComplete)
        #expect(exclusion(plan(world, [outlook], [first + 4], policy: .forced), outlook, first + 4) == .alreadyComplete)
        var request = PlanRequest(tables: [outlook], dates: [first + 4], policy: .forced)
        request.unfreezes = true
        var planner = Planner(Ledger(catalog: world.catalog, facts: world.facts))
        #expect(reasons(planner.plan(request)) == ["outlook 4 forced"])
    }

    @Test func `equal facts give equal plans; other inputs another digest`() throws {
        let world = try steadyWorld(days: 3, catalog: weatherCatalog())
        #expect(plan(world) == plan(world))
        var changed = world
        changed.change(StationReading.input, first)
        #expect(plan(changed).steps == plan(world).steps)
        #expect(plan(changed).digest != plan(world).digest)
        #expect(plan(world, [totals]).digest != plan(world, [totals], policy: .forced).digest)
        #expect(plan(world, [totals]).digest != plan(world, [totals], [first]).digest)
    }

    @Test func `requested is steps and exclusions, each once, over random facts`() throws {
        for seed in UInt64(0)..<60 {
            var random = SeededRandom(seed: seed)
            let scenario = try #require(Scenario.allCases.randomElement(using: &random))
            var world = try scenario.world(&random)
            for table in WeatherSample.computed {
                for date in try world.dates(table) where random.chance(5) {
                    var lease = Lease()
                    (lease.tableName, lease.gameDate, lease.runID) = (table, date, "r")
                    world.facts.store.leases[lease.partition] = (lease, random.chance(70))
                }
            }
            let tables = WeatherSample.computed.filter { _ in random.chance(80) }
            let dates = DateSet(world.schedule.days.map(\.date).filter { _ in random.chance(80) })
            let asked = dates.intersection(world.schedule.expectedDates.union(world.schedule.countingDates))
            let policy: PlanRequest.Policy = random.chance(30) ? .forced : .incomplete
            let plan = plan(world, tables, dates, policy: policy)
            let named = plan.steps.map(\.partition) + plan.exclusions.map(\.partition)
            #expect(Set(named).count == named.count, "seed \(seed), \(scenario)")
            #expect(Set(named) == Set(tables.flatMap { table in asked.map { Partition(table, $0) } }), "seed \(seed)")
            #expect(plan.requested == named.count, "seed \(seed)")
            try neverTooEarly(plan, world, "seed \(seed), \(scenario)")
        }
    }

    // A step's required inputs are satisfied already or planned before it.
    private func neverTooEarly(_ plan: Plan, _ world: World, _ place: Comment) throws {
        var ledger = world.ledger()
        let naive = NaiveLineage(catalog: world.catalog, facts: world.facts)
        var before: Set<Partition> = []
        for step in plan.steps {
            for input in try world.step(step.partition.table).processor.inputs where input.requirement == .required {
                let base = world.catalog.base(of: try world.position(input.source))
                for date in try naive.window(input, on: step.partition.date) {
                    let upstream = Partition(world.catalog.entries[base].name, date)
                    let ready = before.contains(upstream) || ledger.status(base, on: date).isSatisfied
                    #expect(ready, "\(place): \(step.partition) before \(upstream)")
                }
            }
            before.insert(step.partition)
        }
    }
}
