internal import GameCalendar
package import PipelineModel

extension PostgresWarehouse {
    /// Everything planning needs, as of one commit. Costs about 3 µs per state and 0.1 µs per counted row.
    package func facts(counting tables: [TableDeclaration]) async throws(WarehouseError) -> StoreFacts {
        let counting = RowCounting(tables)
        async let assistance = assist(counting)
        let led = await leadingFacts(counting)
        let assisted = await assistance
        var facts = try led.get()
        if !counting.isComplete { try assisted.get() }
        facts.countedTables = Set(tables.map(\.name))
        counting.put(into: &facts)
        return facts
    }

    private func leadingFacts(_ counting: RowCounting) async -> Result<StoreFacts, WarehouseError> {
        let silence = timing.silence
        defer { counting.endLeading() }
        return await readers.result { connection in
            try connection.transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY") { connection in
                var facts = StoreFacts()
                try counting.lead(connection) {
                    facts.commit = try FactsQuery.commit(connection)
                    for state in try FactsQuery.states(connection, after: nil) { facts.states[state.partition] = state }
                    try FactsQuery.addBesides(to: &facts, connection, silence: silence)
                }
                return facts
            }
        }
    }

    private func assist(_ counting: RowCounting) async -> Result<Void, WarehouseError> {
        guard counting.isShared else { return .success(()) }
        defer { counting.endAssisting() }
        // Asked for only now: what waits on this lane would keep others from beginning.
        for await snapshot in counting.snapshots {
            return await counter.result(again: true) { connection in try counting.assist(connection, seeing: snapshot) }
        }
        return .success(())
    }

    /// Rows of an engine table; ordered by a column, equal ones by the key in the same direction.
    ///
    /// - Throws: ``WarehouseError`` invalid for an unknown column; corrupt for a value that its column cannot hold.
    package func records<Row: WarehouseRow>(_ row: Row.Type, matching filter: RecordFilter)
        async throws(WarehouseError) -> [Row]
    {
        try await readOnce { connection in try FactsQuery.records(row, filter, connection) }
    }
}

/// The parts of the facts.
enum FactsQuery {
    static func commit(_ connection: Connection) throws(WarehouseError) -> Int {
        let result = try connection.run("SELECT number FROM \(EngineQueries.counter)")
        return result.rowCount > 0 ? result.int(0, 0) : 0
    }

    /// The states evaluated by commits later than `commit`, in the order of the commits; all of them for nil.
    static func states(_ connection: Connection, after commit: Int?) throws -> [PartitionState] {
        let select = "SELECT \(TableSQL.list(PartitionState.table.columns.map(\.name))) FROM \(EngineQueries.state)"
        guard let commit else { return try rows(connection.run("\(select) ORDER BY table_name, game_date")) }
        let later = " WHERE computed_at_commit > $1 ORDER BY computed_at_commit, table_name, game_date"
        return try rows(connection.run(select + later, [.int(commit)]))
    }

    /// All but commit, states and counts.
    static func addBesides(to facts: inout StoreFacts, _ connection: Connection, silence: Double) throws {
        facts.leases = try leases(connection, silence)
        facts.waivers = try records(Waiver.self, RecordFilter(), connection)
        let unsettled: [RunRecord] = try rows(connection.run(EngineQueries.unsettledRuns))
        facts.unsettledRuns = Dictionary(unsettled.map { ($0.partition, $0) }) { $1 }
        facts.consultedFallbacks = try consultedFallbacks(connection)
        if try StoredSchema.exists(SourceReading.table, connection) {
            for reading in try records(SourceReading.self, RecordFilter(), connection) {
                facts.lastReadings[reading.tableName] = reading.readAt
            }
        }
        for breaker in try records(BreakerRecord.self, RecordFilter(), connection) {
            facts.breakers[breaker.processorName] = breaker
        }
    }

    private static func leases(_ connection: Connection, _ silence: Double) throws
        -> [Partition: (lease: Lease, isAlive: Bool)]
    {
        let columns = Lease.table.columns.map { "l.\(TableSQL.quoted($0.name))" }.joined(separator: ", ")
        let result = try connection.run(
            """
            SELECT \(columns), NOT \(EngineQueries.isSilent("$1")) FROM \(EngineQueries.lease) l
            LEFT JOIN \(EngineQueries.worker) w ON w.worker_id = l.worker_id ORDER BY l.table_name, l.game_date
            """, [.double(silence)])
        let leases: [Lease] = try rows(result)
        let held = leases.enumerated().map { row, lease in
            (lease.partition, (lease: lease, isAlive: result.bool(row, Lease.table.columns.count)))
        }
        return Dictionary(held) { $1 }
    }

    private static func consultedFallbacks(_ connection: Connection) throws -> [Partition: [String]] {
        let result = try connection.run(EngineQueries.consultedFallbacks)
        var fallbacks: [Partition: [String]] = [:]
        for row in 0..<result.rowCount {
            guard let date = result.date(row, 1) else {
                throw WarehouseError(.corrupt, "partition_input: a date is none; the store was changed by hand")
            }
            fallbacks[Partition(TableName(rawValue: result.text(row, 0)), date), default: []].append(
                result.text(row, 2))
        }
        return fallbacks
    }

    /// Adds how many rows `table` has on each date, or that the store does not have it.
    static func count(_ table: TableDeclaration, into facts: inout StoreFacts, _ connection: Connection) throws {
        guard try StoredSchema.exists(table, connection) else {
            facts.absentTables.insert(table.name)
            return
        }
        let result = try connection.run(TableSQL.of(table).count)
        for row in 0..<result.rowCount {
            guard table.partitionColumn != nil else {
                if result.int(row, 0) > 0 {
                    facts.rowCounts[Partition(table.name, .reference)] = result.int(row, 0)
                }
                continue
            }
            guard let date = result.date(row, 0) else {
                throw WarehouseError(
                    .corrupt, "\(table.name): a row has no date that is one; the store was changed by hand, correct it")
            }
            facts.rowCounts[Partition(table.name, date)] = result.int(row, 1)
        }
    }

    static func records<Row: WarehouseRow>(
        _ row: Row.Type, _ filter: RecordFilter, _ connection: Connection
    ) throws -> [Row] {
        let filter = try FilterSQL(filter, of: Row.table)
        return try rows(connection.run(filter.select, filter.parameters, about: Row.table.name.rawValue))
    }

    /// Decodes every row of `result`, whose first columns are the table's in declared order.
    static func rows<Row: WarehouseRow>(_ result: QueryResult) throws(WarehouseError) -> [Row] {
        let table = Row.table
        let reader = RowReader(table.name, table.columns)
        return try Row.understood(
            reader.content(of: result, rows: 0..<result.rowCount, place: table.name.rawValue))
    }
}
