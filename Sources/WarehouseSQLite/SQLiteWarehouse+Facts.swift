internal import GRDB
internal import GRDBSQLite
internal import GameCalendar
package import PipelineModel
internal import Synchronization

extension SQLiteWarehouse {
    /// Everything planning needs, as of one commit.
    ///
    /// Costs about 2 µs per state, 0.1 µs per counted row, and little per unsettled run. States and counts are read once in a
    /// process and again where they were written since; all of them when another connection has written.
    package func facts(counting tables: [TableDeclaration]) async throws(WarehouseError) -> StoreFacts {
        guard access == .readWrite else { return try await counted(tables) }
        let (known, locks) = (known, locks)
        let snapshot = try await writeWithoutTransaction { db in try known.snapshot(of: tables, in: db) }
        let amended = try await read { db in try snapshot.facts(in: db, locks: locks) }
        var facts: StoreFacts
        if let amended {
            facts = amended
        } else {
            facts = try await counted(tables)
            facts.generation = known.nextGeneration()
        }
        known.keep(facts, after: snapshot)
        return facts.counting(tables)
    }

    // Tables are counted on connections beside the one that reads the rest; a commit in between is noticed, and everything
    // is read again in one transaction.
    private func counted(_ tables: [TableDeclaration]) async throws(WarehouseError) -> StoreFacts {
        let locks = locks
        async let counting = counts(of: tables)
        let reading = await result { db in try FactsQuery.uncounted(in: db, locks: locks) }
        var (counts, facts) = (try await counting.get(), try reading.get())
        if counts.contains(where: { $0.commit != facts.commit }) {
            (counts, facts) = try await read { db in
                (try tables.map { try RowCounts(of: $0, in: db) }, try FactsQuery.uncounted(in: db, locks: locks))
            }
        }
        facts.countedTables = Set(tables.map(\.name))
        for count in counts { facts.take(count) }
        return facts
    }

    // On the connections that are left; more at once would only wait, each on a thread of its own.
    private func counts(of tables: [TableDeclaration]) async -> Result<[RowCounts], WarehouseError> {
        let waiting = TableQueue(tables)
        return await withTaskGroup { group in
            for _ in 1..<Self.readers {
                group.addTask {
                    var counts: [Result<RowCounts, WarehouseError>] = []
                    while let table = waiting.next() {
                        counts.append(await self.result { db in try RowCounts(of: table, in: db) })
                    }
                    return counts
                }
            }
            var counts: [Result<RowCounts, WarehouseError>] = []
            for await some in group { counts += some }
            return Result { () throws(WarehouseError) in
                try counts.map { count throws(WarehouseError) in try count.get() }
            }
        }
    }
}

/// Tables that wait for somebody to count them.
private final class TableQueue: Sendable {
    private let rest: Mutex<ArraySlice<TableDeclaration>>

    init(_ tables: [TableDeclaration]) {
        rest = Mutex(tables[...])
    }

    func next() -> TableDeclaration? { rest.withLock { $0.popFirst() } }
}

extension StoreFacts {
    fileprivate mutating func take(_ counts: RowCounts) {
        guard let perPartition = counts.perPartition else {
            absentTables.insert(counts.table)
            return
        }
        rowCounts.merge(perPartition) { $1 }
    }
}

/// The parts of the facts.
enum FactsQuery {
    static func commit(in db: Database) throws -> Int {
        try Int.fetchOne(db, sql: "SELECT number FROM store_commit") ?? 0
    }

    /// All but the counts of rows.
    static func uncounted(in db: Database, locks: WorkerLocks) throws -> StoreFacts {
        var facts = try beside(in: db, locks: locks)
        facts.states = try PartitionStates.all(in: db)
        return facts
    }

    /// All but states and counts.
    static func beside(in db: Database, locks: WorkerLocks) throws -> StoreFacts {
        var facts = StoreFacts()
        facts.commit = try commit(in: db)
        facts.leases = try leases(in: db, locks: locks)
        facts.waivers = try Records.read(Waiver.self, RecordFilter(), from: db)
        facts.unsettledRuns = try unsettledRuns(in: db)
        facts.consultedFallbacks = try consultedFallbacks(in: db)
        if try StoredSchema.exists(SourceReading.table, in: db) {
            for reading in try Records.read(SourceReading.self, RecordFilter(), from: db) {
                facts.lastReadings[reading.tableName] = reading.readAt
            }
        }
        for breaker in try Records.read(BreakerRecord.self, RecordFilter(), from: db) {
            facts.breakers[breaker.processorName] = breaker
        }
        return facts
    }

    static func leases(in db: Database, locks: WorkerLocks) throws
        -> [Partition: (lease: Lease, isAlive: Bool)]
    {
        var alive: [String: Bool] = [:]
        var leases: [Partition: (lease: Lease, isAlive: Bool)] = [:]
        for lease in try Records.read(Lease.self, RecordFilter(), from: db) {
            let isAlive = alive[lease.workerID] ?? !locks.isDead(lease.workerID)
            alive[lease.workerID] = isAlive
            leases[lease.partition] = (lease, isAlive)
        }
        return leases
    }

    static func unsettledRuns(in db: Database) throws -> [Partition: RunRecord] {
        let columns = RunRecord.table.columns.map { "u.\(TableSQL.quoted($0.name))" }.joined(separator: ", ")
        let sql = """
            SELECT \(columns) FROM processor_run_history u WHERE \(SchemaVersion.unsettled) AND NOT EXISTS (
              SELECT 1 FROM processor_run_history n
              WHERE n.processor_name = u.processor_name AND n.data_date = u.data_date
                AND (n.created_at, n.run_id) > (u.created_at, u.run_id)
                AND n.status <> 'superseded' AND n.is_test = 0)
            """
        let runs: [RunRecord] = try Records.rows(of: RawStatement(db, sql))
        return Dictionary(runs.map { ($0.partition, $0) }) { $1 }
    }

    static func consultedFallbacks(in db: Database) throws -> [Partition: [String]] {
        let sql = """
            SELECT table_name, game_date, input_name FROM partition_input WHERE \(SchemaVersion.isFallback)
            ORDER BY table_name, game_date, input_name
            """
        let statement = try RawStatement(db, sql)
        defer { statement.reset() }
        var fallbacks: [Partition: [String]] = [:]
        while try statement.step() {
            guard let table = statement.text(0), let date = statement.date(1), let input = statement.text(2) else {
                throw WarehouseError(.corrupt, "partition_input: a key is unreadable; the store was changed by hand")
            }
            fallbacks[Partition(TableName(rawValue: table), date), default: []].append(input)
        }
        return fallbacks
    }
}
