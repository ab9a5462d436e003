internal import PipelineModel

/// What a commit is known by.
struct CommitTicket: Sendable {
    /// Store-wide.
    let number: Int
    /// The server's number of the transaction.
    let transaction: String
}

extension PostgresWarehouse {
    private static let attemptsToSettle = 40
    private static let pauseToSettle = Duration.milliseconds(250)

    /// Finds out what became of a transaction whose end nobody has told; returns if it was committed.
    ///
    /// - Throws: ``WarehouseError`` unavailable if it was not, or if the server cannot be asked.
    func settle(_ ticket: CommitTicket, _ changes: ChangeSet) async throws(WarehouseError) {
        let heartbeat = heartbeat
        for _ in 0..<Self.attemptsToSettle {
            let wasCommitted = await writer.result(again: true) { connection in
                try CommitInDoubt(ticket: ticket, changes: changes, connection: connection)
                    .wasCommitted(by: heartbeat)
            }
            switch wasCommitted {
            case .success(true): return
            case .success(false):
                throw WarehouseError(
                    .unavailable, "\(place): the connection was lost before the commit; nothing was written")
            default: try? await Task.sleep(for: Self.pauseToSettle)
            }
        }
        throw WarehouseError(
            .unavailable,
            "\(place): the connection was lost at the end of a commit, and whether it was made cannot be asked; look with "
                + "'backcourt status' when the server is back")
    }
}

/// A commit whose connection was lost before the server's answer.
private struct CommitInDoubt {
    let ticket: CommitTicket
    let changes: ChangeSet
    let connection: Connection

    /// Nil while it is under way.
    ///
    /// A server that has crashed gives the numbers of transactions it has lost to others, now or later; so what the number
    /// tells is believed only where the commit has left traces. Records alone leave none.
    func wasCommitted(by workers: Heartbeat) throws -> Bool? {
        let status = try connection.run(
            """
            SELECT coalesce(CASE WHEN $1::text::xid8 < pg_current_xact_id() THEN pg_xact_status($1::text::xid8) END, 'lost')
            """, [.text(ticket.transaction)])
        switch status.text(0, 0) {
        case "committed": return try hasLeftTraces(by: workers)
        case "in progress": return nil
        default: return false
        }
    }

    private func hasLeftTraces(by workers: Heartbeat) throws -> Bool {
        let states = changes.partitions.flatMap { [$0.state] + $0.projections }.map(\.partition)
        guard states.isEmpty else {
            let written = try matches(states, in: EngineQueries.state, "computed_at_commit::text")
            return written.count { $0 == "\(ticket.number)" } == Set(states).count
        }
        guard !changes.releasedLeases.isEmpty else { return true }
        return try !matches(changes.releasedLeases, in: EngineQueries.lease, "worker_id").contains(where: workers.holds)
    }

    private func matches(_ partitions: [Partition], in table: String, _ column: String) throws -> [String] {
        let result = try connection.run(
            "SELECT \(column) FROM \(table) JOIN \(TableSQL.unnest([.text, .date])) AS k(table_name, game_date) "
                + "USING (table_name, game_date)",
            [.texts(partitions.map(\.table.rawValue)), .dates(partitions.map(\.date))])
        return (0..<result.rowCount).map { result.text($0, 0) }
    }
}
