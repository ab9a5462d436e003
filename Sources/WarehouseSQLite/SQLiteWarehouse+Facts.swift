internal import GRDB
internal import GRDBSQLite
internal import GameCalendar
package import PipelineModel

extension SQLiteWarehouse {
    /// Everything planning needs, read in one transaction.
    ///
    /// Costs about 2 µs per state, 0.1 µs per counted row, and little per unsettled run.
    package func facts(counting tables: [TableDeclaration]) async throws(WarehouseError) -> StoreFacts {
        let locks = locks
        return try await read { db in
            var facts = StoreFacts()
            facts.commit = try Int.fetchOne(db, sql: "SELECT number FROM store_commit") ?? 0
            facts.states = try PartitionStates.all(in: db)
            facts.countedTables = Set(tables.map(\.name))
            let present = try tables.filter { try StoredSchema.exists($0, in: db) }
            facts.absentTables = facts.countedTables.subtracting(present.map(\.name))
            facts.rowCounts = try FactsQuery.rowCounts(of: present, in: db)
            facts.leases = try FactsQuery.leases(in: db, locks: locks)
            facts.waivers = try Records.read(Waiver.self, RecordFilter(), from: db)
            facts.unsettledRuns = try FactsQuery.unsettledRuns(in: db)
            facts.consultedFallbacks = try FactsQuery.consultedFallbacks(in: db)
            for breaker in try Records.read(BreakerRecord.self, RecordFilter(), from: db) {
                facts.breakers[breaker.processorName] = breaker
            }
            return facts
        }
    }
}

/// The parts of the facts.
enum FactsQuery {
    static func rowCounts(of tables: [TableDeclaration], in db: Database) throws -> [Partition: Int] {
        var counts: [Partition: Int] = [:]
        for table in tables {
            let statement = try RawStatement(db, TableSQL.of(table).countPerDate)
            defer { statement.reset() }
            while try statement.step() {
                let count = statement.int(1)
                if table.partitionColumn == nil {
                    if count > 0 { counts[Partition(table.name, .reference)] = count }
                } else if let date = statement.date(0) {
                    counts[Partition(table.name, date)] = count
                } else {
                    throw WarehouseError(
                        .corrupt,
                        "\(table.name): '\(statement.text(0) ?? "NULL")' is no date; the store was changed by hand: correct "
                            + "or delete the row, or restore the store from a backup")
                }
            }
        }
        return counts
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
        return Dictionary(runs.map { (Partition($0.processorName, $0.dataDate), $0) }) { $1 }
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
