import ContentDigest
import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineTesting
import Testing

private let totals = DailyTotal.input
private let levels = DailyLevel.input
private let forecast = Forecast.input
private let outlook = Outlook.input

/// Every day of `days` counts, in one season or as many as are given; all sources are imported.
func steadyWorld(days: Int, seasons: Int = 1, catalog: Catalog) throws -> World {
    var listed: [Schedule.Day] = []
    for season in 0..<seasons {
        for day in 0..<days {
            listed.append(
                .init(
                    date: WeatherSample.firstDay + season * 365 + day, season: Season(startYear: 2020 + season),
                    countingGames: 1, expectedGames: 1))
        }
    }
    var world = World(catalog, Schedule(listed))
    for day in listed {
        for source in [StationDuty.input, StationReading.input, ReadingSetMember.input] {
            world.change(source, day.date)
        }
    }
    return world
}

struct StageRuleTests {
    private func stage(
        _ world: World, _ tables: [TableName] = WeatherSample.computed, policy: PlanRequest.Policy = .incomplete
    ) -> Stage {
        var planner = Planner(world.ledger())
        let dates = DateSet(world.schedule.days.map(\.date))
        return Stage(
            planner.plan(PlanRequest(tables: tables, dates: dates, policy: policy)), ledger: world.ledger())
    }

    private func claimAll(_ stage: inout Stage, limit: Int = 1_000) -> [PlannedStep] {
        let claims = stage.nextClaims(limit: limit)
        for claim in claims { stage.claimed(claim.partition) }
        return claims
    }

    private func start(_ stage: inout Stage) throws -> Assignment {
        let next = stage.nextStart()
        return try #require(next)
    }

    @Test func `five failures on different dates open the breaker, and the rest is excluded`() throws {
        let world = try steadyWorld(days: 9, catalog: weatherCatalog())
        var stage = stage(world, [totals])
        _ = claimAll(&stage)
        var decisions: [FailureDecision] = []
        while let next = stage.nextStart() { decisions.append(stage.failed(next.step.partition, .data, attempt: 1)) }
        #expect(decisions == [.giveUp, .giveUp, .giveUp, .giveUp, .stopProcessor])
        let left = stage.takeResolutions()
        #expect(left.map(\.exclusion) == Array(repeating: .breakerOpen, count: 4))
        #expect(left.count { $0.wasClaimed } == 4)
        #expect(stage.isFinished)
    }

    @Test func `a success between failures keeps the breaker closed, and uncounted failures do not count`() throws {
        var world = try steadyWorld(days: 12, catalog: weatherCatalog())
        var stage = stage(world, [totals])
        _ = claimAll(&stage)
        var number = 0
        while let next = stage.nextStart() {
            number += 1
            if number == 5 {
                let outcome = try world.outcome(totals, next.step.partition.date)
                for state in outcome.states { world.put(state) }
                stage.computed(outcome.states[0], projections: [], consulting: [])
            } else {
                let category: ErrorCategory = number > 8 ? (number.isMultiple(of: 2) ? .cancelled : .upstream) : .data
                #expect(stage.failed(next.step.partition, category, attempt: 1) == .giveUp)
            }
        }
        #expect(number == 12)
        #expect(stage.takeResolutions().isEmpty)
    }

    @Test func `a bug stops its processor while steps of it are leased, and claiming still ends`() throws {
        let world = try steadyWorld(days: 8, catalog: weatherCatalog())
        var stage = stage(world, [totals])
        _ = claimAll(&stage, limit: 3)
        let first = try start(&stage)
        #expect(stage.failed(first.step.partition, .bug, attempt: 1) == .stopProcessor)
        #expect(stage.nextClaims(limit: 3).isEmpty)
        #expect(stage.nextStart() == nil)
        let left = stage.takeResolutions()
        #expect(left.count == 7)
        #expect(left.count { $0.wasClaimed } == 2)
        #expect(stage.isFinished)
    }

    @Test func `running out of something is tried once more, then the batch stops and gives back its claims`() throws {
        let world = try steadyWorld(days: 4, catalog: weatherCatalog())
        var stage = stage(world, [totals])
        _ = claimAll(&stage)
        let first = try start(&stage)
        guard case .retry = stage.failed(first.step.partition, .resource, attempt: 1) else {
            Issue.record("not tried again")
            return
        }
        #expect(stage.failed(first.step.partition, .resource, attempt: 2) == .stopBatch)
        #expect(stage.nextStart() == nil)
        #expect(stage.nextClaims(limit: 10).isEmpty)
        #expect(stage.claimedButNotStarted.map(\.partition.date) == Array(world.schedule.countingDates.dropFirst()))
    }

    @Test func `a transient failure is tried five times, waiting 1, 2, 4 and 8 seconds within a fifth`() throws {
        let world = try steadyWorld(days: 1, catalog: weatherCatalog())
        var stage = stage(world, [totals])
        _ = claimAll(&stage)
        let partition = try start(&stage).step.partition
        for (attempt, seconds) in [(1, 1.0), (2, 2), (3, 4), (4, 8)] {
            guard case .retry(let delay) = stage.failed(partition, .transient, attempt: attempt) else {
                Issue.record("attempt \(attempt) was the last")
                return
            }
            #expect((0.8 * seconds...1.2 * seconds).contains(delay))
        }
        #expect(stage.failed(partition, .transient, attempt: 5) == .giveUp)
    }

    @Test func `no step is leased before the steps it waits for`() throws {
        var world = try steadyWorld(days: 10, catalog: weatherCatalog())
        try world.computeAll()
        world.change(StationReading.input, WeatherSample.firstDay)
        for date in try world.dates(outlook) { world.remove(outlook, date) }
        var stage = stage(world)
        // The first outlook reads no earlier level. The others do, and levels are not leased before totals have ended.
        let first = WeatherSample.firstDay
        #expect(claimAll(&stage).map(\.partition) == [Partition(totals, first), Partition(outlook, first)])
    }

    @Test func `an own step seen again in the store changes nothing, fallbacks included`() throws {
        var world = try steadyWorld(days: 4, seasons: 2, catalog: weatherCatalog())
        try world.computeAll()
        let opening = WeatherSample.firstDay + 365
        world.remove(forecast, opening)
        world.remove(outlook, opening)
        var stage = stage(world)
        _ = claimAll(&stage)
        let assignment = try start(&stage)
        #expect(assignment.step.partition == Partition(forecast, opening))
        var outcome = try world.outcome(forecast, opening)
        #expect(outcome.consulted == [ForecastProcessor.lastSeason.name])
        outcome.states[0].runID = "own"
        stage.computed(outcome.states[0], projections: [], consulting: outcome.consulted)
        var stored = outcome.states[0]
        (stored.computedAtCommit, stored.changedAtCommit) = (7, 7)
        stage.observe(stored)
        _ = claimAll(&stage)
        let next = try start(&stage)
        #expect(next.step.partition == Partition(outlook, opening))
        #expect(stage.takeResolutions() == [])
    }

    @Test func `another worker's step counts as complete, whichever fallbacks it consulted`() throws {
        var world = try steadyWorld(days: 4, seasons: 2, catalog: weatherCatalog())
        try world.computeAll()
        let opening = WeatherSample.firstDay + 365
        world.remove(forecast, opening)
        world.remove(outlook, opening)
        world.facts.store.consultedFallbacks[Partition(forecast, opening)] = nil
        var stage = stage(world)
        var theirs = try world.outcome(forecast, opening).states[0]
        (theirs.runID, theirs.computedAtCommit) = ("theirs", 9)
        stage.observe(theirs)
        let claims = claimAll(&stage)
        #expect(claims.map(\.partition) == [Partition(outlook, opening)])
        #expect(stage.takeResolutions().map(\.exclusion) == [.alreadyComplete])
    }

    @Test(arguments: [RunStatus.failed, .partial, .blocked, .interrupted])
    func `from phase 4 on the newest run of the previous date must not have failed`(status: RunStatus) throws {
        var world = try steadyWorld(days: 3, catalog: weatherCatalog())
        try world.computeAll()
        let dates = world.schedule.countingDates
        world.remove(outlook, dates[2])
        world.remove(forecast, dates[2])
        var run = RunRecord()
        (run.processorName, run.dataDate, run.status) = (forecast, dates[1], status)
        world.facts.store.unsettledRuns[Partition(forecast, dates[1])] = run
        var stage = stage(world, [outlook])
        // The forecast of the date itself is missing and not asked for, so only the plan knows.
        #expect(stage.plan.exclusions.contains { $0.partition == Partition(outlook, dates[2]) })
        try world.compute(forecast, dates[2])
        var planner = Planner(world.ledger())
        let plan = planner.plan(PlanRequest(tables: [outlook], dates: dates))
        stage = Stage(plan, ledger: world.ledger())
        let claims = claimAll(&stage)
        #expect(claims.count == (status == .failed ? 0 : 1))
        let expected: [Exclusion] = status == .failed ? [.missingUpstream([Partition(forecast, dates[1])])] : []
        #expect(stage.takeResolutions().map(\.exclusion) == expected)
    }

    @Test func `a partial step of the same batch is no failed one`() throws {
        var world = try steadyWorld(days: 2, catalog: weatherCatalog())
        try world.computeAll()
        let dates = world.schedule.countingDates
        for date in dates { world.remove(forecast, date) }
        world.remove(outlook, dates[1])
        var stage = stage(world, [forecast, outlook])
        _ = claimAll(&stage)
        var reached: [Partition] = []
        while let next = stage.nextStart() {
            reached.append(next.step.partition)
            var outcome = try world.outcome(next.step.partition.table, next.step.partition.date)
            if next.step.partition == Partition(forecast, dates[0]) { outcome.states[0].rowsMissing = 1 }
            for state in outcome.states { world.put(state) }
            stage.computed(outcome.states[0], projections: [], consulting: outcome.consulted)
            _ = claimAll(&stage)
        }
        #expect(reached.last == Partition(outlook, dates[1]))
    }

    @Test func `stopping gives back what was leased and not started, and nothing else`() throws {
        let world = try steadyWorld(days: 5, catalog: weatherCatalog())
        var stage = stage(world, [totals])
        _ = claimAll(&stage, limit: 3)
        let first = try start(&stage)
        stage.stop()
        #expect(stage.nextStart() == nil)
        #expect(stage.nextClaims(limit: 3).isEmpty)
        #expect(stage.claimedButNotStarted.count == 2)
        let outcome = try world.outcome(totals, first.step.partition.date)
        stage.computed(outcome.states[0], projections: [], consulting: [])
        #expect(stage.claimedButNotStarted.count == 2)
        #expect(!stage.isFinished)
    }
}
