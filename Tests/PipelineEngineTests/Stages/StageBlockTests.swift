import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineTesting
import Testing

private let totals = DailyTotal.input
private let levels = DailyLevel.input
private let outlook = Outlook.input

/// A plan that workers share: dates in blocks, past those that another one is at.
struct StageBlockTests {
    private func shared(_ world: World, _ tables: [TableName], datesPerBlock: Int?) -> Stage {
        var planner = Planner(world.ledger())
        let dates = DateSet(world.schedule.days.map(\.date))
        return Stage(
            planner.plan(PlanRequest(tables: tables, dates: dates)), ledger: world.ledger(),
            datesPerBlock: datesPerBlock)
    }

    // Table and day number of each step.
    private func drawn(_ steps: [PlannedStep], _ world: World) -> [String] {
        let first = world.schedule.days[0].date
        return steps.map { "\($0.partition.table.rawValue) \($0.partition.date.dayNumber - first.dayNumber)" }
    }

    private func take(_ stage: inout Stage, _ limit: Int) -> [PlannedStep] {
        let claims = stage.nextClaims(limit: limit)
        for claim in claims { stage.claimed(claim.partition) }
        return claims
    }

    @Test func `a block that is held is passed over until it is offered again`() throws {
        var world = try steadyWorld(days: 7, catalog: weatherCatalog())
        var stage = shared(world, [totals], datesPerBlock: 3)
        // 0 1 2 | 3 4 5 | 6
        let asked = stage.nextClaims(limit: 2)
        #expect(drawn(asked, world) == ["daily_totals 0", "daily_totals 1"])
        stage.claimed(asked[1].partition)
        stage.putOff(asked[0].partition)
        #expect(stage.isPassingOver)
        #expect(drawn(take(&stage, 2), world) == ["daily_totals 3", "daily_totals 4"])
        // What is leased of a block that somebody else is at does not wait for it.
        let next = stage.nextStart()
        let started = try #require(next)
        #expect(drawn([started.step], world) == ["daily_totals 1"])
        #expect(drawn(take(&stage, 9), world) == ["daily_totals 5", "daily_totals 6"])
        #expect(take(&stage, 9) == [])
        // The other one has finished it by the time somebody looks.
        try world.compute(totals, world.schedule.days[0].date)
        let state = try #require(world.facts.store.states[asked[0].partition])
        stage.observe(state)
        stage.offerAgain()
        #expect(!stage.isPassingOver)
        #expect(drawn(take(&stage, 9), world) == ["daily_totals 2"])
        #expect(stage.takeResolutions().map(\.exclusion) == [.alreadyComplete])
    }

    @Test func `a block of which something is leased is offered again before those that nothing is leased of`() throws {
        let world = try steadyWorld(days: 9, catalog: weatherCatalog())
        var stage = shared(world, [totals], datesPerBlock: 3)
        // Of 0 1 2 the first is another one's, of 3 4 5 all.
        let asked = stage.nextClaims(limit: 6)
        stage.putOff(asked[0].partition)
        for step in asked[1...2] { stage.claimed(step.partition) }
        for step in asked[3...] { stage.putOff(step.partition) }
        #expect(drawn(take(&stage, 1), world) == ["daily_totals 6"])
        stage.offerAgain(whereBegun: true)
        #expect(stage.isPassingOver)
        #expect(drawn(take(&stage, 9), world) == ["daily_totals 0", "daily_totals 7", "daily_totals 8"])
        stage.offerAgain(whereBegun: true)
        #expect(take(&stage, 9) == [])
        stage.offerAgain()
        #expect(drawn(take(&stage, 9), world) == ["daily_totals 3", "daily_totals 4", "daily_totals 5"])
    }

    @Test func `what is offered again and held still does not stand in the way of what is leased`() throws {
        let world = try steadyWorld(days: 3, catalog: weatherCatalog())
        var stage = shared(world, [totals], datesPerBlock: 3)
        let asked = stage.nextClaims(limit: 3)
        stage.putOff(asked[0].partition)
        stage.putOff(asked[1].partition)
        stage.claimed(asked[2].partition)
        stage.offerAgain(whereBegun: true)
        let again = stage.nextClaims(limit: 1)
        #expect(drawn(again, world) == ["daily_totals 0"])
        stage.putOff(again[0].partition)
        let start = stage.nextStart()
        let started = try #require(start)
        #expect(drawn([started.step], world) == ["daily_totals 2"])
    }

    @Test func `an earlier date that comes back waits for the later one of its lane that is running`() throws {
        let world = try steadyWorld(days: 3, catalog: weatherCatalog())
        var stage = shared(world, [totals], datesPerBlock: 3)
        let asked = stage.nextClaims(limit: 3)
        stage.putOff(asked[0].partition)
        for step in asked[1...] { stage.claimed(step.partition) }
        let runningStart = stage.nextStart()
        let running = try #require(runningStart)
        #expect(drawn([running.step], world) == ["daily_totals 1"])
        stage.offerAgain(whereBegun: true)
        #expect(drawn(take(&stage, 9), world) == ["daily_totals 0"])
        #expect(stage.nextStart() == nil)
        // Given its inputs anew it is not running, and the earlier one goes first.
        stage.retake(running.step.partition)
        let firstStart = stage.nextStart()
        let first = try #require(firstStart)
        #expect(drawn([first.step], world) == ["daily_totals 0"])
        #expect(stage.nextStart() == nil)
        let outcome = try world.outcome(totals, first.step.partition.date)
        stage.computed(outcome.states[0], projections: [], consulting: outcome.consulted)
        let nextStart = stage.nextStart()
        let next = try #require(nextStart)
        #expect(drawn([next.step], world) == ["daily_totals 1"])
    }

    @Test func `blocks are at work side by side, and each processor's dates in one block one by one`() throws {
        let world = try steadyWorld(days: 4, catalog: weatherCatalog())
        var stage = shared(world, [totals], datesPerBlock: 2)
        _ = take(&stage, 9)
        var started: [Assignment] = []
        while let next = stage.nextStart() { started.append(next) }
        #expect(drawn(started.map(\.step), world) == ["daily_totals 0", "daily_totals 2"])
        #expect(Set(started.map(\.lane)).count == 2 && Set(started.map(\.processor)).count == 1)
        #expect(stage.earliestDateAtWork == world.schedule.days[0].date)
    }

    @Test func `a window waits for every earlier date, in whichever block, and one date for itself`() throws {
        let world = try steadyWorld(days: 4, catalog: weatherCatalog())
        var stage = shared(world, [totals, levels], datesPerBlock: 2)
        let all = take(&stage, 99)
        #expect(all.count == 8)
        let early = all.filter { $0.partition.date == world.schedule.days[0].date }.map(\.partition.table)
        #expect(early.contains(totals) && early.contains(levels))
        var seen: [Partition] = []
        var ended = world
        while let next = stage.nextStart() {
            seen.append(next.step.partition)
            let outcome = try ended.outcome(next.step.partition.table, next.step.partition.date)
            for state in outcome.states { ended.put(state) }
            stage.computed(
                outcome.states[0], projections: Array(outcome.states.dropFirst()), consulting: outcome.consulted)
        }
        #expect(stage.isFinished && seen.count == 8)
        for (position, partition) in seen.enumerated() where partition.table == levels {
            let before = Set(seen[..<position])
            for day in world.schedule.days where day.date <= partition.date {
                let input = Partition(totals, day.date)
                #expect(day.date < partition.date || before.contains(input), "\(partition) before \(input)")
            }
        }
    }

    @Test func `one block holds every phase, and blocks of a number of dates end with a phase`() throws {
        let world = try steadyWorld(days: 5, catalog: weatherCatalog())
        let one = shared(world, WeatherSample.computed, datesPerBlock: nil)
        #expect(Set(one.plan.steps.map(\.phase)).count > 1)
        var stage = shared(world, WeatherSample.computed, datesPerBlock: 100)
        let first = stage.plan.steps.filter { $0.phase == stage.plan.steps[0].phase }
        let claims = take(&stage, 1_000)
        stage.putOff(claims[0].partition)
        #expect(claims.count >= first.count)
    }
}
