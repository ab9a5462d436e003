import GRDB
import PipelineModel
import PipelineTesting
import Testing
@testable import WarehouseSQLite

@Suite struct SchemaTests {
    @Test func `one declaration becomes a table and one unique index`() {
        let ddl = SQLiteWarehouse.ddl(for: [StatSample.table, VenueSample.table, PartitionState.table])
        #expect(ddl.joined(separator: ";\n") == Self.snapshot)
    }

    @Test func `a store of a newer version is refused, by opening and by preparing`() async throws {
        let temporary = try TemporaryStore()
        let store = try await temporary.prepared()
        try temporary.editByHand("PRAGMA user_version = 99")
        await expectFailure(.schemaTooNew, naming: "99", temporary.path) { _ = try temporary.open() }
        await expectFailure(.schemaTooNew) { try await store.prepare(SampleChanges.tables) }
    }

    @Test(arguments: [
        "ALTER TABLE partition_state RENAME COLUMN digest TO digest_then", "DROP TABLE partition_state",
        "ALTER TABLE stat_sample RENAME COLUMN points TO marks",
    ])
    func `a store of an earlier schema is told in words`(_ edit: String) async throws {
        let temporary = try TemporaryStore()
        let store = try await temporary.prepared()
        try temporary.editByHand(edit)
        await expectFailure(.schemaDiffers, naming: temporary.path, "schema --verify") {
            _ = try await store.facts(counting: [StatSample.table])
            _ = try await store.contents(of: StoredColumns(StatSample.table), on: [SampleChanges.firstDate])
        }
    }

    @Test func `a view shows the rows that hold a value`() async throws {
        let store = try SQLiteWarehouse.temporary()
        let table = TableDeclaration(
            name: "view_sample", dataset: "samples", about: "", columns: StatSample.table.columns,
            key: StatSample.table.key, partitionColumn: StatSample.table.partitionColumn,
            views: [TableView("scored", ofRowsWith: "points")])
        for _ in 0..<2 { try await store.prepare([table]) }
        let view = try await store.query("SELECT sql FROM sqlite_schema WHERE name = 'scored'")
        #expect(view.rows.first?[0].description.hasSuffix("WHERE \"points\" IS NOT NULL") == true)
        #expect(try await store.query("SELECT * FROM scored").rows.isEmpty)
    }

    @Test func `differences name table, column, expected and actual`() async throws {
        let temporary = try TemporaryStore()
        let store = try await temporary.prepared()
        try temporary.editByHand(
            """
            DROP INDEX venue_sample_key; ALTER TABLE venue_sample DROP COLUMN capacity;
            ALTER TABLE venue_sample ADD COLUMN city TEXT; CREATE TABLE somebody_elses (x)
            """)
        let differences = try await store.differences(from: SampleChanges.tables)
        #expect(
            differences.map { "\($0.table).\($0.column): \($0.expected), \($0.actual)" } == [
                "venue_sample.capacity: INTEGER NOT NULL, missing", "venue_sample.city: no column, TEXT",
                "venue_sample.: UNIQUE (code), missing",
            ])
        await expectFailure(.schemaDiffers, naming: "venue_sample.capacity", "2 more") {
            try await store.prepare(SampleChanges.tables)
        }
    }

    @Test func `counting and lineage queries run over covering indexes`() async throws {
        let store = try SQLiteWarehouse.temporary()
        try await store.prepare(SampleChanges.tables)
        let sql = TableSQL.of(StatSample.table)
        let count = try await store.query("EXPLAIN QUERY PLAN " + sql.countPerDate(from: false, until: false))
        #expect(count.rows.map { $0[3].description } == ["SCAN stat_sample USING COVERING INDEX stat_sample_key"])
        let look = try await store.query("EXPLAIN QUERY PLAN " + sql.datesFrom)
        #expect(
            look.rows.map { $0[3].description } == [
                "SEARCH stat_sample USING COVERING INDEX stat_sample_key (game_date>?)"
            ])
        let partition = try await store.query(
            "EXPLAIN QUERY PLAN " + TableSQL.of(StatSample.table).selectPartition(StatSample.table.columns))
        #expect(
            partition.rows.map { $0[3].description } == [
                "SEARCH stat_sample USING INDEX stat_sample_key (game_date=?)"
            ])
    }

    @Test(arguments: [(Durability.backfill, 1), (.live, 2)])
    func `durability chooses the synchronous level`(_ durability: Durability, level: Int) async throws {
        let store = try SQLiteWarehouse.temporary(durability: durability)
        let pragma = try await store.pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
        #expect(pragma == level)
        let mode = try await store.pool.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") }
        #expect(mode == "wal")
    }

    private static let snapshot = #"""
        CREATE TABLE IF NOT EXISTS "stat_sample" ("game_date" TEXT NOT NULL, "game_id" TEXT NOT NULL, \#
        "player_id" INTEGER NOT NULL, "points" INTEGER NOT NULL, "assists" INTEGER, "rating" REAL NOT NULL, \#
        "share" REAL, "is_active" INTEGER NOT NULL, "is_starter" INTEGER, "note" TEXT NOT NULL, "comment" TEXT, \#
        "birthday" TEXT NOT NULL, "signed_on" TEXT, "seen_at" TEXT NOT NULL, "left_at" TEXT);
        CREATE UNIQUE INDEX IF NOT EXISTS "stat_sample_key" ON "stat_sample" ("game_date", "game_id", "player_id");
        CREATE TABLE IF NOT EXISTS "venue_sample" ("code" TEXT NOT NULL, "capacity" INTEGER NOT NULL);
        CREATE UNIQUE INDEX IF NOT EXISTS "venue_sample_key" ON "venue_sample" ("code");
        CREATE TABLE IF NOT EXISTS "partition_state" ("table_name" TEXT NOT NULL, "game_date" TEXT NOT NULL, \#
        "run_id" TEXT NOT NULL, "row_count" INTEGER NOT NULL, "rows_missing" INTEGER NOT NULL, \#
        "rows_surplus" INTEGER NOT NULL, "digest" TEXT NOT NULL, "input_digest" TEXT, \#
        "processor_version" TEXT NOT NULL, "config_digest" TEXT, "changed_at_commit" INTEGER NOT NULL, \#
        "computed_at_commit" INTEGER NOT NULL, "frozen_at" TEXT, "updated_at" TEXT NOT NULL);
        CREATE UNIQUE INDEX IF NOT EXISTS "partition_state_key" ON "partition_state" ("table_name", "game_date");
        CREATE INDEX IF NOT EXISTS partition_state_computed ON partition_state (computed_at_commit);
        CREATE TABLE IF NOT EXISTS store_commit (number INTEGER NOT NULL);
        INSERT INTO store_commit SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM store_commit)
        """#
}
