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

    private static let select = """
        SELECT table_name, game_date, run_id, row_count, rows_missing, rows_surplus, digest, input_digest,
          processor_version, config_digest, changed_at_commit, computed_at_commit, frozen_at, updated_at
        FROM partition_state
        """

    // `name` is the name of the row before, so that equal names share one string.
    private static func state(of row: RawStatement, _ name: inout TableName) throws -> PartitionState {
        guard let table = row.utf8(0), let date = row.date(1), let digest = storedDigest(row, 6),
            let updated = row.utf8(13).flatMap(TimestampText.read), let run = row.text(2), let version = row.text(8)
        else { throw unreadable(row) }
        if !table.elementsEqual(name.rawValue.utf8) {
            name = TableName(rawValue: String(decoding: table, as: UTF8.self))
        }
        var state = PartitionState()
        (state.tableName, state.gameDate, state.runID, state.digest) = (name, date, run, digest)
        (state.rowCount, state.rowsMissing, state.rowsSurplus) = (row.int(3), row.int(4), row.int(5))
        state.inputDigest = try optional(row, 7) { storedDigest(row, 7) }
        state.processorVersion = version
        state.configDigest = try optional(row, 9) { storedDigest(row, 9) }
        (state.changedAtCommit, state.computedAtCommit) = (row.int(10), row.int(11))
        state.frozenAt = try optional(row, 12) { row.utf8(12).flatMap(TimestampText.read) }
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
