import GameCalendar
import PipelineModel
import PipelineTesting
import Testing
import WarehouseSQLite

@Test func smoke() async throws {
    let store = try SQLiteWarehouse.temporary()
    try await store.prepare(SampleChanges.tables)
    #expect(try await store.differences(from: SampleChanges.tables).isEmpty)
    let date = try #require(GameDate("2023-11-01"))
    var row = StatSample(date, "é1", 7, points: -3)
    row.comment = "x"
    let commit = try await store.commit(
        SampleChanges.changes([SampleChanges.write([row], on: date, inputs: ["a", "a:season"])]))
    #expect(commit == 1)
    let contents = try await store.contents(of: StatSample.stored, on: [date])
    #expect(contents[date]?.decoded(as: StatSample.self) == [row])
    let worker = SampleChanges.worker("w1")
    try await store.register(worker)
    let claim = StepClaim(partition: Partition("stat_sample", date), run: SampleChanges.run("r1", on: date))
    let receipt = try await store.claim([claim], by: worker, since: 0, at: SampleChanges.instant())
    #expect(receipt.granted.count == 1 && receipt.changes.count == 1)
    let facts = try await store.facts(counting: [StatSample.table, VenueSample.table])
    #expect(facts.leases.first?.value.isAlive == true)
    #expect(facts.consultedFallbacks.count == 1)
    #expect(facts.unsettledRuns.count == 1)
    #expect(facts.rowCounts == [Partition("stat_sample", date): 1])
    try await store.checkpoint()
    let result = try await store.query("SELECT count(*) AS n FROM stat_sample")
    #expect(result.rows == [[.int(1)]])
    await #expect(throws: WarehouseError.self) { try await store.query("DELETE FROM stat_sample") }
}
