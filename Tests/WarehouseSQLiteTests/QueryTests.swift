import GameCalendar
import PipelineModel
import PipelineTesting
import Testing
@testable import WarehouseSQLite

@Suite struct QueryTests {
    private func filled() async throws -> SQLiteWarehouse {
        let store = try SQLiteWarehouse.temporary()
        try await store.prepare(SampleChanges.tables)
        let venues = [VenueSample("Å", 1), VenueSample("B", 2)]
        try await store.commit(SampleChanges.changes([SampleChanges.write(venues, on: .reference)]))
        return store
    }

    @Test func `a query gives columns and typed cells`() async throws {
        let result = try await filled().query(
            "SELECT code, capacity, capacity / 4.0 AS quarter, NULL AS n, x'0aff' AS b FROM venue_sample ORDER BY 2; -- all"
        )
        #expect(result.columns == ["code", "capacity", "quarter", "n", "b"])
        #expect(
            result.rows == [
                [.text("Å"), .int(1), .double(0.25), .null, .text("0aff")],
                [.text("B"), .int(2), .double(0.5), .null, .text("0aff")],
            ])
    }

    @Test(arguments: [
        "WITH v AS (SELECT code FROM venue_sample) SELECT count(*) FROM v", "SELECT 1 WHERE 0",
        "PRAGMA table_info(venue_sample)", "PRAGMA user_version", "EXPLAIN QUERY PLAN SELECT 1", "VALUES (1), (2)",
        "SELECT max(sum(capacity)) OVER () FROM venue_sample",
    ])
    func `reading is allowed`(_ sql: String) async throws {
        _ = try await filled().query(sql)
    }

    @Test(arguments: [
        "DELETE FROM venue_sample", "INSERT INTO venue_sample VALUES ('C', 3)", "UPDATE venue_sample SET capacity = 0",
        "DROP TABLE venue_sample", "CREATE TABLE t (x)", "CREATE TEMP TABLE t (x)", "VACUUM", "VACUUM INTO 'copy'",
        "REINDEX", "ANALYZE", "BEGIN", "BEGIN IMMEDIATE", "SAVEPOINT s", "ATTACH ':memory:' AS other", "DETACH main",
        "PRAGMA user_version = 7", "PRAGMA journal_mode = DELETE", "PRAGMA wal_checkpoint", "PRAGMA query_only = 0",
        "PRAGMA writable_schema = 1", "SELECT 1; DELETE FROM venue_sample", "SELECT 1; SELECT 2", "", "-- nothing",
        "SELEC 1", "SELECT * FROM no_such_table", "SELECT 1; nonsense", "SELECT * FROM pragma_wal_checkpoint",
    ])
    func `everything else is refused`(_ sql: String) async throws {
        let store = try await filled()
        await expectFailure(.invalid) { _ = try await store.query(sql) }
        #expect(try await store.query("SELECT sum(capacity) FROM venue_sample").rows == [[.int(3)]])
    }
}
