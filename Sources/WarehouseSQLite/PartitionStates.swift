internal import ContentDigest
internal import GRDB
internal import GRDBSQLite
internal import GameCalendar
internal import PipelineModel

/// Reading of partition_state by hand: planning reads all of it each time, so a row must cost a microsecond or two.
enum PartitionStates {
    /// Every stored state.
    static func all(in db: Database) throws -> [Partition: PartitionState] {
        let statement = try RawStatement(db, select + " ORDER BY table_name, game_date")
        defer { statement.reset() }
        var states: [Partition: PartitionState] = [:]
        states.reserveCapacity(4096)
        var name = TableName(rawValue: "")
        while try statement.step() {
            let state = try state(of: statement, &name)
            states[state.partition] = state
        }
        return states
    }

    /// The states evaluated by commits later than `commit`.
    static func changed(after commit: Int, in db: Database) throws -> [PartitionState] {
        let order = " WHERE computed_at_commit > ? ORDER BY computed_at_commit, table_name, game_date"
        let statement = try RawStatement(db, select + order)
        defer { statement.reset() }
        try statement.bind(.int(commit))
        var states: [PartitionState] = []
        var name = TableName(rawValue: "")
        while try statement.step() { states.append(try state(of: statement, &name)) }
        return states
    }

    /// The rows recorded of each date of `table`, in order of date; dates without rows are left out.
    static func rowCounts(of table: TableName, in db: Database) throws -> [(date: GameDate, rows: Int)] {
        let statement = try RawStatement(
            db,
            "SELECT game_date, row_count FROM partition_state WHERE table_name = ? AND row_count > 0 ORDER BY game_date"
        )
        defer { statement.reset() }
        try statement.bind(.text(table.rawValue))
        var counts: [(date: GameDate, rows: Int)] = []
        while try statement.step() {
            // A state without a readable date is told where states are read.
            if let date = statement.date(0) { counts.append((date, statement.int(1))) }
        }
        return counts
    }

    /// The digests recorded under each of `names` on `date`; those without a state have none.
    static func digests(of names: [TableName], on date: GameDate, in db: Database) throws -> [TableName: Digest] {
        let statement = try RawStatement(
            db, "SELECT table_name, game_date, digest FROM partition_state WHERE table_name = ? AND game_date = ?")
        var digests: [TableName: Digest] = [:]
        for name in names {
            statement.reset()
            try statement.bind(.text(name.rawValue), .date(date))
            guard try statement.step() else { continue }
            guard let digest = storedDigest(statement, 2) else { throw unreadable(statement) }
            digests[name] = digest
        }
        statement.reset()
        return digests
    }

    private static let columns = PartitionState.table.columns.map(\.name)
    private static let select = "SELECT \(TableSQL.list(columns)) FROM \(TableSQL.of(PartitionState.table).name)"
    private static let place = Places()

    // Where each column stands.
    private struct Places {
        let table = Self.of("table_name")
        let date = Self.of("game_date")
        let run = Self.of("run_id")
        let rows = Self.of("row_count")
        let missing = Self.of("rows_missing")
        let surplus = Self.of("rows_surplus")
        let digest = Self.of("digest")
        let inputs = Self.of("input_digest")
        let version = Self.of("processor_version")
        let config = Self.of("config_digest")
        let changed = Self.of("changed_at_commit")
        let computed = Self.of("computed_at_commit")
        let frozen = Self.of("frozen_at")
        let updated = Self.of("updated_at")

        private static func of(_ name: String) -> Int32 { Int32(columns.firstIndex(of: name) ?? -1) }
    }

    // `name` is the name of the row before, so that equal names share one string.
    private static func state(of row: RawStatement, _ name: inout TableName) throws -> PartitionState {
        let at = place
        guard let table = row.utf8(at.table), let date = row.date(at.date), let digest = storedDigest(row, at.digest),
            let updated = row.utf8(at.updated).flatMap(TimestampText.read), let run = row.text(at.run),
            let version = row.text(at.version)
        else { throw unreadable(row) }
        if !table.elementsEqual(name.rawValue.utf8) {
            name = TableName(rawValue: String(decoding: table, as: UTF8.self))
        }
        var state = PartitionState()
        (state.tableName, state.gameDate, state.runID, state.digest) = (name, date, run, digest)
        (state.rowCount, state.rowsMissing, state.rowsSurplus) = (
            row.int(at.rows), row.int(at.missing), row.int(at.surplus)
        )
        state.inputDigest = try optional(row, at.inputs) { storedDigest(row, at.inputs) }
        state.processorVersion = version
        state.configDigest = try optional(row, at.config) { storedDigest(row, at.config) }
        (state.changedAtCommit, state.computedAtCommit) = (row.int(at.changed), row.int(at.computed))
        state.frozenAt = try optional(row, at.frozen) { row.utf8(at.frozen).flatMap(TimestampText.read) }
        state.updatedAt = updated
        return state
    }

    private static func optional<Value>(_ row: RawStatement, _ column: Int32, _ read: () -> Value?) throws -> Value? {
        if sqlite3_column_type(row.handle, column) == SQLITE_NULL { return nil }
        guard let value = read() else { throw unreadable(row) }
        return value
    }

    private static func storedDigest(_ row: RawStatement, _ column: Int32) -> Digest? {
        row.utf8(column).flatMap { Digest(hexUTF8: $0) }
    }

    private static func unreadable(_ row: RawStatement) -> WarehouseError {
        let name = "\(row.text(0) ?? "?") \(row.text(1) ?? "?")"
        return WarehouseError(
            .corrupt, "partition_state \(name): a value is unreadable; the store was changed by hand, restore a backup")
    }
}
