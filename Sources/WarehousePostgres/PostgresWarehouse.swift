internal import Dispatch
package import PipelineModel
internal import Synchronization

/// A store on a PostgreSQL server, 13 or newer: datasets are schemas of one database.
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
    /// Counts beside whoever reads the facts. A lane of its own: whoever reads them waits for it.
    let counter: Lane
    let heartbeat: Heartbeat
    let timing: WorkerTiming
    let address: PostgresAddress
    let listenerSettings: SessionSettings
    private let comparison: ClockComparison?

    /// What may be done with a store.
    package enum Access: Sendable {
        case readOnly, readWrite
    }

    // Whatever the database's own default is.
    static let beginning = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
    private static let readerCount = 4
    // Seconds a statement that writes may take.
    private static let writingPatience = 600
    // Reading may take long, as a check of everything does.
    private static let readingPatience = 1800

    /// A store at `address`; connections are made when they are needed.
    ///
    /// - Parameters:
    ///   - datasets: the schemas in which names without one are looked for, in this order.
    ///   - comparing: told how far the server's clock is ahead of this machine's, when it is asked for.
    ///   - faults: called at each ``FaultPoint``; for chaos tests.
    package init(
        _ address: PostgresAddress, datasets: [String], access: Access = .readWrite,
        timing: WorkerTiming = WorkerTiming(), comparing: ClockComparison? = nil,
        faults: (@Sendable (FaultPoint) -> Void)? = nil
    ) {
        (self.address, self.access, self.faults, self.timing) = (address, access, faults, timing)
        comparison = comparing
        place = address.place
        listenerSettings = SessionSettings(
            schemas: datasets, isReadOnly: true, patience: Self.readingPatience)
        func lane(_ label: String, _ isReadOnly: Bool, _ patience: Int) -> Lane {
            let settings = SessionSettings(
                schemas: datasets, isReadOnly: isReadOnly, patience: patience)
            return Lane(label) { () throws(WarehouseError) in try Connection(address, settings) }
        }
        writer = lane("writer", access == .readOnly, Self.writingPatience)
        readers = LanePool((0..<Self.readerCount).map { lane("reader-\($0)", true, Self.readingPatience) })
        counter = lane("counter", true, Self.readingPatience)
        heartbeat = Heartbeat(lane("heartbeat", false, Self.writingPatience), every: timing.heartbeat)
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
        try await onWriter { connection in try connection.transaction(Self.beginning, body) }
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

    /// Compares the clocks, for whoever was given to be told of it.
    package func compareClocks() async throws(WarehouseError) {
        guard let comparison else { return }
        try await readOnce { connection in try comparison.compare(connection) }
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
