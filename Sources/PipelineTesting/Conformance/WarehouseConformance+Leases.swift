internal import GameCalendar
internal import PipelineModel
internal import Testing

extension WarehouseConformance {
    private func claim(_ run: String, on date: GameDate) -> StepClaim {
        StepClaim(partition: Partition("stat_sample", date), run: SampleChanges.run(run, on: date))
    }

    private func run(_ id: String, in store: Store) async throws -> RunRecord? {
        try await store.records(RunRecord.self, matching: .column("run_id", is: .text(id))).first
    }

    func grantsAndHoldsLeases(_ subject: StoreUnderTest<Store>) async throws {
        let (store, peer) = (try await subject.prepared(), try await subject.open())
        let (mine, other) = (SampleChanges.worker("mine"), SampleChanges.worker("other"))
        try await store.register(mine)
        try await peer.register(other)
        let first = try await store.claim(
            [claim("r1", on: Days.first)], by: mine, since: 0, at: SampleChanges.instant())
        #expect(first.granted == [Partition("stat_sample", Days.first)])

        let claims = [claim("r2", on: Days.first), claim("r3", on: Days.second)]
        let second = try await peer.claim(claims, by: other, since: 0, at: SampleChanges.instant(1))
        #expect(second.granted == [Partition("stat_sample", Days.second)])
        #expect(second.heldElsewhere.mapValues(\.runID) == [Partition("stat_sample", Days.first): "r1"])
        #expect(second.interruptedRuns.isEmpty)
        #expect(try await run("r2", in: store) == nil)
        #expect(try await run("r3", in: store)?.status == .running)

        var done = ChangeSet(at: SampleChanges.instant(2))
        done.releasedLeases = [Partition("stat_sample", Days.first)]
        try done.upsert([SampleChanges.run("r1", on: Days.first, .success)])
        try await store.commit(done)
        let third = try await peer.claim([claims[0]], by: other, since: 0, at: SampleChanges.instant(3))
        #expect(third.granted.count == 1)
        #expect(
            try await store.facts(counting: []).leases.mapValues(\.lease.workerID).values.allSatisfy { $0 == "other" })
        let again = try await peer.claim(
            [claim("r4", on: Days.first)], by: other, since: 0, at: SampleChanges.instant(4))
        #expect(again.granted.count == 1)
        let stranger = SampleChanges.worker("stranger")
        await expect(.invalid) { () throws(WarehouseError) in
            _ = try await store.claim([], by: stranger, since: 0, at: SampleChanges.instant())
        }
    }

    func takesOverFromTheDead(_ subject: StoreUnderTest<Store>) async throws {
        let (store, peer) = (try await subject.prepared(), try await subject.open())
        let (mine, dying) = (SampleChanges.worker("mine"), SampleChanges.worker("dying"))
        try await store.register(mine)
        try await peer.register(dying)
        let claims = [claim("r1", on: Days.first), claim("r2", on: Days.second)]
        _ = try await peer.claim(claims, by: dying, since: 0, at: SampleChanges.instant())
        try await subject.kill(peer, dying)
        #expect(try await store.facts(counting: []).leases.values.allSatisfy { !$0.isAlive })

        let receipt = try await store.claim(
            [claim("r3", on: Days.first)], by: mine, since: 0, at: SampleChanges.instant(9))
        #expect(receipt.granted == [Partition("stat_sample", Days.first)])
        #expect(receipt.interruptedRuns == ["r1"])
        let interrupted = try #require(try await run("r1", in: store))
        #expect(interrupted.status == .interrupted)
        #expect(interrupted.success == false)
        #expect(interrupted.finishedAt == SampleChanges.instant(9))
        #expect(interrupted.errorCategory == .cancelled)
        #expect(interrupted.errorCode == RunRecord.abandonedCode)
        #expect(interrupted.errorMessage == "stat_sample \(Days.first) \(RunRecord.abandonedReason)")
        #expect(try await run("r2", in: store)?.status == .running)
        #expect(try await store.records(Worker.self, matching: RecordFilter()).count == 2)

        _ = try await store.claim([claim("r4", on: Days.second)], by: mine, since: 0, at: SampleChanges.instant(10))
        #expect(try await run("r2", in: store)?.status == .interrupted)
        #expect(try await store.records(Worker.self, matching: RecordFilter()).map(\.workerID) == ["mine"])
    }

    func sweepsOnRegistration(_ subject: StoreUnderTest<Store>) async throws {
        let (store, peer) = (try await subject.prepared(), try await subject.open())
        let dying = SampleChanges.worker("dying")
        try await peer.register(dying)
        _ = try await peer.claim([claim("r1", on: Days.first)], by: dying, since: 0, at: SampleChanges.instant())
        try await peer.commit(records([SampleChanges.run("orphan", on: Days.second)]))
        try await subject.kill(peer, dying)
        try await store.register(SampleChanges.worker("mine"))

        #expect(try await store.facts(counting: []).leases.isEmpty)
        #expect(try await store.records(Worker.self, matching: RecordFilter()).map(\.workerID) == ["mine"])
        for id in ["r1", "orphan"] {
            let swept = try #require(try await run(id, in: store))
            #expect(swept.status == .interrupted && swept.errorCategory == .cancelled)
            #expect(swept.errorCode == RunRecord.abandonedCode && swept.errorMessage != nil)
        }
    }

    func givesBackOnRetirement(_ subject: StoreUnderTest<Store>) async throws {
        let (store, peer) = (try await subject.prepared(), try await subject.open())
        let (mine, leaving) = (SampleChanges.worker("mine"), SampleChanges.worker("leaving"))
        try await store.register(mine)
        try await peer.register(leaving)
        _ = try await store.claim([claim("r1", on: Days.first)], by: mine, since: 0, at: SampleChanges.instant())
        _ = try await peer.claim([claim("r2", on: Days.second)], by: leaving, since: 0, at: SampleChanges.instant())
        try await peer.retire(leaving, at: SampleChanges.instant(5))

        #expect(Set(try await store.facts(counting: []).leases.keys) == [Partition("stat_sample", Days.first)])
        #expect(try await store.records(Worker.self, matching: RecordFilter()).map(\.workerID) == ["mine"])
        #expect(try await run("r1", in: store)?.status == .running)
        let left = try #require(try await run("r2", in: store))
        #expect(left.status == .interrupted && left.finishedAt == SampleChanges.instant(5))
    }

    func refusesLostLeases(_ subject: StoreUnderTest<Store>) async throws {
        let (store, peer) = (try await subject.prepared(), try await subject.open())
        let (mine, other) = (SampleChanges.worker("mine"), SampleChanges.worker("other"))
        try await store.register(mine)
        try await peer.register(other)
        _ = try await store.claim([claim("r1", on: Days.first)], by: mine, since: 0, at: SampleChanges.instant())

        var changes = SampleChanges.changes([
            try SampleChanges.write([StatSample(Days.first, "a", 1)], on: Days.first)
        ])
        changes.releasedLeases = [Partition("stat_sample", Days.first)]
        let late = changes
        await expect(.leaseLost) { () throws(WarehouseError) in _ = try await peer.commit(late) }
        #expect(try await store.rows(StatSample.self, on: Days.first).isEmpty)
        try await store.commit(changes)
        await expect(.leaseLost) { () throws(WarehouseError) in _ = try await store.commit(late) }
    }

    func tellsClaimantsWhatChanged(_ subject: StoreUnderTest<Store>) async throws {
        let (store, peer) = (try await subject.prepared(), try await subject.open())
        let mine = SampleChanges.worker("mine")
        try await store.register(mine)
        let seen = try await store.commit(
            SampleChanges.changes([SampleChanges.write([StatSample(Days.first, "a", 1)], on: Days.first)]))
        let newest = try await peer.commit(
            SampleChanges.changes([SampleChanges.write([StatSample(Days.second, "a", 1)], on: Days.second)]))
        let receipt = try await store.claim(
            [claim("r1", on: Days.first)], by: mine, since: seen, at: SampleChanges.instant())

        #expect(receipt.commit == newest)
        #expect(receipt.changes.map(\.gameDate) == [Days.second])
        #expect(receipt.changes.map(\.changedAtCommit) == [newest])
        let nothing = try await store.claim([], by: mine, since: newest, at: SampleChanges.instant())
        #expect(nothing.changes.isEmpty)
    }
}
