internal import GameCalendar
internal import PipelineModel

/// What planning reads, computed the slow and obvious way.
enum MemoryFacts {
    static func facts(of store: MemoryStore, counting tables: [TableDeclaration]) throws(WarehouseError) -> StoreFacts {
        var facts = StoreFacts()
        facts.commit = store.commit
        for state in try store.rows(PartitionState.self) { facts.states[state.partition] = state }
        facts.countedTables = Set(tables.map(\.name))
        facts.absentTables = facts.countedTables.filter { store.tables[$0] == nil }
        for declaration in tables where !facts.absentTables.contains(declaration.name) {
            let table = try store.table(declaration)
            for row in table.rows.values {
                facts.rowCounts[Partition(declaration.name, table.date(of: row)), default: 0] += 1
            }
        }
        for lease in try store.rows(Lease.self) {
            facts.leases[lease.partition] = (lease, store.living.contains(lease.workerID))
        }
        facts.waivers = try store.rows(Waiver.self)
        facts.unsettledRuns = unsettled(try store.rows(RunRecord.self))
        for input in try store.rows(PartitionInput.self) where input.inputName.contains(":") {
            facts.consultedFallbacks[Partition(input.tableName, input.gameDate), default: []].append(input.inputName)
        }
        for reading in try store.rows(SourceReading.self) { facts.lastReadings[reading.tableName] = reading.readAt }
        for breaker in try store.rows(BreakerRecord.self) { facts.breakers[breaker.processorName] = breaker }
        return facts
    }

    private static func unsettled(_ runs: [RunRecord]) -> [Partition: RunRecord] {
        var newest: [Partition: RunRecord] = [:]
        for run in runs where run.status != .superseded && !run.isTest {
            let partition = run.partition
            guard let known = newest[partition] else {
                newest[partition] = run
                continue
            }
            if (known.createdAt, known.runID) < (run.createdAt, run.runID) { newest[partition] = run }
        }
        return newest.filter { $0.value.status.isUnresolved || $0.value.status == .running }
    }

    static func differences(of stored: TableDeclaration, from table: TableDeclaration) -> [SchemaDifference] {
        func shape(_ column: Column?) -> String {
            column.map { $0.type.rawValue + ($0.isNullable ? "?" : "") } ?? "missing"
        }
        let names = table.columns.map(\.name) + stored.columns.map(\.name).filter { table.position(of: $0) == nil }
        var differences = names.compactMap { name -> SchemaDifference? in
            let expected = shape(table.columns.first { $0.name == name })
            let actual = shape(stored.columns.first { $0.name == name })
            guard expected != actual else { return nil }
            return SchemaDifference(table: table.name, column: name, expected: expected, actual: actual)
        }
        if (stored.key, stored.partitionColumn) != (table.key, table.partitionColumn) {
            differences.append(
                .init(table: table.name, column: "", expected: "\(table.key)", actual: "\(stored.key)"))
        }
        return differences
    }
}
