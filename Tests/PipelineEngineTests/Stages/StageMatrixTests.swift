import ContentDigest
import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineTesting
import Randomness
import Testing

/// Where a run starts from.
enum Scenario: CaseIterable, Sendable {
    case nothingComputed, someComputed, oneCorrection, versionRaised, holesInSources, lateHistory, oldAndNew

    func world(_ random: inout SeededRandom) throws -> World {
        var world = try World(random: &random, lateStart: self == .lateHistory)
        switch self {
        case .nothingComputed, .lateHistory: break
        case .someComputed:
            try world.computeAll()
            for table in WeatherSample.computed {
                for date in try world.dates(table) where random.chance(30) { world.remove(table, date) }
            }
        case .oneCorrection:
            try world.computeAll()
            if let date = world.schedule.countingDates.randomElement(using: &random) {
                world.change(StationReading.input, date)
            }
        case .versionRaised, .oldAndNew:
            try world.computeAll()
            for date in try world.dates(Outlook.input) {
                let partition = Partition(Outlook.input, date)
                world.facts.store.states[partition]?.inputDigest = Digest(of: "older version")
            }
            guard self == .oldAndNew else { break }
            for date in world.schedule.countingDates.prefix(4) { world.change(StationReading.input, date) }
        case .holesInSources:
            for date in world.schedule.countingDates where random.chance(10) {
                world.remove(StationReading.input, date)
            }
        }
        return world
    }
}

struct StageMatrixTests {
    @Test(arguments: Scenario.allCases, FailurePattern.allCases)
    func `every run ends, every step is accounted for, and nothing starts too early`(
        scenario: Scenario, pattern: FailurePattern
    ) throws {
        for seed in UInt64(1)...5 {
            var random = SeededRandom(seed: seed)
            let world = try scenario.world(&random)
            let policy: PlanRequest.Policy = seed == 5 ? .forced : .incomplete
            var planner = Planner(world.ledger())
            let plan = planner.plan(
                PlanRequest(
                    tables: WeatherSample.computed, dates: DateSet(world.schedule.days.map(\.date)), policy: policy))
            var simulation = StageSimulation(world, plan, pattern, random)
            try simulation.run()
            let place = Comment(rawValue: "seed \(seed), \(scenario), \(pattern)")
            #expect(simulation.violations == [], place)
            #expect(simulation.leaked == [], place)
            #expect(simulation.endings.values.allSatisfy { $0.count == 1 }, place)
            if !simulation.stopped {
                #expect(simulation.stage.isFinished, place)
                #expect(simulation.endings.count == plan.steps.count, place)
            }
            try explain(simulation, place)
        }
    }

    // Whatever was left out has its reason at the end of the run, too.
    private func explain(_ simulation: StageSimulation, _ place: Comment) throws {
        var ledger = simulation.world.ledger()
        for (partition, endings) in simulation.endings {
            guard case .left(let exclusion) = endings[0] else { continue }
            switch exclusion {
            case .missingUpstream(let missing):
                #expect(!missing.isEmpty, place)
                for upstream in missing {
                    let status = ledger.status(try simulation.world.position(upstream.table), on: upstream.date)
                    let failed = simulation.endings[upstream]?.first == .failed
                    #expect(!status.isSatisfied || failed, "\(place): \(partition) waits for \(upstream)")
                }
            case .alreadyComplete:
                let status = ledger.status(try simulation.world.position(partition.table), on: partition.date)
                #expect(status == .complete, "\(place): \(partition)")
            case .breakerOpen:
                let others = simulation.endings.filter { $0.key.table == partition.table && $0.value == [.failed] }
                #expect(!others.isEmpty, "\(place): \(partition)")
            case .notExpected, .waived, .runningElsewhere, .beforeHistory:
                Issue.record("\(place): \(partition) ended \(exclusion)")
            }
        }
    }

    @Test func `a run without failures leaves everything complete, and a second plan empty`() throws {
        for seed in UInt64(1)...20 {
            var random = SeededRandom(seed: seed)
            let world = try World(random: &random, seasons: 3, lateStart: seed.isMultiple(of: 3))
            var complete = world
            try complete.computeAll()
            for _ in 0..<random.int(1...4) {
                let table = [StationReading.input, StationDuty.input, StationHint.input].randomElement(using: &random)
                guard let table, let day = complete.schedule.countingDates.randomElement(using: &random) else {
                    continue
                }
                complete.change(table, day)
                if table == StationReading.input, random.chance(50) { complete.change(ReadingSetMember.input, day) }
            }
            let request = PlanRequest(
                tables: WeatherSample.computed, dates: DateSet(world.schedule.days.map(\.date)))
            var planner = Planner(complete.ledger())
            var simulation = StageSimulation(complete, planner.plan(request), .nothingFails, random)
            try simulation.run()
            #expect(simulation.violations == [], "seed \(seed)")
            var again = Planner(simulation.world.ledger())
            let left = again.plan(request).steps
            #expect(left == [], "seed \(seed)")
        }
    }
}
