import Foundation
import PipelineModel
import PipelineTesting
import WarehouseSQLite

/// A path for a store in a directory that goes with the value.
final class TemporaryStore: Sendable {
    let directory: String
    var path: String { "\(directory)/backcourt.sqlite" }

    init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("store-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        directory = url.path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: directory)
    }

    func open() throws -> SQLiteWarehouse {
        try SQLiteWarehouse(path: path)
    }

    /// An open store with the samples' tables.
    func prepared() async throws -> SQLiteWarehouse {
        let store = try open()
        try await store.prepare(SampleChanges.tables)
        return store
    }
}

extension StoreUnderTest where Store == SQLiteWarehouse {
    static func sqlite(_ temporary: TemporaryStore) -> StoreUnderTest<SQLiteWarehouse> {
        StoreUnderTest(open: { try temporary.open() }, kill: { store, worker in store.abandon(worker) })
    }
}
