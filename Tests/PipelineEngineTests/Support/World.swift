import ContentDigest
import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineTesting
import Randomness

/// The sample pipeline's catalog, with `processors` in place of its own when given.
func weatherCatalog(
    _ processors: [any Processor] = WeatherSample.processors,
    projections: [any Projection.Type] = WeatherSample.projections
) throws -> Catalog {
    try Catalog(sources: WeatherSample.sources, projections: projections, processors: processors)
}

/// A store as the engine sees it, made of states alone: nothing is computed, digests stand for rows.
struct World {
    let catalog: Catalog
    var facts: Facts
    private var serial = 0

    var schedule: Schedule { facts.schedule }

    init(_ catalog: Catalog, _ schedule: Schedule, historyStart: GameDate? = nil) {
        self.catalog = catalog
        let start = historyStart ?? schedule.days.first?.date ?? .reference
        let end = max(start, schedule.days.last?.date ?? .reference)
        facts = Facts(
            schedule: schedule, history: start...end, store: StoreFacts(), readAt: Timestamp(microseconds: 1_000_000))
    }

    /// A random schedule with every source imported, in some cases with a history that starts inside a season.
    init(random: inout SeededRandom, seasons: Int = 2, days: Int = 10, lateStart: Bool = false) throws {
        let schedule = WeatherSample.schedule(seasons: seasons, days: days, &random)
        let start = lateStart ? WeatherSample.firstDay + random.int(0...days) : nil
        self.init(try weatherCatalog(), schedule, historyStart: start)
        for write in try WeatherSample.imports(of: schedule, &random) {
            for state in [write.state] + write.projections { put(state) }
        }
    }

    /// The catalog's `table`.
    func step(_ table: TableName) throws -> Catalog.Step {
        guard let step = catalog.step(for: table) else { throw MissingFixture(table: table) }
        return step
    }

    func position(_ table: TableName) throws -> Int {
        guard let position = catalog.position(of: table) else { throw MissingFixture(table: table) }
        return position
    }

    func ledger() -> Ledger { Ledger(catalog: catalog, facts: facts) }

    func status(_ table: TableName, _ date: GameDate) throws -> PartitionStatus {
        var ledger = ledger()
        return ledger.status(try position(table), on: date)
    }

    /// The dates `table` is expected on.
    func dates(_ table: TableName) throws -> DateSet {
        let calendar = catalog.entries[try position(table)].calendar
        if calendar == .monthOpenings { return schedule.monthOpenings(from: facts.history.lowerBound) }
        return DateSet(calendar.dates(of: schedule).filter { $0 >= facts.history.lowerBound })
    }

    mutating func put(_ state: PartitionState) {
        facts.store.states[state.partition] = state
    }

    /// Changes the content of a partition that exists or not.
    mutating func change(_ table: TableName, _ date: GameDate) {
        serial += 1
        var state = facts.store.states[Partition(table, date)] ?? PartitionState()
        (state.tableName, state.gameDate, state.runID) = (table, date, "change-\(serial)")
        state.rowCount = max(1, state.rowCount)
        state.digest = Digest(of: "\(table) \(date) change \(serial)")
        put(state)
    }

    mutating func remove(_ table: TableName, _ date: GameDate) {
        facts.store.states[Partition(table, date)] = nil
    }

    /// The states that computing `table` for `date` from what is stored gives: its own and its projections'.
    func outcome(_ table: TableName, _ date: GameDate) throws -> (states: [PartitionState], consulted: [String]) {
        let step = try step(table)
        let naive = NaiveLineage(catalog: catalog, facts: facts)
        let consulted = try consulted(step, date)
        var state = PartitionState()
        (state.tableName, state.gameDate, state.rowCount) = (table, date, 1)
        state.inputDigest = try naive.inputDigest(of: step, on: date, consulting: consulted)
        state.processorVersion = step.processor.version
        // Levels keep one bit of what they are computed from, so that changes often stop there.
        let bit = table == DailyLevel.input ? String((state.inputDigest?.bytes[0] ?? 0) & 1) : nil
        state.digest = Digest(of: "\(table) \(date) \(bit ?? state.inputDigest?.hex ?? "")")
        let projections = catalog.projections[step.entry].map { type in
            var projected = PartitionState()
            (projected.tableName, projected.gameDate, projected.rowCount) = (type.input, date, 1)
            projected.digest = Digest(of: "\(type.input) \(state.digest)")
            return projected
        }
        return ([state] + projections, consulted)
    }

    // The forecast asks for last season on the first two dates of a season.
    private func consulted(_ step: Catalog.Step, _ date: GameDate) throws -> [String] {
        guard step.processor.table == Forecast.input, let season = schedule.season(of: date) else { return [] }
        let earlier = schedule.countingDates(of: season).before(date).filter { $0 >= facts.history.lowerBound }
        return earlier.count < 2 ? [ForecastProcessor.lastSeason.name] : []
    }

    /// Computes and stores one partition.
    mutating func compute(_ table: TableName, _ date: GameDate) throws {
        let outcome = try outcome(table, date)
        for state in outcome.states { put(state) }
        facts.store.consultedFallbacks[Partition(table, date)] = outcome.consulted.isEmpty ? nil : outcome.consulted
    }

    /// Computes everything, phase by phase and date by date.
    mutating func computeAll() throws {
        for phase in Phase.allCases {
            for day in schedule.days {
                for step in catalog.steps where step.processor.phase == phase {
                    let table = step.processor.table
                    if try dates(table).contains(day.date) { try compute(table, day.date) }
                }
            }
        }
    }
}

/// A fixture names a table its catalog does not have.
struct MissingFixture: Error {
    let table: TableName
}
