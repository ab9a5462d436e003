import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineTesting
import Randomness
import Testing

/// A ledger that takes over what is known answers as one made afresh.
struct LedgerAmendingTests {
    private func expectSame(_ amended: inout Ledger, _ world: World, _ place: Comment) throws {
        var fresh = world.ledger()
        for (entry, description) in world.catalog.entries.enumerated() {
            for day in world.schedule.days {
                let about = "\(place): \(description.name) \(day.date)"
                #expect(amended.status(entry, on: day.date) == fresh.status(entry, on: day.date), "\(about)")
                #expect(amended.rowsFound(entry, on: day.date) == fresh.rowsFound(entry, on: day.date), "\(about)")
                #expect(amended.state(entry, on: day.date) == fresh.state(entry, on: day.date), "\(about)")
            }
        }
        for step in world.catalog.steps {
            for date in try world.dates(step.processor.table) {
                let (known, anew) = (amended.lineage(step.inputs, on: date), fresh.lineage(step.inputs, on: date))
                #expect(known.map(\.digest) == anew.map(\.digest), "\(place): \(step.processor.table) \(date)")
            }
        }
        let request = PlanRequest(tables: WeatherSample.computed, dates: DateSet(world.schedule.days.map(\.date)))
        var (first, second) = (Planner(amended), Planner(fresh))
        #expect(first.plan(request) == second.plan(request), place)
    }

    private func disturb(_ world: inout World, _ random: inout SeededRandom) throws {
        let entry = try #require(world.catalog.entries.randomElement(using: &random))
        let date = try #require(world.schedule.days.randomElement(using: &random)).date
        let partition = Partition(entry.name, date)
        switch random.int(0...5) {
        case 0: world.remove(entry.name, date)
        case 1: world.facts.store.rowCounts[partition] = random.int(0...2)
        case 2:
            var state = try #require(world.facts.store.states.values.sorted { $0.partition < $1.partition }.first)
            state.frozenAt = Timestamp(microseconds: 1)
            state.inputDigest = nil
            world.put(state)
        case 3 where WeatherSample.computed.contains(entry.name):
            if try world.dates(entry.name).contains(date) { try world.compute(entry.name, date) }
        default:
            guard entry.calendar.dates(of: world.schedule).contains(date) else { return }
            world.change(entry.name, date)
        }
    }

    @Test(arguments: UInt64(0)..<12)
    func `whatever changes, it answers as one made afresh`(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var world = try World(random: &random, seasons: 3, days: 6, lateStart: seed.isMultiple(of: 2))
        world.facts.store.countedTables = Set(world.catalog.tables.map(\.name))
        try world.computeAll()
        for state in world.facts.store.states.values { world.facts.store.rowCounts[state.partition] = state.rowCount }
        var ledger = world.ledger()
        try expectSame(&ledger, world, "seed \(seed)")
        for step in 0..<12 {
            for _ in 0..<random.int(0...3) { try disturb(&world, &random) }
            ledger = try #require(ledger.amended(with: world.facts))
            try expectSame(&ledger, world, "seed \(seed), step \(step)")
        }
    }

    @Test func `another calendar, history or waiver begins anew`() throws {
        var random = SeededRandom(seed: 5)
        var world = try World(random: &random, seasons: 2, days: 5)
        try world.computeAll()
        let ledger = world.ledger()
        #expect(ledger.amended(with: world.facts) != nil)
        var other = world.facts
        other.history = (other.history.lowerBound + 1)...other.history.upperBound
        #expect(ledger.amended(with: other) == nil)
        other = world.facts
        other.schedule = Schedule(Array(other.schedule.days.dropLast()))
        #expect(ledger.amended(with: other) == nil)
        other = world.facts
        var waiver = Waiver()
        (waiver.waiverID, waiver.startDate, waiver.endDate) = ("w", .reference, .reference)
        waiver.expiresAt = other.readAt.adding(seconds: 60)
        other.store.waivers = [waiver]
        let waived = try #require(
            ledger.amended(with: other) == nil ? Ledger(catalog: world.catalog, facts: other) : nil)
        other.readAt = other.readAt.adding(seconds: 120)
        #expect(waived.amended(with: other) == nil, "it has expired")
    }
}
