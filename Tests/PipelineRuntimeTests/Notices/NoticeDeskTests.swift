import GameCalendar
import PipelineModel
import PipelineRuntime
import PipelineTesting
import Testing

@Suite struct NoticeDeskTests {
    @Test func `a batch gets one digest, and each notice stands in it`() async throws {
        let rig = try await DeskRig()
        try await rig.hold(7, of: "b1-w1-1")
        let text = await rig.desk.closeBatch("b1-w1-1")

        #expect(rig.channel.texts == [text])
        #expect(text?.hasPrefix("7 notices held back in batch b1-w1-1") == true)
        let notices = try await rig.notices()
        let digest = try #require(notices.first { $0.category == .batchFinished })
        #expect(digest.deliveredAt != nil)
        #expect(notices.filter(\.suppressed).allSatisfy { $0.digestID == digest.noticeID })
        #expect(await rig.desk.closeBatch("b1-w1-1") == nil)
        #expect(rig.channel.told.count == 1)
        #expect(try await rig.desk.balance() == NoticeBalance(suppressed: 7, digested: 7))
    }

    @Test func `a digest made again is the same row`() async throws {
        let rig = try await DeskRig()
        try await rig.hold(2, of: "b1-w1-1")
        _ = await rig.desk.closeBatch("b1-w1-1")
        var late = sampleNotice(9)
        (late.batchID, late.suppressed) = ("b1-w1-1", true)
        var changes = ChangeSet(at: SampleChanges.instant())
        try changes.upsert([late])
        try await rig.store.commit(changes)
        _ = await rig.desk.closeBatch("b1-w1-1")

        #expect(try await rig.notices().count { $0.category == .batchFinished } == 1)
        #expect(try await rig.desk.balance() == NoticeBalance(suppressed: 3, digested: 3))
    }

    @Test func `a channel that fails loses nothing and fails nothing`() async throws {
        let rig = try await DeskRig()
        rig.channel.breakDown()
        try await rig.hold(2, of: "b1-w1-1")
        #expect(await rig.desk.closeBatch("b1-w1-1") != nil)
        #expect(rig.channel.told.isEmpty)
        #expect(try await rig.desk.balance().holds)

        rig.channel.breakDown(false)
        rig.seconds.now = 7_200
        await rig.desk.deliver()
        #expect(rig.channel.told.map(\.category) == [.batchFinished])
        await rig.desk.deliver()
        #expect(rig.channel.told.count == 1)
    }

    @Test func `one working channel is enough`() async throws {
        let rig = try await DeskRig()
        let broken = RecordingChannel()
        broken.breakDown()
        let desk = NoticeDesk(
            warehouse: rig.store, channels: [broken, rig.channel], clock: rig.clock,
            identifiers: Identifiers(worker: "w1", now: rig.clock.now))
        try await desk.post(.error, .gateFailed, "gate 1 is not passed")
        #expect(rig.channel.texts == ["gate 1 is not passed"])
        #expect(try await rig.notices().allSatisfy { $0.deliveredAt != nil })
    }

    @Test func `a killed process's batch is digested by whoever comes next, a living one's is not`() async throws {
        let rig = try await DeskRig()
        try await rig.store.register(SampleChanges.worker("alive"))
        try await rig.open("b1-dead-000001")
        try await rig.open("b2-alive-000001")
        try await rig.hold(3, of: "b1-dead-000001")
        try await rig.hold(2, of: "b2-alive-000001")

        let digests = await rig.desk.settleLeftovers()
        #expect(digests.map(\.batchID) == ["b1-dead-000001"])
        #expect(try await rig.desk.balance() == NoticeBalance(suppressed: 3, digested: 3))
        #expect(await rig.desk.settleLeftovers().isEmpty)

        try await rig.open("b2-alive-000001", .finished)
        #expect(try await !rig.desk.balance().holds)
        #expect(await rig.desk.settleLeftovers().map(\.batchID) == ["b2-alive-000001"])
        #expect(try await rig.desk.balance() == NoticeBalance(suppressed: 5, digested: 5))
    }

    @Test func `the surplus is told once, as one summary`() async throws {
        let rig = try await DeskRig()
        try await rig.hold(9, of: "b1-w1-1", suppressed: false)
        await rig.desk.deliver()
        await rig.desk.deliver()
        #expect(rig.channel.told.count == 5)

        await rig.desk.deliver(isClosing: true)
        #expect(rig.channel.told.count == 6)
        let summary = try #require(rig.channel.texts.last)
        #expect(summary.hasPrefix("4 notices more: run_failed totals: 4, 2023-11-06…2023-11-09: failure 5"))
        rig.seconds.now = 9_000
        await rig.desk.deliver(isClosing: true)
        #expect(rig.channel.told.count == 6)
        #expect(try await rig.notices().count { $0.digestID != nil } == 4)
    }

    @Test func `a store that refuses leaves the digest to the next start`() async throws {
        let rig = try await DeskRig()
        try await rig.hold(2, of: "b1-w1-1")
        let full = WarehouseError(.exhausted, "the disk is full")
        rig.store.failCommits(with: [full, full])
        #expect(await rig.desk.closeBatch("b1-w1-1") == nil)
        #expect(await rig.desk.settleLeftovers().count == 1)
        #expect(try await rig.desk.balance().holds)
    }

    @Test func `without channels everything is kept`() async throws {
        let rig = try await DeskRig()
        let desk = NoticeDesk(
            warehouse: rig.store, channels: [], clock: rig.clock,
            identifiers: Identifiers(worker: "w1", now: rig.clock.now))
        try await rig.hold(2, of: "b1-w1-1")
        #expect(await desk.closeBatch("b1-w1-1") != nil)
        #expect(try await rig.notices().allSatisfy { $0.deliveredAt == nil })
    }

    @Test func `the self-test finds suppression working`() async throws {
        let rig = try await DeskRig()
        let outcome = try await SuppressionSelfTest(MemoryWarehouse(), clock: rig.clock).run()
        #expect(outcome == (immediate: 0, digestEntries: 1))
    }
}
