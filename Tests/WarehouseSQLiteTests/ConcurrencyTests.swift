import Foundation
import GameCalendar
import PipelineModel
import PipelineTesting
import Synchronization
import Testing
@testable import WarehouseSQLite

/// Something that one task tells the others once.
private final class Flag: Sendable {
    private let state = Mutex(false)
    var isRaised: Bool { state.withLock { $0 } }
    func raise() { state.withLock { $0 = true } }
}

@Suite struct ConcurrencyTests {
    private let date = SampleChanges.firstDate

    private func version(_ number: Int, on date: GameDate) throws -> PartitionWrite {
        try SampleChanges.write((1...80).map { StatSample(date, "game", $0, points: number) }, on: date)
    }

    @Test func `readers see each commit entirely or not at all`() async throws {
        let temporary = try TemporaryStore()
        let store = try await temporary.prepared()
        let (date, other) = (date, date + 1)
        try await store.commit(SampleChanges.changes([try version(0, on: date), try version(0, on: other)]))
        let isDone = Flag()
        try await withThrowingTaskGroup(of: Int.self) { group in
            group.addTask {
                for number in 1...60 {
                    try await store.commit(
                        SampleChanges.changes([try version(number, on: date), try version(number, on: other)]))
                }
                isDone.raise()
                return 0
            }
            for reader in [try temporary.open(), try SQLiteWarehouse(path: temporary.path, access: .readOnly)] {
                group.addTask {
                    var reads = 0
                    repeat {
                        let contents = try await reader.contents(of: StatSample.stored, on: [date, other])
                        let rows = contents.values.flatMap { StatSample.rows(from: $0) }
                        #expect(rows.count == 160)
                        #expect(Set(rows.map(\.points)).count == 1)
                        reads += 1
                    } while !isDone.isRaised
                    return reads
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func `a partition is leased by one of many contenders`() async throws {
        let temporary = try TemporaryStore()
        _ = try await temporary.prepared()
        // Each stands for a process, and lives until all have claimed.
        let stores = try (0..<4).map { _ in try temporary.open() }
        let granted = try await withThrowingTaskGroup(of: [Partition].self) { group in
            for (number, store) in stores.enumerated() {
                group.addTask { try await claimEverything(in: store, as: number) }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(granted.count == 15)
        #expect(Set(granted).count == 15)
        #expect(try await stores[0].records(RunRecord.self, matching: RecordFilter()).count == 15)
        #expect(try await stores[0].facts(counting: []).leases.values.allSatisfy { $0.isAlive })
        withExtendedLifetime(stores) {}
    }

    private func claimEverything(in store: SQLiteWarehouse, as number: Int) async throws -> [Partition] {
        let worker = SampleChanges.worker("worker-\(number)")
        try await store.register(worker)
        var granted: [Partition] = []
        for day in 0..<15 {
            let run = SampleChanges.run("run-\(number)-\(day)", on: date + day)
            let claim = StepClaim(partition: Partition("stat_sample", date + day), run: run)
            let receipt = try await store.claim([claim], by: worker, since: 0, at: SampleChanges.instant())
            granted += receipt.granted
        }
        return granted
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/flock")))
    func `a lease holds as long as another process lives, and is dead at once when it is killed`() async throws {
        let temporary = try TemporaryStore()
        let store = try await temporary.prepared()
        let (mine, foreign) = (SampleChanges.worker("mine"), SampleChanges.worker("foreign"))
        try await store.register(foreign)
        let partition = Partition("stat_sample", date)
        let claim = StepClaim(partition: partition, run: SampleChanges.run("r1", on: date))
        _ = try await store.claim([claim], by: foreign, since: 0, at: SampleChanges.instant())
        store.abandon(foreign)
        let process = try Self.lock("\(temporary.directory)/locks/foreign")
        let other = try temporary.open()
        try await other.register(mine)
        let next = StepClaim(partition: partition, run: SampleChanges.run("r2", on: date))
        let held = try await other.claim([next], by: mine, since: 0, at: SampleChanges.instant())
        #expect(held.heldElsewhere.keys.contains(partition))

        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        let taken = try await other.claim([next], by: mine, since: 0, at: SampleChanges.instant())
        #expect(taken.granted == [partition])
        #expect(taken.interruptedRuns == ["r1"])
    }

    // Starts a process that holds a lock on `file`, and waits until it does.
    private static func lock(_ file: String) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/flock")
        process.arguments = ["--no-fork", "--exclusive", file, "sh", "-c", "echo locked; exec sleep 60"]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        _ = try output.fileHandleForReading.read(upToCount: 1)
        return process
    }

    @Test func `a backup taken while others write is consistent, and overwrites nothing`() async throws {
        let temporary = try TemporaryStore()
        let store = try await temporary.prepared()
        let (date, other) = (date, date + 1)
        try await store.commit(SampleChanges.changes([try version(0, on: date), try version(0, on: other)]))
        async let writing: Void = {
            for number in 1...40 {
                try await store.commit(
                    SampleChanges.changes([try version(number, on: date), try version(number, on: other)]))
            }
        }()
        for number in 1...3 {
            let file = "\(temporary.directory)/backup-\(number).sqlite"
            try await store.backup(to: file)
            let copy = try SQLiteWarehouse(path: file, locksDirectory: "\(temporary.directory)/copy-locks")
            let contents = try await copy.contents(of: StatSample.stored, on: [date, other])
            let rows = contents.values.flatMap { StatSample.rows(from: $0) }
            #expect(rows.count == 160)
            #expect(Set(rows.map(\.points)).count == 1)
            #expect(try await copy.integrityProblems().isEmpty)
            #expect(try await copy.differences(from: SampleChanges.tables).isEmpty)
        }
        try await writing
        let first = "\(temporary.directory)/backup-1.sqlite"
        await expectFailure(.invalid, naming: first) { try await store.backup(to: first) }
        await expectFailure(.readOnly) { try await store.backup(to: "\(temporary.directory)/nowhere/b.sqlite") }
    }

    @Test func `a reader's open transaction does not stop a checkpoint`() async throws {
        let temporary = try TemporaryStore()
        let store = try await temporary.prepared()
        try await store.commit(SampleChanges.changes([try version(0, on: date)]))
        try await store.checkpoint()
        let log = try FileManager.default.attributesOfItem(atPath: "\(temporary.path)-wal")[.size] as? Int
        #expect(log == 0)
    }

    @Test func `fault points are passed in order`() async throws {
        let passed = Mutex<[FaultPoint]>([])
        let store = try SQLiteWarehouse.temporary { point in passed.withLock { $0.append(point) } }
        try await store.prepare(SampleChanges.tables)
        let worker = SampleChanges.worker("mine")
        try await store.register(worker)
        let claim = StepClaim(partition: Partition("stat_sample", date), run: SampleChanges.run("r1", on: date))
        _ = try await store.claim([claim], by: worker, since: 0, at: SampleChanges.instant())
        try await store.commit(SampleChanges.changes([try version(0, on: date)]))
        try await store.checkpoint()
        #expect(passed.withLock { $0 } == [.afterLease, .beforeCommit, .afterCommit, .duringCheckpoint])
    }

    @Test func `a store open for reading only writes nothing`() async throws {
        let temporary = try TemporaryStore()
        let store = try await temporary.prepared()
        try await store.commit(SampleChanges.changes([try version(1, on: date)]))
        let reader = try SQLiteWarehouse(path: temporary.path, access: .readOnly)
        #expect(try await reader.facts(counting: [StatSample.table]).rowCounts.values.first == 80)
        try await reader.prepare(SampleChanges.tables)
        let changes = SampleChanges.changes([try version(2, on: date)])
        await expectFailure(.readOnly, naming: temporary.path) { try await reader.commit(changes) }
        await expectFailure(.readOnly) { try await reader.register(SampleChanges.worker("mine")) }
    }
}
