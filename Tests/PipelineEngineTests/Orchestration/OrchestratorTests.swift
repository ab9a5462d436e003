import ContentDigest
import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineTesting
import Testing

/// Seven days of games, then two to come; everything is computed unless a test takes it away.
struct OrchestratorTests {
    private let first = WeatherSample.firstDay
    private let duty = StationDuty.input
    private let readings = StationReading.input
    private let analytics = [DailyTotal.input, DailyLevel.input, Forecast.input, RollCall.input]

    private var slate: GameDate { first + 7 }

    private func world() throws -> World {
        let days = (0..<9).map { day in
            Schedule.Day(
                date: first + day, season: Season(startYear: 2020), countingGames: day < 7 ? 2 : 0, expectedGames: 2)
        }
        var world = World(try weatherCatalog(), Schedule(days))
        for day in world.schedule.days {
            world.change(duty, day.date)
            if day.countingGames > 0 {
                world.change(readings, day.date)
                world.change(ReadingSetMember.input, day.date)
            }
        }
        try world.computeAll()
        return world
    }

    /// Answers reports one after the other, as they are heard.
    private struct Listener {
        let world: World
        var record = EventRecord()
        var fired: [String] = []
        private var serial = 0

        init(_ world: World) { self.world = world }

        @discardableResult
        mutating func hear(_ table: TableName, _ date: GameDate, _ status: RunStatus = .success) throws -> EventResponse
        {
            serial += 1
            let phase = try #require(world.catalog.entry(table)).phase
            var event = PipelineEvent(
                "m\(serial)", .completion(of: phase), on: date, correlation: "live", at: Timestamp(microseconds: 1))
            (event.processorName, event.status) = (table, status)
            if status == .failed { event.errorMessage = "it broke" }
            var ledger = world.ledger()
            let response = Orchestrators(world.catalog).respond(
                to: event, record, &ledger, at: Timestamp(microseconds: Int64(serial)))
            if let completion = response.completion {
                record.completions.removeAll {
                    $0.processorName == completion.processorName && $0.gameDate == completion.gameDate
                }
                record.completions.append(completion)
            }
            for (topic, trigger) in response.triggers {
                record.triggers.removeAll { $0.phase == trigger.phase && $0.gameDate == trigger.gameDate }
                record.triggers.append(trigger)
                fired.append("\(topic.rawValue) \(trigger.gameDate - WeatherSample.firstDay) \(trigger.phase)")
            }
            return response
        }
    }

    @Test func `a layer triggers the next with the last of its names, in any order, once`() throws {
        for order in [[duty, readings], [readings, duty]] {
            var listener = Listener(try world())
            try listener.hear(order[0], first + 2)
            try listener.hear(order[0], first + 2)
            #expect(listener.fired == [])
            try listener.hear(order[1], first + 2)
            #expect(listener.fired == ["phase3-trigger 2 phase_2_raw"])
            for table in order + order { try listener.hear(table, first + 2) }
            #expect(listener.fired.count == 1)
        }
    }

    @Test func `names count, not reports: four of the same are one`() throws {
        var listener = Listener(try world())
        for _ in 0..<4 { try listener.hear(analytics[0], first) }
        for table in analytics[1...2] { try listener.hear(table, first) }
        #expect(listener.fired.filter { $0.hasPrefix("phase4") } == [])
        try listener.hear(analytics[3], first)
        #expect(listener.fired.filter { $0.hasPrefix("phase4") } == ["phase4-trigger 0 phase_3_analytics"])
    }

    @Test func `other content triggers again, the same content does not`() throws {
        var world = try world()
        var listener = Listener(world)
        for table in [duty, readings] { try listener.hear(table, first) }
        world.change(readings, first)
        var later = Listener(world)
        later.record = listener.record
        try later.hear(readings, first)
        try later.hear(readings, first)
        #expect(later.fired == ["phase3-trigger 0 phase_2_raw"])
    }

    @Test func `a report of failure is remembered, triggers nothing and takes nothing back`() throws {
        var listener = Listener(try world())
        try listener.hear(duty, first)
        let response = try listener.hear(duty, first, .failed)
        #expect(response.completion?.lastFailure == "failed: it broke")
        #expect(response.completion?.digest != nil)
        try listener.hear(readings, first, .partial)
        #expect(listener.fired == [])
        try listener.hear(readings, first)
        #expect(listener.fired == ["phase3-trigger 0 phase_2_raw"])
        #expect(try listener.hear(duty, first).completion?.lastFailure == nil)
    }

    @Test func `what is reported and not complete triggers nothing`() throws {
        var world = try world()
        world.change(readings, first + 1)
        var listener = Listener(world)
        // The totals of day 1 are stale now.
        for table in analytics { try listener.hear(table, first + 1) }
        #expect(listener.fired.filter { $0.hasPrefix("phase4") } == [])
        world.remove(readings, first + 3)
        listener = Listener(world)
        for table in [duty, readings] { try listener.hear(table, first + 3) }
        #expect(listener.fired == [])
    }

    @Test func `a partition whose run kept silent counts once it is complete`() throws {
        var listener = Listener(try world())
        listener.record.silent = [Partition(duty, first)]
        try listener.hear(readings, first)
        #expect(listener.fired == ["phase3-trigger 0 phase_2_raw"])
    }

    // Departures of the next games rest on the grades of the days before, which nothing makes them wait for.
    @Test func `what comes after the next games were predicted has them predicted again, once`() throws {
        let days = (0..<9).map { day in
            Schedule.Day(
                date: first + day, season: Season(startYear: 2020), countingGames: day < 7 ? 2 : 0, expectedGames: 2)
        }
        var world = World(try weatherCatalog(MonthlyPipeline.processors), Schedule(days))
        for day in world.schedule.days {
            world.change(duty, day.date)
            if day.countingGames > 0 {
                world.change(readings, day.date)
                world.change(ReadingSetMember.input, day.date)
            }
        }
        try world.computeAll()
        var listener = Listener(world)
        try listener.hear(DepartureGrade.input, slate - 1)
        #expect(listener.fired == [], "in order: nothing is outrun")

        world.change(DepartureGrade.input, slate - 1)
        #expect(try world.status(Departure.input, slate) == .stale)
        listener = Listener(world)
        try listener.hear(DepartureGrade.input, slate - 1)
        try listener.hear(DepartureGrade.input, slate - 1)
        #expect(listener.fired == ["predictions-trigger 7 outrun"])

        // While the layer before is not done, that layer's report comes anyway.
        world.change(duty, slate)
        listener = Listener(world)
        try listener.hear(DepartureGrade.input, slate - 1)
        #expect(listener.fired == [])
    }

    /// The slate is day 7: its games are next, and day 6 is done.
    @Test func `the next games are computed as soon as the date before is done`() throws {
        var world = try world()
        var listener = Listener(world)
        try listener.hear(duty, slate)
        #expect(listener.fired == ["phase3-trigger 7 slate"])
        for table in analytics { try listener.hear(table, first + 6) }
        #expect(listener.fired == ["phase3-trigger 7 slate", "phase4-trigger 6 phase_3_analytics"])

        world.remove(DailyTotal.input, first + 6)
        listener = Listener(world)
        try listener.hear(duty, slate)
        #expect(listener.fired == [])
    }

    @Test func `the date after the next is nobody's slate yet`() throws {
        var listener = Listener(try world())
        try listener.hear(duty, slate + 1)
        #expect(listener.fired == [])
    }

    @Test func `a correction of an old date and news of the next games trigger the slate again`() throws {
        var world = try world()
        var listener = Listener(world)
        try listener.hear(duty, slate)
        for (changed, reported, date) in [
            (readings, DailyTotal.input, first + 1), (StationHint.input, StationHint.input, slate),
        ] {
            world.change(changed, date)
            try world.computeAll()
            var later = Listener(world)
            later.record = listener.record
            try later.hear(reported, date)
            #expect(later.fired.contains("phase3-trigger 7 slate"), "\(changed)")
            listener = later
        }
    }

    /// The outlook reads who measured, which the analytics do not: news of it are news for the layer after them.
    @Test func `content that only the next layer reads triggers it, though the layer itself is as it was`() throws {
        var world = try world()
        var listener = Listener(world)
        for table in analytics { try listener.hear(table, first) }
        world.change(ReadingSetMember.input, first)
        var later = Listener(world)
        later.record = listener.record
        try later.hear(analytics[0], first)
        #expect(later.fired == ["phase4-trigger 0 phase_3_analytics"])
    }

    @Test func `a layer of which nothing is expected on a date is never complete`() throws {
        let world = try world()
        let orchestrators = Orchestrators(world.catalog)
        #expect(orchestrators.expected(.raw, on: first, world.ledger()) == [duty, readings])
        #expect(orchestrators.expected(.raw, on: slate, world.ledger()) == [])
        #expect(orchestrators.expected(.analytics, on: slate, world.ledger()) == [Forecast.input, RollCall.input])
        #expect(orchestrators.expected(.predictions, on: first, world.ledger()) == [])
        #expect(orchestrators.expected(.analytics, on: first - 1, world.ledger()) == [])
    }

    @Test func `a waived table is not waited for`() throws {
        var world = try world()
        world.remove(readings, first + 3)
        var waiver = Waiver()
        (waiver.waiverID, waiver.tableName, waiver.startDate, waiver.endDate) = (
            "w", readings.rawValue, first + 3, first + 3
        )
        world.facts.store.waivers = [waiver]
        var listener = Listener(world)
        try listener.hear(duty, first + 3)
        #expect(listener.fired == ["phase3-trigger 3 phase_2_raw"])
    }
}
