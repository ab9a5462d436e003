import Foundation
import GameCalendar
import Rehearsal
import Testing

/// SIGINT and SIGTERM end what only reads at once, and leave nothing half made behind.
struct SignalTests {
    private func started(
        _ arguments: [String], on scene: Scene, until isUnderWay: () -> Bool
    ) async throws -> ChildProcess {
        let child = try scene.program().start(arguments, output: scene.path("out"), errors: scene.path("err"))
        let deadline = ContinuousClock.now + .seconds(60)
        while !isUnderWay(), ContinuousClock.now < deadline { usleep(200) }
        return child
    }

    private func text(_ name: String, _ scene: Scene) -> String {
        FileManager.default.contents(atPath: scene.path(name)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    private static let signals: [Int32] = [SIGINT, SIGTERM]

    @Test(arguments: zip(signals, [Int32(130), 143]))
    func `a status that is watched ends at once`(_ signal: Int32, _ status: Int32) async throws {
        let scene = try await Scene(TinyLeague(dates: 2, from: .november(1)))
        let child = try await started(["status", "--watch", "3600"], on: scene) { text("out", scene).contains("Stale") }
        child.send(signal)
        #expect(child.wait(atMost: 10)?.ending == .exited(status))
    }

    @Test(arguments: signals)
    func `a query that would never end is ended by the signal`(_ signal: Int32) async throws {
        let scene = try await Scene(TinyLeague(dates: 2, from: .november(1)))
        let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
        let child = try await started(["query", endless], on: scene) { true }
        #expect(child.wait(atMost: 0.5) == nil)
        child.send(signal)
        #expect(child.wait(atMost: 10)?.ending == .killed(signal: signal))
    }

    // So many shots that writing them takes a while.
    private func enlarge(_ scene: Scene) throws {
        for doubling in 0..<6 {
            try scene.editStore(
                """
                CREATE TEMP TABLE shots AS SELECT * FROM nbac_shot_chart;
                UPDATE shots SET event_id = event_id + \(100_000 << doubling);
                INSERT INTO nbac_shot_chart SELECT * FROM shots;
                DROP TABLE shots;
                """)
        }
    }

    @Test(arguments: ["export nbac_shot_chart --to", "backup"])
    func `an unfinished file goes with the process that is interrupted`(_ line: String) async throws {
        let scene = try await Scene(TinyLeague(dates: 12, from: .november(1)))
        try enlarge(scene)
        let folder = scene.path("exports")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        func files() -> [String] { (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] }
        let words = line.split(separator: " ").map(String.init) + ["\(folder)/written"]
        // On a busy machine the file may be finished before the signal is sent; then it is tried once more.
        for _ in 0..<10 {
            let child = try await started(words, on: scene) { !files().isEmpty }
            child.send(SIGINT)
            let ending = child.wait(atMost: 10)?.ending
            if ending == .exited(0) {
                try FileManager.default.removeItem(atPath: "\(folder)/written")
                continue
            }
            #expect(ending == .killed(signal: SIGINT))
            #expect(files().isEmpty)
            return
        }
        Issue.record("\(line) was never interrupted")
    }
}
