import Foundation
import GameCalendar
import Rehearsal
import Testing

/// One import at a time, and none that died looks alive.
@Suite struct ImportTurnTests {
    @Test func `a second import is refused while one runs`() async throws {
        let scene = try await Scene(TinyLeague(dates: 3, from: .november(1)))
        let descriptor = open("\(scene.workspace)/locks/import.lock", O_RDWR | O_CREAT, 0o600)
        defer { close(descriptor) }
        #expect(flock(descriptor, LOCK_EX) == 0)
        try await scene.run("import ./raw").expectSentence(3, "another import")
        #expect(try scene.number("SELECT count(*) FROM import") == 1)
    }

    @Test func `an import that was killed is marked by the next one`() async throws {
        let league = TinyLeague(dates: 3, from: .november(1))
        let scene = try Scene()
        try await scene.run("init").expect(0)
        try scene.write(league, to: "raw")
        let finished = try scene.program().run(["import", scene.path("raw")], fault: "betweenImportTables:2")
        #expect(finished.outcome.ending == .killed(signal: SIGKILL), "\(finished.errors)")
        try await scene.run("import ./raw").expect(0)
        #expect(try scene.number("SELECT count(*) FROM import WHERE status = 'running'") == 0)
        #expect(try scene.number("SELECT count(*) FROM import WHERE status = 'finished'") == 1)
    }
}
