internal import GameCalendar
internal import PipelineModel
internal import Testing

extension WarehouseConformance {
    func upsertsRecords(_ subject: StoreUnderTest<Store>) async throws {
        let store = try await subject.prepared()
        var breaker = BreakerRecord()
        (breaker.processorName, breaker.failures, breaker.lastError) = ("stat_sample", 1, "it broke")
        var other = BreakerRecord()
        other.processorName = "venue_sample"
        try await store.commit(records([breaker, other]))
        (breaker.failures, breaker.lastError, breaker.openedAt) = (2, nil, SampleChanges.instant(5))
        try await store.commit(records([breaker]))

        #expect(try await store.records(BreakerRecord.self, matching: RecordFilter()) == [breaker, other])
        #expect(try await store.facts(counting: []).breakers == ["stat_sample": breaker, "venue_sample": other])
    }

    func filtersRecords(_ subject: StoreUnderTest<Store>) async throws {
        let store = try await subject.prepared()
        let notices = (1...6).map { number in
            var notice = Notice()
            (notice.noticeID, notice.text, notice.createdAt) = ("n\(number)", "", SampleChanges.instant(number / 2))
            notice.suppressed = number % 2 == 0
            notice.dataDate = number > 3 ? Days.first + number : nil
            return notice
        }
        try await store.commit(records(notices))
        func found(_ filter: RecordFilter) async throws -> String {
            try await store.records(Notice.self, matching: filter).map { String($0.noticeID.dropFirst()) }.joined()
        }

        #expect(try await found(RecordFilter()) == "123456")
        #expect(try await found(.column("suppressed", is: .bool(true))) == "246")
        #expect(try await found(.column("data_date", is: .null)) == "123")
        #expect(try await found(RecordFilter().and(.isIn("data_date", [.null, .date(Days.first + 5)]))) == "1235")
        #expect(try await found(RecordFilter().and(.isIn("notice_id", []))).isEmpty)
        #expect(try await found(RecordFilter().and(.isIn("notice_id", [.text("n6"), .text("n2")]))) == "26")
        #expect(try await found(RecordFilter().and(.atLeast("data_date", .date(Days.first + 5)))) == "56")
        #expect(try await found(RecordFilter().and(.atMost("data_date", .date(Days.first + 5)))) == "45")
        #expect(
            try await found(RecordFilter().and(.atLeast("created_at", .timestamp(SampleChanges.instant(2))))) == "456")
        #expect(try await found(RecordFilter().newest(by: "created_at", limit: 4)) == "6543")
        #expect(
            try await found(.column("suppressed", is: .bool(false)).and(.atMost("notice_id", .text("n3")))) == "13")
        // Of rows created at one instant those after the key come too.
        var past = RecordFilter().newest(by: "created_at", limit: 2)
        past.past = [.timestamp(SampleChanges.instant(2)), .text("n5")]
        #expect(try await found(past) == "43")
        past = RecordFilter()
        past.past = [.text("n4")]
        #expect(try await found(past) == "56")
        await expect(.invalid) { () throws(WarehouseError) in
            _ = try await store.records(Notice.self, matching: .column("no_such_column", is: .null))
        }
    }

    func removesRecords(_ subject: StoreUnderTest<Store>) async throws {
        let store = try await subject.prepared()
        let runs = (1...4).map { SampleChanges.run("run-\($0)", on: Days.first, $0 == 2 ? .failed : .success, at: $0) }
        try await store.commit(records(runs))
        var changes = ChangeSet(at: SampleChanges.instant())
        changes.remove(RunRecord.self, matching: .column("status", is: .text("failed")))
        try await store.commit(changes)
        #expect(
            try await store.records(RunRecord.self, matching: RecordFilter()).map(\.runID) == [
                "run-1", "run-3", "run-4",
            ])

        changes = ChangeSet(at: SampleChanges.instant())
        changes.remove(RunRecord.self, matching: RecordFilter().newest(by: "created_at", limit: 1))
        try await store.commit(changes)
        #expect(try await store.records(RunRecord.self, matching: RecordFilter()).map(\.runID) == ["run-1", "run-3"])
    }

    func records<Row: WarehouseRow>(_ rows: [Row]) throws -> ChangeSet {
        var changes = ChangeSet(at: SampleChanges.instant())
        try changes.upsert(rows)
        return changes
    }

    func gathersFacts(_ subject: StoreUnderTest<Store>) async throws {
        let store = try await subject.prepared()
        let (one, two) = (Days.first, Days.second)
        let worker = SampleChanges.worker("alive")
        try await store.register(worker)
        let claim = StepClaim(partition: Partition("stat_sample", two), run: SampleChanges.run("run-9", on: two))
        _ = try await store.claim([claim], by: worker, since: 0, at: SampleChanges.instant())
        let rows = [StatSample(one, "a", 1), StatSample(one, "a", 2)]
        var changes = SampleChanges.changes([
            try SampleChanges.write(rows, on: one), try SampleChanges.write([VenueSample("A", 1)], on: .reference),
        ])
        var waiver = Waiver()
        (waiver.waiverID, waiver.reason, waiver.revokedAt) = ("w", "ten letters", SampleChanges.instant())
        try changes.upsert([waiver])
        let commit = try await store.commit(changes)

        let facts = try await store.facts(counting: [StatSample.table, VenueSample.table])
        #expect(facts.commit == commit)
        #expect(facts.rowCounts == [Partition("stat_sample", one): 2, Partition("venue_sample", .reference): 1])
        #expect(facts.countedTables == [StatSample.table.name, VenueSample.table.name])
        #expect(facts.states[Partition("stat_sample", one)]?.rowCount == 2)
        #expect(facts.leases[claim.partition]?.lease.runID == "run-9")
        #expect(facts.leases[claim.partition]?.isAlive == true)
        #expect(facts.waivers == [waiver])
        #expect(facts.unsettledRuns == [claim.partition: claim.run])
        #expect(try await store.facts(counting: []).rowCounts.isEmpty)

        let later = TableDeclaration(
            name: "later_sample", dataset: "samples", about: "", columns: VenueSample.table.columns, key: ["code"],
            partitionColumn: nil)
        let grown = try await store.facts(counting: [VenueSample.table, later])
        #expect(grown.absentTables == [later.name] && facts.absentTables.isEmpty)
        #expect(grown.rowCounts == [Partition("venue_sample", .reference): 1])
    }

    func seesDifferences(_ subject: StoreUnderTest<Store>) async throws {
        let store = try await subject.open()
        let missing = try await store.differences(from: [VenueSample.table])
        #expect(missing.map(\.column) == [""])
        try await store.prepare(SampleChanges.tables)
        try await store.prepare(SampleChanges.tables)
        #expect(try await store.differences(from: SampleChanges.tables).isEmpty)

        var columns = VenueSample.table.columns
        columns[1] = Column(name: "capacity", type: .text, isNullable: true, unit: .none, about: "")
        columns.append(Column(name: "city", type: .text, isNullable: true, unit: .none, about: ""))
        let changed = TableDeclaration(
            name: "venue_sample", dataset: "samples", about: "", columns: columns, key: ["code", "capacity"],
            partitionColumn: nil)
        let differences = try await store.differences(from: [changed])
        #expect(Set(differences.map(\.column)) == ["capacity", "city", ""])
        await expect(.schemaDiffers) { () throws(WarehouseError) in try await store.prepare([changed]) }
    }
}
