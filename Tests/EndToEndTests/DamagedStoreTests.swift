import Foundation
import GameCalendar
import Rehearsal
import Testing

/// Stores that cannot be used: one sentence that says what to do, exit 5, and nothing is changed.
@Suite struct DamagedStoreTests {
    private static let commands = ["backfill phase3", "plan", "verify", "query SELECT(1)"]

    private func scene() async throws -> Scene { try await Scene(TinyLeague(dates: 2, from: .november(1))) }

    private func store(_ scene: Scene) -> URL { URL(fileURLWithPath: "\(scene.workspace)/backcourt.sqlite") }

    private func removeLog(_ scene: Scene) {
        for end in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: store(scene).path + end) }
    }

    @Test(arguments: commands)
    func `a file that is no store`(_ command: String) async throws {
        let scene = try await scene()
        removeLog(scene)
        try Data(repeating: 0x42, count: 64 << 10).write(to: store(scene))
        try await scene.run(command).expectSentence(5, "backcourt.sqlite", "restore it from a backup")
    }

    @Test func `a store whose pages are overwritten`() async throws {
        let scene = try await scene()
        removeLog(scene)
        let handle = try FileHandle(forUpdating: store(scene))
        try handle.seek(toOffset: 4096)
        try handle.write(contentsOf: Data(repeating: 0xA5, count: 40 * 4096))
        try handle.close()
        try await scene.run("backfill phase3").expectSentence(5, "backcourt.sqlite")
    }

    @Test(arguments: commands)
    func `a store of a newer version`(_ command: String) async throws {
        let scene = try await scene()
        try scene.editStore("PRAGMA user_version = 99")
        try await scene.run(command).expectSentence(5, "version 99", "use a newer program")
    }

    @Test(arguments: ["plan", "verify"])
    func `a store that is missing`(_ command: String) async throws {
        let scene = try await scene()
        removeLog(scene)
        try FileManager.default.removeItem(at: store(scene))
        try await scene.run(command).expectSentence(5, "backcourt.sqlite is missing", "init --force")
    }

    @Test(.enabled(if: Scene.canLimitFiles, "a sanitizer needs files of its own"))
    func `a full disk ends the batch, and the next run completes it`() async throws {
        let scene = try await scene()
        let full = try scene.program().run(["backfill", "phase3"], fileSize: 64 << 10)
        #expect(full.status == 5, "\(full.output)\(full.errors)")
        #expect(full.errors.split(separator: "\n").count == 1, "\(full.errors)")
        #expect(full.errors.contains("free some and run the command again"), "\(full.errors)")
        try await scene.run("backfill").expect(0)
        try await scene.run("verify --digests").expect(0)
    }

    @Test(.enabled(if: Scene.canLimitFiles, "a sanitizer needs files of its own"))
    func `a full disk during import`() async throws {
        let scene = try Scene()
        try await scene.run("init").expect(0)
        let league = TinyLeague(dates: 12, from: .november(1))
        try scene.write(league, to: "raw")
        let full = try scene.program().run(["import", scene.path("raw")], fileSize: 64 << 10)
        #expect(full.status == 5, "\(full.output)\(full.errors)")
        #expect(full.errors.contains("free some and run the command again"), "\(full.errors)")
        try await scene.run("import ./raw").expect(0)
        try await scene.run("backfill").expect(0)
    }

    @Test func `a closed store in a folder that must not be written cannot be read, and the sentence says why`()
        async throws
    {
        let scene = try await scene()
        removeLog(scene)
        let folder = try ReadOnlyFolder(scene.workspace)
        defer { folder.restore() }
        for command in [["plan"], ["query", "SELECT 1"]] {
            let finished = try folder.run(scene.program(), command)
            #expect(finished.status == 5, "\(finished.output)\(finished.errors)")
            #expect(finished.errors.contains("its folder is writable, which reading needs"), "\(finished.errors)")
        }
    }

    @Test func `a folder that must not be written`() async throws {
        let scene = try await scene()
        let folder = try ReadOnlyFolder(scene.workspace)
        defer { folder.restore() }
        let finished = try folder.run(scene.program(), ["backfill"])
        #expect(finished.status == 5, "\(finished.output)\(finished.errors)")
        #expect(finished.errors.split(separator: "\n").count == 1, "\(finished.errors)")
        #expect(finished.errors.contains("writable"), "\(finished.errors)")
    }
}
