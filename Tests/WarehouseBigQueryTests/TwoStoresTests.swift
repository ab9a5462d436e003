import GameCalendar
import PipelineModel
import PipelineTesting
import Randomness
import Testing
import WarehouseBigQuery
import WarehouseSQLite

/// What is between two stores that share no transaction.
@Suite(.enabled(if: Emulator.isThere, "without the emulator that make test starts"), .serialized)
struct TwoStoresTests {
    private static let date = SampleChanges.firstDate
    private static let partition = Partition("stat_sample", date)

    private func changes(_ points: Int, run: String) throws -> ChangeSet {
        var write = try SampleChanges.write(
            [StatSample(Self.date, "a", 1, points: points)], on: Self.date, run: run, inputs: ["left"])
        var projection = SampleChanges.projection("stat_points", of: "\(points)", on: Self.date)
        projection.runID = run
        write.projections = [projection]
        return SampleChanges.changes([write])
    }

    // A process that writes its rows and ends before it writes their state: a handle with an engine store of its own.
    private func store(leaving rows: ChangeSet?, after first: ChangeSet) async throws -> (
        BigQueryWarehouse<SQLiteWarehouse>, BigQueryWarehouse<SQLiteWarehouse>
    ) {
        let project = try TemporaryProject()
        let store = try await project.prepared()
        try await store.commit(first)
        let dying = try project.open(file: "other")
        try await dying.prepare(SampleChanges.tables)
        if let rows { try await dying.commit(rows) }
        return (store, dying)
    }

    @Test func `rows that are newer than their state are not taken for what it says`() async throws {
        let (store, _) = try await store(leaving: try changes(2, run: "run-2"), after: try changes(1, run: "run-1"))
        let facts = try await store.facts(counting: [StatSample.table])
        #expect(facts.states.isEmpty && facts.rowCounts == [Self.partition: 1])
        let names: [TableName] = ["stat_sample", "stat_points"]
        let read = try await store.partitions(of: StatSample.stored, recordedAs: names, on: [Self.date])
        #expect(read[Self.date]?.digests.isEmpty == true && read[Self.date]?.content.rowCount == 1)
        let narrow = try await store.partitions(
            of: NarrowStatSample.stored, recordedAs: ["stat_points"], on: [Self.date])
        #expect(narrow[Self.date]?.digests.isEmpty == true)

        // Whoever does it again, does it wholly.
        try await store.commit(try changes(3, run: "run-3"))
        let healed = try await store.facts(counting: [StatSample.table])
        #expect(healed.states[Self.partition]?.runID == "run-3" && healed.states.count == 2)
        let again = try await store.partitions(of: StatSample.stored, recordedAs: names, on: [Self.date])
        #expect(again[Self.date]?.digests.count == 2)
    }

    @Test func `rows that were deleted without their state are missed`() async throws {
        var deletion = ChangeSet(at: SampleChanges.instant(5))
        deletion.deletions = [(table: StatSample.table, date: Self.date, projections: ["stat_points"])]
        let (store, dying) = try await store(leaving: deletion, after: try changes(1, run: "run-1"))
        #expect(try await dying.facts(counting: []).states.isEmpty)
        let facts = try await store.facts(counting: [StatSample.table])
        #expect(facts.states.isEmpty && facts.rowCounts.isEmpty)
    }

    @Test func `what goes and comes in one commit is there`() async throws {
        let project = try TemporaryProject()
        let store = try await project.prepared()
        try await store.commit(try changes(1, run: "run-1"))
        var both = try changes(2, run: "run-2")
        both.partitions[0].projections = []
        both.deletions = [(table: StatSample.table, date: Self.date, projections: ["stat_points"])]
        try await store.commit(both)
        let facts = try await store.facts(counting: [StatSample.table])
        #expect(facts.states.mapValues(\.runID) == [Self.partition: "run-2"])
        #expect(try await store.records(PartitionInput.self, matching: RecordFilter()).count == 1)
        #expect(try await store.records(StatSample.self, matching: RecordFilter()).map(\.points) == [2])
    }

    @Test func `rows that are the same again are believed, and tidying up changes nothing`() async throws {
        var same = try changes(1, run: "run-1")
        same.partitions[0].state.runID = "run-2"
        let (store, _) = try await store(leaving: same, after: try changes(1, run: "run-1"))
        #expect(try await store.facts(counting: []).states.count == 2)
        try await store.checkpoint()
        #expect(try await store.facts(counting: []).states.count == 2)
        try await store.commit(try changes(4, run: "run-4"))
        #expect(try await store.facts(counting: []).states[Self.partition]?.runID == "run-4")
    }

    @Test func `numbers of every size come back bit for bit`() async throws {
        let project = try TemporaryProject()
        let store = try await project.prepared()
        var random = SeededRandom(seed: 7)
        let rows = (0..<3000).map { number in
            var row = StatSample(Self.date, "g", number, points: Int(truncatingIfNeeded: random.next()))
            let number = Double(bitPattern: random.next())
            row.rating = number.isFinite ? number : 0.1
            row.share = Double(Int(truncatingIfNeeded: random.next() >> 20)) / 1000
            return row
        }
        let write = try SampleChanges.write(rows, on: Self.date)
        try await store.commit(SampleChanges.changes([write]))
        let read = try await store.contents(of: StatSample.stored, on: [Self.date])[Self.date]
        #expect(read?.digest == write.state.digest)
    }

    @Test func `a handle for reading writes nothing`() async throws {
        let project = try TemporaryProject()
        let store = try await project.prepared()
        try await store.commit(try changes(1, run: "run-1"))
        let reader = try project.open(.readOnly)
        let late = try changes(2, run: "run-2")
        let error = await #expect(throws: WarehouseError.self) { try await reader.commit(late) }
        #expect(error?.code == .readOnly)
        #expect(try await reader.facts(counting: []).states.count == 2)
    }

    @Test func `questions are answered by the store that has the table`() async throws {
        let project = try TemporaryProject()
        let store = try await project.prepared()
        try await store.commit(try changes(1, run: "run-1"))
        guard case .engine = try store.answering("SELECT * FROM partition_state") else {
            Issue.record("the engine's tables are not asked of the engine's store")
            return
        }
        guard case .data(let sql) = try store.answering("SELECT points, is_active, rating, note FROM stat_sample")
        else {
            Issue.record("data are not asked of BigQuery")
            return
        }
        let answer = try await store.select(sql)
        #expect(answer.columns == ["points", "is_active", "rating", "note"])
        #expect(Array(answer.rows) == [[.int(1), .int(0), .double(0), .text("")]])
        #expect(throws: WarehouseError.self) { try store.answering("SELECT * FROM lease, stat_sample") }
        for refused in [
            "DELETE FROM `samples.stat_sample` WHERE TRUE", "SELECT 1; SELECT 2", "SELECT nothing FROM samples.x",
        ] {
            let error = await #expect(throws: WarehouseError.self) { _ = try await store.select(refused) }
            #expect(error?.code == .invalid, "\(error?.message ?? "")")
        }
        #expect(try await store.facts(counting: [StatSample.table]).rowCounts.count == 1)
    }
}
