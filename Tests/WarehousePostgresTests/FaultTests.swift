import Foundation
import GameCalendar
import PipelineModel
import PipelineTesting
import Testing

@testable import WarehousePostgres

/// What is refused, and what a lost connection leaves behind.
@Suite(.enabled(if: TestServer.isThere)) struct PostgresFaultTests {
    private static let day = SampleChanges.firstDate

    private func failure(_ body: () async throws -> Void) async -> WarehouseError? {
        do {
            try await body()
            return nil
        } catch {
            return error as? WarehouseError
        }
    }

    private func changes(points: Int) throws -> ChangeSet {
        SampleChanges.changes([
            try SampleChanges.write([StatSample(Self.day, "a", 1, points: points)], on: Self.day)
        ])
    }

    @Test(arguments: [
        ("postgresql://backcourt:secret@127.0.0.1/league", "password"), ("host=x password=secret", "password"),
        ("postgresql://u:50%secret@h/d", "no address"), ("postgresql://u:123/secret@h/d", "password"),
        ("postgresql://backcourt@127.0.0.1:port/league", "no number"), ("colour=blue", "no address"),
    ])
    func `an address is one, and holds no password`(_ text: String, _ word: String) {
        let error = #expect(throws: WarehouseError.self) { try PostgresAddress(text) }
        #expect(error?.code == .invalid && error?.message.contains(word) == true)
        #expect(error?.message.contains("secret") == false)
    }

    @Test func `a server that is not there is unavailable`() async throws {
        let store = PostgresWarehouse(try PostgresAddress("postgresql://backcourt@127.0.0.1:1/league"), datasets: [])
        let error = await failure { _ = try await store.facts(counting: []) }
        #expect(error?.code == .unavailable && error?.message.contains("127.0.0.1:1/league") == true)
        #expect(error?.category == .transient)
    }

    @Test func `a database that is not there is named`() async throws {
        let address = try #require(TestServer.address).replacing("/postgres", with: "/no_such_league")
        let store = PostgresWarehouse(try PostgresAddress(address), datasets: [])
        let error = await failure { _ = try await store.facts(counting: []) }
        #expect(error?.code == .invalid && error?.message.contains("no_such_league") == true, "\(error?.message ?? "")")
    }

    @Test func `a wrong password is denied and shown nowhere`() async throws {
        let database = try TemporaryDatabase()
        let address = database.address.replacing("backcourt@", with: "guarded@") + "?passfile=/nonexistent"
        try? database.execute("CREATE ROLE guarded LOGIN PASSWORD 'right'")
        let store = PostgresWarehouse(try PostgresAddress(address), datasets: [])
        let error = await failure { _ = try await store.facts(counting: []) }
        // Without any password libpq does not even ask the server.
        #expect([.denied, .unavailable].contains(error?.code), "\(error?.message ?? "")")
        let file = NSTemporaryDirectory() + "pgpass-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: file) }
        try "*:*:*:*:wr0ng".write(toFile: file, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        let told = PostgresWarehouse(
            try PostgresAddress(address.replacing("/nonexistent", with: file)), datasets: [])
        let denied = await failure { _ = try await told.facts(counting: []) }
        #expect(denied?.code == .denied && denied?.message.contains("wr0ng") == false, "\(denied?.message ?? "")")
    }

    @Test func `a role without rights is denied, and one that may only use tables is enough`() async throws {
        let database = try TemporaryDatabase()
        let role = "r\(database.name)"
        let address = database.address.replacing("backcourt@", with: "\(role)@")
        try database.execute("CREATE ROLE \(role) LOGIN; REVOKE CREATE ON DATABASE \(database.name) FROM PUBLIC")
        let poor = PostgresWarehouse(try PostgresAddress(address), datasets: ["samples", "nba_orchestration"])
        let error = await failure { try await poor.prepare(SampleChanges.tables) }
        #expect(error?.code == .denied, "\(error?.message ?? "")")
        let owner = try await database.prepared()
        let schemas = Set(SampleChanges.tables.map(\.dataset)).sorted().joined(separator: ", ")
        try database.execute(
            """
            GRANT USAGE ON SCHEMA \(schemas) TO \(role);
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA \(schemas) TO \(role)
            """)
        try await poor.prepare(SampleChanges.tables)
        try await poor.commit(changes(points: 7))
        #expect(try await owner.contents(of: StatSample.stored, on: [Self.day]).count == 1)
        try database.execute("DROP OWNED BY \(role); DROP ROLE \(role)")
    }

    @Test func `a foreign table of the same name is left alone`() async throws {
        let database = try TemporaryDatabase()
        try database.execute("CREATE SCHEMA samples; CREATE TABLE samples.venue_sample (code integer, owner text)")
        let store = try database.open()
        let error = await failure { try await store.prepare(SampleChanges.tables) }
        #expect(error?.code == .schemaDiffers && error?.message.contains("venue_sample") == true)
        // Nothing half done.
        #expect(try await store.query("SELECT to_regclass('nba_orchestration.lease') IS NULL").rows == [[.int(1)]])
    }

    @Test func `a store of a newer version is refused`() async throws {
        let database = try TemporaryDatabase()
        _ = try await database.prepared()
        try database.execute("UPDATE nba_orchestration.store_commit SET schema_version = 99")
        let store = try database.open()
        let error = await failure { try await store.prepare(SampleChanges.tables) }
        #expect(error?.code == .schemaTooNew)
    }

    @Test func `a database in another encoding is refused`() async throws {
        let database = try TemporaryDatabase(options: "ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0")
        let store = try database.open()
        let error = await failure { try await store.prepare(SampleChanges.tables) }
        #expect(error?.code == .invalid && error?.message.contains("UTF8") == true)
    }

    @Test func `many processes prepare one database at once`() async throws {
        let database = try TemporaryDatabase()
        try await withThrowingTaskGroup { group in
            for _ in 0..<6 {
                group.addTask { try await database.open().prepare(SampleChanges.tables) }
            }
            try await group.waitForAll()
        }
        #expect(try await database.open().differences(from: SampleChanges.tables).isEmpty)
    }

    @Test func `a reader that was cut off asks again by itself`() async throws {
        let database = try TemporaryDatabase()
        let store = try await database.prepared()
        try await store.commit(changes(points: 1))
        for _ in 0..<8 { _ = try await store.facts(counting: []) }
        try cutOff(database)
        for _ in 0..<8 { #expect(try await store.facts(counting: []).commit == 1) }
    }

    @Test func `a writer that was cut off has written nothing, and writes the next time`() async throws {
        let database = try TemporaryDatabase()
        let cut = Once()
        let store = try database.open(faults: { point in
            if point == .beforeCommit, cut.isFirst { try? self.cutOff(database) }
        })
        try await store.prepare(SampleChanges.tables)
        let error = await failure { try await store.commit(try self.changes(points: 1)) }
        #expect(error?.code == .unavailable, "\(error?.message ?? "")")
        #expect(try await store.contents(of: StatSample.stored, on: [Self.day]).isEmpty)
        try await store.commit(changes(points: 2))
        #expect(try await store.facts(counting: [StatSample.table]).rowCounts.values.map(\.self) == [1])
    }

    private func cutOff(_ database: TemporaryDatabase) throws {
        try TestServer.connection().execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\(database.name)'")
    }

    // A worker that was stopped and wakes after its leases were taken over writes nothing.
    @Test func `a worker that was silent for too long has lost its leases`() async throws {
        let database = try TemporaryDatabase()
        var stopped = WorkerTiming()
        stopped.heartbeat = 3600
        let (store, peer) = (try await database.prepared(timing: stopped), try database.open())
        let (slow, quick) = (SampleChanges.worker("slow"), SampleChanges.worker("quick"))
        try await store.register(slow)
        try await peer.register(quick)
        let partition = Partition("stat_sample", Self.day)
        func claim(_ run: String) -> StepClaim {
            StepClaim(partition: partition, run: SampleChanges.run(run, on: Self.day))
        }
        _ = try await store.claim([claim("r1")], by: slow, since: 0, at: SampleChanges.instant())
        try database.execute(
            "UPDATE nba_orchestration.worker SET heartbeat_at = now() - interval '61 seconds' WHERE worker_id = 'slow'")
        try await waitForServer(upFor: 60)
        let receipt = try await peer.claim([claim("r2")], by: quick, since: 0, at: SampleChanges.instant(1))
        #expect(receipt.granted == [partition] && receipt.interruptedRuns == ["r1"])
        var late = try changes(points: 1)
        late.releasedLeases = [partition]
        let (lost, changes) = (late, late)
        let error = await failure { try await store.commit(lost) }
        #expect(error?.code == .leaseLost)
        #expect(try await store.contents(of: StatSample.stored, on: [Self.day]).isEmpty)
        try await peer.commit(changes)
        // It is alive all the same, and may claim again.
        #expect(try await peer.isAlive(slow) == false)
        _ = try await store.claim([claim("r3")], by: slow, since: 0, at: SampleChanges.instant(2))
        #expect(try await peer.isAlive(slow))
    }

    // Stopped in the middle of writing, it holds locks that nobody else could wait for.
    @Test func `a worker that is stopped in the middle of a commit is cut off, and has written nothing`() async throws {
        let database = try TemporaryDatabase()
        let (reached, released) = (Count(), Count())
        let slow = try database.open(
            timing: WorkerTiming(silence: 14_400),
            faults: { point in
                guard point == .beforeCommit, reached.count == 0 else { return }
                reached.ring()
                while released.count == 0 { usleep(2_000) }
            })
        try await slow.prepare(SampleChanges.tables)
        let (worker, other) = (SampleChanges.worker("slow"), SampleChanges.worker("quick"))
        try await slow.register(worker)
        let partition = Partition("stat_sample", Self.day)
        func claim(_ run: String) -> StepClaim {
            StepClaim(partition: partition, run: SampleChanges.run(run, on: Self.day))
        }
        _ = try await slow.claim([claim("r1")], by: worker, since: 0, at: SampleChanges.instant())
        var changes = try changes(points: 1)
        changes.releasedLeases = [partition]
        let writing = Task { [changes] in await failure { try await slow.commit(changes) } }
        while reached.count == 0 { try await Task.sleep(for: .milliseconds(2)) }
        try await waitForServer(upFor: 60)
        try database.execute("UPDATE nba_orchestration.worker SET heartbeat_at = 'epoch' WHERE worker_id = 'slow'")
        let peer = try database.open()
        try await peer.register(other)
        // Its session has just been ended; whatever it held is free a moment later.
        var receipt = ClaimReceipt()
        while receipt.granted.isEmpty {
            receipt = try await peer.claim([claim("r2")], by: other, since: 0, at: SampleChanges.instant(1))
            try await Task.sleep(for: .milliseconds(5))
        }
        released.ring()
        let error = await writing.value
        #expect([.unavailable, .leaseLost].contains(error?.code), "\(error?.message ?? "written")")
        #expect(try await peer.contents(of: StatSample.stored, on: [Self.day]).isEmpty)
        try await peer.commit(changes)
        #expect(try await peer.contents(of: StatSample.stored, on: [Self.day]).count == 1)
    }

    @Test func `a right is held by one of all that share the store`() async throws {
        let database = try TemporaryDatabase()
        let (store, peer) = (try await database.prepared(), try database.open())
        var hold = try await store.hold("import")
        #expect(hold != nil)
        #expect(try await peer.hold("import") == nil)
        #expect(try await peer.hold("publisher") != nil)
        hold = nil
        var isFree = false
        while !isFree { isFree = try await peer.hold("import") != nil }
    }

    @Test func `a right whose connection was lost is taken again, unless somebody else was faster`() async throws {
        let database = try TemporaryDatabase()
        let (store, peer) = (try await database.prepared(), try database.open())
        let taken = try await store.hold("import")
        let hold = try #require(taken)
        #expect(try await hold.isKept())
        try cutOff(database)
        #expect(try await hold.isKept())
        #expect(try await peer.hold("import") == nil)
        try cutOff(database)
        var other: StoreHold?
        while other == nil { other = try await peer.hold("import") }
        #expect(try await !hold.isKept())
        try #expect(await #require(other).isKept())
    }

    // Rows that another transaction has not committed yet are not seen by a deletion.
    @Test func `two that replace one partition at once do not mix their rows`() async throws {
        let database = try TemporaryDatabase()
        let stores = [try await database.prepared(), try database.open(), try database.open()]
        try await withThrowingTaskGroup { group in
            for (number, store) in stores.enumerated() {
                group.addTask {
                    for round in 0..<15 {
                        let rows = (0..<4).map { StatSample(Self.day, "w\(number)", round * 4 + $0, points: number) }
                        try await store.commit(
                            SampleChanges.changes([SampleChanges.write(rows, on: Self.day, run: "run-\(number)")]))
                        let whole = try await store.partitions(
                            of: StatSample.stored, recordedAs: ["stat_sample"], on: [Self.day])[Self.day]
                        #expect(whole?.content.rowCount == 4 && whole?.content.digest == whole?.digests["stat_sample"])
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private func waitForServer(upFor seconds: Double) async throws {
        let server = try TestServer.connection()
        while true {
            let up = try server.run("SELECT extract(epoch FROM now() - pg_postmaster_start_time())::double precision")
            let bytes = try #require(up.bytes(0, 0))
            if Double(bitPattern: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self))) > seconds { return }
            try await Task.sleep(for: .seconds(1))
        }
    }

    @Test func `commits are told at once, and again after the connection was lost`() async throws {
        let database = try TemporaryDatabase()
        let (store, peer) = (try await database.prepared(), try database.open())
        let bell = Count()
        let listener = peer.listening { bell.ring() }
        func hears(_ points: Int) async throws {
            // Until it listens nothing is told; what it missed it looks for itself.
            let before = bell.count
            try await store.commit(changes(points: points))
            let deadline = ContinuousClock.now + .seconds(60)
            while bell.count == before, ContinuousClock.now < deadline { try await Task.sleep(for: .milliseconds(2)) }
            #expect(bell.count > before)
        }
        try await hears(1)
        try await hears(2)
        try cutOff(database)
        _ = try? await store.commit(changes(points: 3))
        try await hears(4)
        withExtendedLifetime(listener) {}
    }

    @Test func `a query reads and does nothing else`() async throws {
        let database = try TemporaryDatabase()
        let store = try await database.prepared()
        try await store.commit(changes(points: 3))
        let answer = try await store.query(
            """
            SELECT points, share, is_active, game_date, count(*) AS n, sum(points), 'x' || game_id
            FROM stat_sample GROUP BY 1, 2, 3, 4, game_id;
            """)
        #expect(answer.columns.prefix(5) == ["points", "share", "is_active", "game_date", "n"])
        #expect(answer.rows.count == 1 && answer.rows[0][0] == .int(3) && answer.rows[0][5] == .int(3))
        #expect(answer.rows[0][3] == .text("\(Self.day)") && answer.rows[0][6] == .text("xa"))
        let written = "SELECT updated_at FROM partition_state"
        #expect(try await store.query(written).rows == [[.text("\(SampleChanges.instant())")]])
        for sql in [
            "", ";", "DELETE FROM stat_sample", "SELECT 1; SELECT 2", "COPY stat_sample TO PROGRAM 'true'",
            "WITH gone AS (DELETE FROM stat_sample RETURNING 1) SELECT * FROM gone", "SELECT * FROM no_such_table",
            "SELECT nextval('x')", "SELECT 1/0", "DROP TABLE stat_sample", "SET default_transaction_read_only = off",
        ] {
            let error = await failure { _ = try await store.query(sql) }
            #expect(error?.code == .invalid, "\(sql): \(error.map { "\($0)" } ?? "no error")")
        }
        #expect(try await store.facts(counting: [StatSample.table]).rowCounts.count == 1)
    }
}

/// Counts.
private final class Count: @unchecked Sendable {
    private let lock = NSLock()
    private var value = 0
    var count: Int { lock.withLock { value } }
    func ring() { lock.withLock { value += 1 } }
}

/// True once.
private final class Once: @unchecked Sendable {
    private let lock = NSLock()
    private var isDone = false
    var isFirst: Bool {
        lock.withLock {
            defer { isDone = true }
            return !isDone
        }
    }
}
