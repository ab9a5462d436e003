import Foundation
import GameCalendar
import PipelineModel
import PipelineTesting
import Rehearsal
import Testing
import WarehouseBigQuery
import WarehousePostgres
import WarehouseSQLite

/// The emulator that `make test` starts; suites that need it are skipped where there is none.
enum Emulator {
    static let endpoint = ProcessInfo.processInfo.environment["BACKCOURT_TEST_BIGQUERY"]
    static var isThere: Bool { endpoint != nil }
}

/// A project of its own on the emulator or on another server, and a folder for the engine's store.
final class TemporaryProject: Sendable {
    let project = "t\(UUID().uuidString.lowercased().prefix(13))"
    let endpoint: String
    let directory: String

    init(at endpoint: String? = Emulator.endpoint) throws {
        self.endpoint = try #require(endpoint)
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("bigquery-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        directory = url.path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: directory)
    }

    func address(_ options: String = "") throws -> BigQueryAddress {
        try BigQueryAddress("bigquery://\(project)?endpoint=\(endpoint)\(options)")
    }

    /// One more handle on the store, or one with an engine's store of its own.
    func open(
        _ access: StoreAccessRights = .readWrite, options: String = "", file: String = "engine",
        faults: (@Sendable (FaultPoint) -> Void)? = nil
    ) throws -> BigQueryWarehouse<SQLiteWarehouse> {
        // The folder stays as long as the store.
        let engine = try SQLiteWarehouse(path: "\(directory)/\(file).sqlite") { [self] point in
            withExtendedLifetime(self) { faults?(point) }
        }
        return try BigQueryWarehouse(
            try address(options), engine: engine, holding: SampleChanges.tables, access: access,
            pauses: RetryPauses([0.01, 0.02, 0.05]), clock: { SampleChanges.instant() })
    }

    /// An open store with the samples' tables.
    func prepared() async throws -> BigQueryWarehouse<SQLiteWarehouse> {
        let store = try open()
        try await store.prepare(SampleChanges.tables)
        return store
    }
}

extension StoreUnderTest where Store == BigQueryWarehouse<SQLiteWarehouse> {
    static func bigQuery(_ project: TemporaryProject) -> StoreUnderTest<BigQueryWarehouse<SQLiteWarehouse>> {
        StoreUnderTest(open: { try project.open() }, kill: { store, worker in store.engine.abandon(worker) })
    }
}

extension StoreUnderTest where Store == BigQueryWarehouse<PostgresWarehouse> {
    static func bigQuery(
        _ project: TemporaryProject, beside database: PostgresDatabase
    ) -> StoreUnderTest<BigQueryWarehouse<PostgresWarehouse>> {
        StoreUnderTest(
            open: {
                let engine = PostgresWarehouse(
                    try PostgresAddress(database.address), datasets: ["nba_orchestration"],
                    timing: WorkerTiming(silence: 5))
                return try BigQueryWarehouse(
                    try project.address(), engine: engine, holding: SampleChanges.tables,
                    clock: { SampleChanges.instant() })
            }, kill: { store, worker in try await store.engine.abandon(worker) })
    }
}
