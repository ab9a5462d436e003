internal import Dispatch
package import PipelineModel
internal import Synchronization

/// A store on a PostgreSQL server, 12 or newer: datasets are schemas of one database.
///
/// Reads see each commit entirely or not at all and never wait for a writer. Writers of many processes and hosts work side by
/// side; only the numbering at the end of a commit makes them take turns. A worker is alive while its row is renewed; what a
/// worker that is not has leased is taken over, and nothing of it is written any more.
package final class PostgresWarehouse: Warehouse {
    /// Where it is, without secrets.
    package let place: String
    let access: Access
    let faults: (@Sendable (FaultPoint) -> Void)?
    let writer: Lane
    let readers: LanePool
    let heartbeat: Heartbeat
    let timing: WorkerTiming
    private let address: PostgresAddress
    private let schemas: [String]

    /// What may be done with a store.
    package enum Access: Sendable {
        case readOnly, readWrite
    }

    private static let readerCount = 4
    // Reading may take long, as a check of everything does.
    private static let readingPatience = 1800

    /// A store at `address`; connections are made when they are needed.
    ///
    /// - Parameters:
    ///   - datasets: the schemas in which names without one are looked for, in this order.
    ///   - isDurable: whether a commit is on disk when it returns.
    ///   - faults: called at each ``FaultPoint``; for chaos tests.
    package init(
        _ address: PostgresAddress, datasets: [String], access: Access = .readWrite, isDurable: Bool = false,
        timing: WorkerTiming = WorkerTiming(), faults: (@Sendable (FaultPoint) -> Void)? = nil
    ) {
        (self.address, self.access, self.faults, self.timing) = (address, access, faults, timing)
        place = address.place
        schemas = datasets
        func lane(_ label: String, _ isReadOnly: Bool, _ patience: Int) -> Lane {
            let settings = SessionSettings(
                schemas: datasets, isReadOnly: isReadOnly, isDurable: isDurable, patience: patience)
            return Lane(label) { () throws(WarehouseError) in try Connection(address, settings) }
        }
        // A paused process holds what it has begun to write for as long as it may be silent, and no longer.
        let writing = max(1, Int(timing.silence.rounded(.up)))
        writer = lane("writer", access == .readOnly, writing)
        readers = LanePool((0..<Self.readerCount).map { lane("reader-\($0)", true, Self.readingPatience) })
        heartbeat = Heartbeat(lane("heartbeat", false, writing), every: timing.heartbeat)
    }

    /// Runs `body` in one read-only transaction in which everything is as of one moment.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Connection) throws -> Value)
        async throws(WarehouseError) -> Value
    {
        try await readers.result { connection in
            try connection.transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", body)
        }.get()
    }

    /// Runs `body`, which is one statement and so sees one moment.
    func readOnce<Value: Sendable>(_ body: @escaping @Sendable (Connection) throws -> Value)
        async throws(WarehouseError) -> Value
    {
        try await readers.result(of: body).get()
    }

    /// Runs `body` in one transaction: all of it is committed, or nothing.
    func write<Value: Sendable>(_ body: @escaping @Sendable (Connection) throws -> Value)
        async throws(WarehouseError) -> Value
    {
        try await onWriter { connection in try connection.transaction("BEGIN", body) }
    }

    /// Runs `body` on the writing connection.
    func onWriter<Value: Sendable>(_ body: @escaping @Sendable (Connection) throws -> Value)
        async throws(WarehouseError) -> Value
    {
        guard access == .readWrite else {
            throw WarehouseError(.readOnly, "\(place) is open for reading only; this command must not write")
        }
        return try await writer.result(of: body).get()
    }

    /// A server has no log to be moved.
    package func checkpoint() async throws(WarehouseError) { faults?(.duringCheckpoint) }

    /// Bytes of the database on the server.
    package func storedBytes() async throws(WarehouseError) -> Int {
        try await readOnce { connection in
            try connection.run("SELECT pg_database_size(current_database())").int(0, 0)
        }
    }
}
