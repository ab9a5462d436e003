import Foundation
import PipelineModel
import PipelineTesting
import Testing

@testable import WarehousePostgres

/// The server that `make test` starts; suites that need it are skipped where there is none.
enum TestServer {
    static let address = ProcessInfo.processInfo.environment["BACKCOURT_TEST_POSTGRES"]
    static var isThere: Bool { address != nil }

    /// A connection to the server's own database, or to `address`.
    static func connection(_ address: String? = nil) throws -> Connection {
        let settings = SessionSettings(schemas: [], isReadOnly: false, patience: 60)
        return try Connection(PostgresAddress(try #require(address ?? Self.address)), settings)
    }
}

/// A database of its own, dropped with the value.
final class TemporaryDatabase: Sendable {
    let name = "t\(UUID().uuidString.lowercased().replacing("-", with: ""))"
    let address: String

    init(options: String = "") throws {
        let server = try TestServer.connection()
        try server.execute("CREATE DATABASE \(name) \(options)")
        address = try #require(TestServer.address).replacing("/postgres", with: "/\(name)")
    }

    deinit {
        try? TestServer.connection().execute("DROP DATABASE \(name) WITH (FORCE)")
    }

    func open(
        _ access: PostgresWarehouse.Access = .readWrite, timing: WorkerTiming = WorkerTiming(),
        faults: (@Sendable (FaultPoint) -> Void)? = nil
    ) throws -> PostgresWarehouse {
        PostgresWarehouse(
            try PostgresAddress(address), datasets: ["samples", "nba_orchestration"], access: access, timing: timing,
            faults: faults)
    }

    /// An open store with the samples' tables.
    func prepared(timing: WorkerTiming = WorkerTiming()) async throws -> PostgresWarehouse {
        let store = try open(timing: timing)
        try await store.prepare(SampleChanges.tables)
        return store
    }

    /// Runs statements as somebody else would.
    func execute(_ sql: String) throws { try TestServer.connection(address).execute(sql) }
}

extension StoreUnderTest where Store == PostgresWarehouse {
    static func postgres(_ database: TemporaryDatabase) -> StoreUnderTest<PostgresWarehouse> {
        // A server that has just been started gives everybody the time to be heard.
        StoreUnderTest(
            open: { try database.open(timing: WorkerTiming(silence: 5)) },
            kill: { store, worker in try await store.abandon(worker) })
    }
}
