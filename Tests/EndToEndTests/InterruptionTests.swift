import Foundation
import GameCalendar
import PipelineModel
import Rehearsal
import Testing

/// The real program, ended at every point there is, and two of it at once.
@Suite struct InterruptionTests {
    private let league = TinyLeague(dates: 12, from: .november(1))
    // Few enough partitions for one group of leases.
    private let smallLeague = TinyLeague(dates: 9, from: .november(1))

    private func expectHealed(_ scene: Scene, _ league: TinyLeague) async throws {
        try await scene.run("backfill --jobs 2").expect(0)
        try await scene.run("verify --digests").expect(0)
        let undisturbed = try await Scene(league)
        try await undisturbed.run("backfill").expect(0)
        #expect(try scene.digests() == undisturbed.digests())
        try expectQuiet(scene)
    }

    private func expectQuiet(_ scene: Scene) throws {
        #expect(try scene.number("SELECT count(*) FROM processor_run_history WHERE status = 'running'") == 0)
        #expect(try scene.number("SELECT count(*) FROM lease") == 0)
    }

    @Test(arguments: FaultPoint.allCases.filter { $0 != .betweenImportTables })
    func `a backfill killed at a named point`(_ point: FaultPoint) async throws {
        let scene = try await Scene(league)
        let finished = try scene.program().run(["backfill", "--jobs", "2"], fault: "\(point.rawValue):1")
        #expect(finished.outcome.ending == .killed(signal: SIGKILL), "\(finished.errors)")
        try await expectHealed(scene, league)
    }

    @Test(arguments: 1...5)
    func `an import killed between two tables`(_ turn: Int) async throws {
        let scene = try Scene()
        try await scene.run("init").expect(0)
        try scene.write(league, to: "raw")
        let finished = try scene.program().run(["import", scene.path("raw")], fault: "betweenImportTables:\(turn)")
        #expect(finished.outcome.ending == .killed(signal: SIGKILL), "\(finished.errors)")
        try await scene.run("import ./raw").expect(0)
        try await expectHealed(scene, league)
    }

    @Test func `SIGINT finishes what runs, exits 130, and the next run completes`() async throws {
        let scene = try await Scene(league)
        let finished = try scene.program().run(["backfill"], fault: "afterLease:1:interrupt")
        #expect(finished.status == 130, "\(finished.errors)")
        #expect(try scene.number(Self.computed) < 60)
        try expectQuiet(scene)
        try await expectHealed(scene, league)
    }

    @Test func `a second backfill leaves the first its work: exit 3, and nothing is computed twice`() async throws {
        let scene = try await Scene(smallLeague)
        let first = try scene.program().start(["backfill"], fault: "afterLease:1:stop")
        let deadline = ContinuousClock.now + .seconds(60)
        while try scene.number("SELECT count(*) FROM lease") == 0, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(10))
        }
        try await scene.run("backfill").expect(3)
        #expect(try scene.number(Self.computed) == 0)
        first.send(SIGCONT)
        #expect(first.wait().status == 0)
        #expect(try scene.number(Self.computed) == 45)
        #expect(try scene.number("SELECT count(*) FROM (\(Self.twice))") == 0)
        try await expectHealed(scene, smallLeague)
    }

    @Test func `a fault that cannot be understood is refused`() async throws {
        let scene = try await Scene(league)
        let faults = [
            "afterLunch:1", "afterLease", "afterLease:0", "afterLease:1:shout", "afterLease:1:ioError",
            "afterLease:1...", "storeWrite:1...:kill", "storeWrite:...:ioError", "storeWrite:1...:shout",
        ]
        for fault in faults {
            let finished = try scene.program().run(["plan"], fault: fault)
            #expect(finished.status == 2, "\(fault)")
            #expect(finished.errors.contains("BACKCOURT_FAULT"), "\(finished.errors)")
        }
    }

    private static let computed =
        "SELECT count(*) FROM processor_run_history WHERE phase = 'phase_3_analytics' AND status = 'success'"
    private static let twice =
        "SELECT 1 FROM processor_run_history WHERE status = 'success' GROUP BY processor_name, data_date "
        + "HAVING count(*) > 1"
}
