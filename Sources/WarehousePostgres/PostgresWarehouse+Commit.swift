internal import Foundation
internal import GameCalendar
package import PipelineModel

extension PostgresWarehouse {
    /// Applies `changes` in one transaction: all or nothing.
    ///
    /// Whether a commit came through whose connection was lost at the very end is asked of the server afterwards.
    ///
    /// - Returns: the number of the commit, greater than all before.
    /// - Throws: ``WarehouseError`` constraint for a repeated key or a NULL where none may be, invalid for rows that are
    ///   not the partition's, leaseLost, busy, unavailable, exhausted, denied.
    @discardableResult
    package func commit(_ changes: ChangeSet) async throws(WarehouseError) -> Int {
        let (faults, heartbeat) = (faults, heartbeat)
        let attempt = try await onWriter { connection in
            try connection.execute(Self.beginning)
            do {
                let work = CommitTransaction(connection: connection, instant: changes.instant)
                try work.release(changes.releasedLeases, heldBy: heartbeat)
                let ticket = try work.apply(changes)
                faults?(.beforeCommit)
                return CommitAttempt(ticket: ticket, isDone: try Self.end(connection))
            } catch {
                connection.rollBack()
                throw error
            }
        }
        if !attempt.isDone { try await settle(attempt.ticket, changes) }
        faults?(.afterCommit)
        return attempt.ticket.number
    }

    private struct CommitAttempt: Sendable {
        let ticket: CommitTicket
        let isDone: Bool
    }

    // False when the connection was lost before the server's answer.
    private static func end(_ connection: Connection) throws -> Bool {
        do {
            try connection.execute("COMMIT")
            return true
        } catch {
            guard connection.isLost else { throw error }
            return false
        }
    }
}

/// The work of one commit inside its transaction.
///
/// What others may be at as well comes last: the numbering makes writers take turns from there to the end.
struct CommitTransaction {
    let connection: Connection
    let instant: Timestamp

    /// Everything but the leases.
    func apply(_ changes: ChangeSet) throws -> CommitTicket {
        try lock(changes)
        for deletion in changes.deletions { try delete(deletion.table, deletion.date, deletion.projections) }
        let written = changes.partitions.filter { $0.content != nil }
        let tables = Self.grouped(written)
        for writes in tables { try makeRoom(for: writes) }
        for writes in tables { try copyRows(writes) }
        try writeInputs(changes.partitions)
        for record in RecordWrite.together(changes.records) { try upsert(record.content, into: record.table) }
        for removal in changes.removals {
            let filter = try FilterSQL(removal.filter, of: removal.table)
            try connection.run(filter.delete, filter.parameters, about: removal.table.name.rawValue)
        }
        let ticket = try nextTicket(changes.leastNumber)
        try writeStates(changes.partitions.flatMap { [$0.state] + $0.projections }, ticket.number)
        return ticket
    }

    // Partitions of one table that are locked one by one; of more the table is.
    private static let lockedSingly = 64

    // Whoever replaces a partition waits for whoever is at it, lease or not: rows that another transaction has not committed
    // yet would stay beside the new ones. All writers in one order.
    private func lock(_ changes: ChangeSet) throws {
        let partitions =
            changes.partitions.filter { $0.content != nil }.map(\.partition)
            + changes.deletions.map { Partition($0.table.name, $0.date) }
        let tables = Dictionary(grouping: Set(partitions), by: \.table)
        guard !tables.isEmpty else { return }
        let whole = Set(tables.keys.filter { tables[$0, default: []].count > Self.lockedSingly })
        let names = tables.keys.sorted()
        try connection.run(
            """
            SELECT CASE WHEN w = 'whole' THEN pg_advisory_xact_lock(hashtextextended(k, 0))::text
              ELSE pg_advisory_xact_lock_shared(hashtextextended(k, 0))::text END
            FROM (SELECT k, w FROM \(TableSQL.unnest([.text, .text])) AS u(k, w) ORDER BY k) s
            """, [.texts(names.map(\.rawValue)), .texts(names.map { whole.contains($0) ? "whole" : "" })])
        let singly = tables.filter { !whole.contains($0.key) }.values.joined()
        guard !singly.isEmpty else { return }
        try connection.run(
            "SELECT pg_advisory_xact_lock(hashtextextended(k, 0)) FROM (SELECT k FROM unnest($1::text[]) k ORDER BY k) s",
            [.texts(singly.map(\.description).sorted())])
    }

    // In the order in which the tables come first, so that equal changes are written equally.
    private static func grouped(_ writes: [PartitionWrite]) -> [[PartitionWrite]] {
        var places: [TableName: Int] = [:]
        var groups: [[PartitionWrite]] = []
        for write in writes {
            if let place = places[write.table.name] {
                groups[place].append(write)
            } else {
                places[write.table.name] = groups.count
                groups.append([write])
            }
        }
        return groups
    }

    // Listeners are told when the transaction is committed.
    private func nextTicket(_ least: Int) throws -> CommitTicket {
        let result = try connection.run(
            "UPDATE \(EngineQueries.counter) SET number = greatest(number + 1, $1) RETURNING number, "
                + "pg_current_xact_id()::text, pg_notify($2, number::text)::text",
            [.int(least), .text(EngineQueries.channel)])
        guard result.rowCount == 1 else {
            throw WarehouseError(
                .schemaDiffers, "\(connection.place): there is no commit counter; run 'backcourt init'")
        }
        return CommitTicket(number: result.int(0, 0), transaction: result.text(0, 1))
    }

    /// Deletes leases, each of which must be held by a worker registered with `workers`. From then on nobody takes them over.
    func release(_ leases: [Partition], heldBy workers: Heartbeat) throws {
        guard !leases.isEmpty else { return }
        let result = try connection.run(
            """
            DELETE FROM \(EngineQueries.lease) l USING \(TableSQL.unnest([.text, .date])) AS k(table_name, game_date)
            WHERE l.table_name = k.table_name AND l.game_date = k.game_date
            RETURNING l.table_name, l.game_date, l.worker_id
            """, [.texts(leases.map(\.table.rawValue)), .dates(leases.map(\.date))])
        var holders: [Partition: String] = [:]
        for row in 0..<result.rowCount {
            guard let date = result.date(row, 1) else { continue }
            holders[Partition(TableName(rawValue: result.text(row, 0)), date)] = result.text(row, 2)
        }
        for partition in leases {
            let holder = holders[partition]
            guard let holder, workers.holds(holder) else {
                throw WarehouseError.leaseLost(partition, heldBy: holder)
            }
        }
    }

    private func makeRoom(for writes: [PartitionWrite]) throws {
        guard let table = writes.first?.table else { return }
        try deleteRows(table, writes.map(\.partition.date))
    }

    private func deleteRows(_ table: TableDeclaration, _ dates: [GameDate]) throws {
        let sql = TableSQL.of(table).deletePartitions
        try connection.run(
            sql, table.partitionColumn == nil ? [] : [.dates(dates)], about: table.name.rawValue)
    }

    private func delete(_ table: TableDeclaration, _ date: GameDate, _ projections: [TableName]) throws {
        try deleteRows(table, [date])
        try connection.run(
            "DELETE FROM \(EngineQueries.input) WHERE table_name = $1 AND game_date = $2",
            [.text(table.name.rawValue), .date(date)])
        try connection.run(
            "DELETE FROM \(EngineQueries.state) WHERE table_name = ANY($1) AND game_date = $2",
            [.texts(([table.name] + projections).map(\.rawValue)), .date(date)])
    }

    private func copyRows(_ writes: [PartitionWrite]) throws {
        guard let table = writes.first?.table else { return }
        for write in writes where write.content?.columns != table.columns {
            throw WarehouseError(.invalid, "\(write.partition): the rows have other columns than the table")
        }
        guard writes.contains(where: { ($0.content?.rowCount ?? 0) > 0 }) else { return }
        let subject = writes.count == 1 ? writes[0].partition.description : table.name.rawValue
        try connection.copy(TableSQL.of(table).copy, about: subject) { send in
            var rows = CopyRows(table)
            for write in writes {
                if let content = write.content { try rows.append(content, of: write.partition, send) }
            }
            try rows.finish(send)
        }
    }

    private func writeStates(_ states: [PartitionState], _ number: Int) throws {
        guard !states.isEmpty else { return }
        let numbered = states.map { state in
            var state = state
            (state.changedAtCommit, state.computedAtCommit, state.updatedAt) = (number, number, instant)
            return state
        }
        try upsert(numbered, with: Self.upsertState)
    }

    // As any upsert, but that a digest which is the same keeps the commit that made it.
    private static let upsertState: String = {
        let plain = TableSQL.of(PartitionState.table).upsert
        let kept =
            "CASE WHEN partition_state.digest = excluded.digest THEN partition_state.changed_at_commit "
            + "ELSE excluded.changed_at_commit END"
        return plain.replacing(
            "\"changed_at_commit\" = excluded.\"changed_at_commit\"", with: "\"changed_at_commit\" = \(kept)")
    }()

    private func writeInputs(_ writes: [PartitionWrite]) throws {
        guard !writes.isEmpty else { return }
        let partitions = writes.map(\.partition)
        try connection.run(
            """
            DELETE FROM \(EngineQueries.input) i USING \(TableSQL.unnest([.text, .date])) AS k(table_name, game_date)
            WHERE i.table_name = k.table_name AND i.game_date = k.game_date
            """, [.texts(partitions.map(\.table.rawValue)), .dates(partitions.map(\.date))])
        try upsert(writes.flatMap(\.inputs))
    }

    /// Inserts or replaces engine rows by key.
    func upsert<Row: WarehouseRow>(_ rows: [Row], with sql: String? = nil) throws {
        try upsert(PartitionContent(unordered: rows, columns: Row.table.columns), into: Row.table, with: sql)
    }

    private func upsert(_ content: PartitionContent, into table: TableDeclaration, with sql: String? = nil) throws {
        guard content.rowCount > 0 else { return }
        // One statement cannot write a row twice; the last of a key is the one that stays.
        var newest: [[Cell]: Int] = [:]
        for row in 0..<content.rowCount {
            let cells = content.cells(row: row)
            newest[table.keyPositions.map { cells[$0] }] = row
        }
        try connection.run(
            sql ?? TableSQL.of(table).upsert, Parameter.columns(of: content, rows: newest.values.sorted()),
            about: table.name.rawValue)
    }
}

/// Rows on their way into a table.
private struct CopyRows: ~Copyable {
    // Bytes that are sent together.
    private static let portion = 1 << 17

    private let types: [ColumnType]
    private let datePosition: Int?
    private var buffer = WireBuffer(reserving: portion + portion / 4)

    init(_ table: TableDeclaration) {
        types = table.columns.map(\.type)
        datePosition = table.partitionColumn.flatMap { table.position(of: $0) }
        let signature: [UInt8] = [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00]
        signature.withUnsafeBytes { buffer.append(contentsOf: $0) }
        buffer.append(Int32(0))
        buffer.append(Int32(0))
    }

    mutating func append(
        _ content: PartitionContent, of partition: Partition, _ send: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        try content.bytes.withUnsafeBytes { bytes in
            var reader = CellReader(bytes, at: 0)
            for row in 0..<content.rowCount {
                reader.position = content.offsets[row]
                buffer.append(Int16(types.count))
                for (position, type) in types.enumerated() {
                    if position == datePosition { try check(reader, partition, row) }
                    buffer.appendCell(type, from: &reader)
                }
                if buffer.count >= Self.portion { try flush(send) }
            }
        }
    }

    private func check(_ reader: CellReader, _ partition: Partition, _ row: Int) throws {
        var reader = reader
        guard reader.isPresent(), reader.date() == partition.date else {
            throw WarehouseError(
                .invalid, "\(partition): row \(row + 1) is not dated \(partition.date); nothing was written")
        }
    }

    private mutating func flush(_ send: (UnsafeRawBufferPointer) throws -> Void) throws {
        try send(buffer.bytes)
        buffer.removeAll()
    }

    mutating func finish(_ send: (UnsafeRawBufferPointer) throws -> Void) throws {
        buffer.append(Int16(-1))
        try flush(send)
    }
}
