import ContentDigest
import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineTesting
import Randomness

/// How attempts end.
enum FailurePattern: CaseIterable, Sendable {
    case nothingFails, someData, oneTableData, someTransient, alwaysTransient, oneBug, oneResource, somePartial,
        cancelled
    case someUpstream, stopEarly

    func outcome(_ step: PlannedStep, attempt: Int, _ random: inout SeededRandom) -> ErrorCategory? {
        switch self {
        case .nothingFails, .somePartial, .stopEarly: nil
        case .someData: random.chance(15) ? .data : nil
        case .oneTableData: step.partition.table == DailyLevel.input ? .data : nil
        case .someTransient: attempt < 3 && random.chance(40) ? .transient : nil
        case .alwaysTransient: step.partition.date.dayNumber.isMultiple(of: 5) ? .transient : nil
        case .oneBug: step.partition.table == DailyTotal.input && random.chance(20) ? .bug : nil
        case .oneResource: random.chance(10) ? .resource : nil
        case .cancelled: random.chance(10) ? .cancelled : nil
        case .someUpstream: random.chance(10) ? .upstream : nil
        }
    }
}

/// Plays the runtime against a stage: random moments, random order, every rule checked on the way.
struct StageSimulation {
    enum Ending: Hashable {
        case computed, partial, failed
        case left(Exclusion)
    }

    var world: World
    var stage: Stage
    var random: SeededRandom
    let pattern: FailurePattern
    private(set) var endings: [Partition: [Ending]] = [:]
    private(set) var started: [TableName: [GameDate]] = [:]
    private(set) var violations: [String] = []
    private(set) var stopped = false
    private(set) var turns = 0
    private var inFlight: [PlannedStep] = []
    private var running: [(assignment: Assignment, attempt: Int)] = []
    private var claimed: Set<Partition> = []

    init(_ world: World, _ plan: Plan, _ pattern: FailurePattern, _ random: SeededRandom) {
        self.world = world
        self.pattern = pattern
        self.random = random
        // A ledger that has been asked everything, so that an answer kept too long shows.
        var ledger = world.ledger()
        for entry in world.catalog.entries.indices {
            for day in world.schedule.days { _ = ledger.status(entry, on: day.date) }
        }
        stage = Stage(plan, ledger: ledger)
    }

    /// Runs until nothing moves any more, or for too long.
    mutating func run() throws {
        let limit = 200 + stage.plan.steps.count * 40
        while turns < limit {
            turns += 1
            if pattern == .stopEarly, random.chance(3) { stop() }
            let moved = try move()
            collect()
            if !moved, inFlight.isEmpty, running.isEmpty { return }
        }
        violations.append("still moving after \(limit) turns")
    }

    private mutating func stop() {
        stage.stop()
        stopped = true
    }

    // One random thing that can happen; false when nothing can.
    private mutating func move() throws -> Bool {
        var moves = [0, 1, 2, 3].shuffled(using: &random)
        while let move = moves.popLast() {
            switch move {
            case 0:
                guard inFlight.isEmpty else { continue }
                inFlight = stage.nextClaims(limit: random.int(1...12))
                if inFlight.isEmpty { continue }
            case 1:
                guard !inFlight.isEmpty else { continue }
                for step in inFlight {
                    stage.claimed(step.partition)
                    claimed.insert(step.partition)
                }
                inFlight = []
            case 2:
                guard running.count < 3, let assignment = stage.nextStart() else { continue }
                try begin(assignment)
            default:
                guard !running.isEmpty else { continue }
                try finish(running.remove(at: random.int(0...(running.count - 1))))
            }
            return true
        }
        return false
    }

    private mutating func begin(_ assignment: Assignment) throws {
        let partition = assignment.step.partition
        if running.contains(where: { $0.assignment.step.partition.table == partition.table }) {
            violations.append("\(partition) overlaps another step of its table")
        }
        if let last = started[partition.table]?.last, last >= partition.date {
            violations.append("\(partition) starts after \(last)")
        }
        if !claimed.contains(partition) { violations.append("\(partition) starts without a lease") }
        for missing in try unsatisfied(partition) { violations.append("\(partition) starts without \(missing)") }
        started[partition.table, default: []].append(partition.date)
        running.append((assignment, 1))
    }

    /// Required inputs of `partition` that a ledger made afresh does not call satisfied.
    func unsatisfied(_ partition: Partition) throws -> [Partition] {
        var ledger = world.ledger()
        let naive = NaiveLineage(catalog: world.catalog, facts: world.facts)
        var missing: [Partition] = []
        for input in try world.step(partition.table).processor.inputs where input.requirement == .required {
            let entry = world.catalog.base(of: try world.position(input.source))
            for date in try naive.window(input, on: partition.date)
            where !ledger.status(entry, on: date).isSatisfied {
                missing.append(Partition(world.catalog.entries[entry].name, date))
            }
        }
        return missing
    }

    private mutating func finish(_ work: (assignment: Assignment, attempt: Int)) throws {
        let step = work.assignment.step
        if let category = pattern.outcome(step, attempt: work.attempt, &random) {
            switch stage.failed(step.partition, category, attempt: work.attempt) {
            case .retry: running.append((work.assignment, work.attempt + 1))
            case .giveUp, .stopProcessor: end(step.partition, .failed)
            case .stopBatch:
                end(step.partition, .failed)
                stopped = true
            }
            return
        }
        try succeed(work.assignment)
    }

    private mutating func succeed(_ assignment: Assignment) throws {
        let partition = assignment.step.partition
        var outcome = try world.outcome(partition.table, partition.date)
        let isPartial = pattern == .somePartial && random.chance(15)
        outcome.states[0].rowsMissing = isPartial ? 1 : 0
        let recorded = assignment.lineage(consulting: Set(outcome.consulted))
        let digest = LineageDigest.of(
            version: try world.step(partition.table).processor.version,
            try world.step(partition.table).configDigest, recorded)
        if digest != outcome.states[0].inputDigest {
            violations.append("\(partition) would record another input digest than its inputs have")
        }
        for state in outcome.states { world.put(state) }
        world.facts.store.consultedFallbacks[partition] = outcome.consulted.isEmpty ? nil : outcome.consulted
        stage.computed(
            outcome.states[0], projections: Array(outcome.states.dropFirst()), consulting: outcome.consulted)
        end(partition, isPartial ? .partial : .computed)
    }

    private mutating func end(_ partition: Partition, _ ending: Ending) {
        endings[partition, default: []].append(ending)
        claimed.remove(partition)
    }

    private mutating func collect() {
        for resolution in stage.takeResolutions() {
            let partition = resolution.step.partition
            if resolution.wasClaimed != claimed.contains(partition) {
                violations.append("\(partition) was leased: \(claimed.contains(partition)), says the stage: not so")
            }
            end(partition, .left(resolution.exclusion))
        }
    }

    /// Leases that nothing will give back.
    var leaked: Set<Partition> { claimed.subtracting(stage.claimedButNotStarted.map(\.partition)) }
}
