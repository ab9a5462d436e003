import GameCalendar
import NBA
import PipelineModel
import WarehousePostgres

/// What single transactions cost on a server, without the start of a process.
struct ServerTrial {
    private static let replacements = 20
    private static let workers = 8
    private static let claims = 30
    // As many as the program claims together.
    private static let together = 48
    private let address: PostgresAddress
    private let date: GameDate
    private let datasets: [String]

    init(address: String, date: String) throws {
        self.address = try PostgresAddress(address)
        guard let date = GameDate(date) else { throw Unmeasured(description: "'\(date)' is no date") }
        self.date = date
        datasets = Set((EngineTables.all + NBACatalog.sources.map(\.table)).map(\.dataset)).sorted()
    }

    private func open() -> PostgresWarehouse { PostgresWarehouse(address, datasets: datasets) }

    /// Medians in seconds: of replacing the date's ten tables, of a claim of many steps, and of one step.
    func run() async throws -> String {
        let replacement = try await replacing()
        let (many, one) = (try await claiming(Self.together), try await claiming(1))
        return "\(replacement) \(many) \(one)"
    }

    private func replacing() async throws -> Double {
        let store = open()
        let states = try await store.facts(counting: []).states
        let processors = NBACatalog.processors.filter { [3, 4].contains($0.phase.rawValue) }
        var changes = ChangeSet(at: Timestamp(microseconds: 0))
        for table in processors.map(\.table) {
            guard let declaration = processors.first(where: { $0.table == table })?.declaration,
                let state = states[Partition(table, date)],
                let content = try await store.contents(of: StoredColumns(declaration), on: [date])[date]
            else { throw Unmeasured(description: "\(table) has nothing on \(date)") }
            changes.partitions.append(PartitionWrite(table: declaration, content: content, state: state))
        }
        var seconds: [Double] = []
        for _ in 0..<Self.replacements {
            let begun = ContinuousClock.now
            try await store.commit(changes)
            seconds.append((ContinuousClock.now - begun) / .seconds(1))
        }
        return median(seconds)
    }

    private func claiming(_ steps: Int) async throws -> Double {
        let seconds = try await withThrowingTaskGroup(of: [Double].self) { group in
            for number in 0..<Self.workers {
                group.addTask { try await claims(of: number, steps) }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        return median(seconds)
    }

    private func claims(of number: Int, _ steps: Int) async throws -> [Double] {
        let store = open()
        var worker = Worker()
        worker.workerID = "trial\(number)"
        let now = Timestamp(microseconds: 0)
        try await store.register(worker)
        let commit = try await store.claim([], by: worker, since: .max, at: now).commit
        var seconds: [Double] = []
        for turn in 0..<Self.claims {
            let claims = (0..<steps).map { step in
                var run = RunRecord()
                run.runID = "trial-\(number)-\(turn)-\(step)"
                run.processorName = "trial"
                run.dataDate = date + ((number * Self.claims + turn) * steps + step)
                return StepClaim(partition: run.partition, run: run)
            }
            let begun = ContinuousClock.now
            _ = try await store.claim(claims, by: worker, since: commit, at: now)
            seconds.append((ContinuousClock.now - begun) / .seconds(1))
        }
        try await store.retire(worker, at: now)
        return seconds
    }

    private func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}

extension Processor {
    fileprivate var declaration: TableDeclaration { Output.table }
}
