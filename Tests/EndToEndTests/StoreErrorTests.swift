import Foundation
import GameCalendar
import Rehearsal
import Testing

/// A store whose disk fails or that another process holds: what helps is tried again, the rest ends with exit 5 and one
/// sentence, and the same command resumes to the same digests.
@Suite struct StoreErrorTests {
    /// What the disk does, where in a backfill, and what is said about it.
    struct Failure: CustomTestStringConvertible, Sendable {
        let fault: String
        let words: [String]
        var testDescription: String { fault }
    }

    private static let refused = ["disk I/O error", "check it or free some and run the command again"]
    private static let full = ["no space left (database or disk is full)", "free some and run the command again"]
    private static let unreadable = ["not a readable store", "check the disk, then restore it from a backup"]

    /// From the opening of the store to the middle of the work.
    static let failures =
        [1, 200].map { Failure(fault: "storeWrite:\($0)...:ioError", words: refused) }
        + [60, 500].map { Failure(fault: "storeWrite:\($0)...:diskFull", words: full) }
        + [10, 120].map { Failure(fault: "storeRead:\($0)...:ioError", words: unreadable) }
        // A store that a gate rehearses on.
        + [Failure(fault: "storeRead:250...:ioError", words: refused)]

    private static let league = TinyLeague(dates: 6, from: .november(1))
    // What every run must come to.
    private static let digests = Task {
        let scene = try await Scene(league)
        try await scene.run("backfill").expect(0)
        return try scene.digests()
    }

    private func expectHealed(_ scene: Scene) async throws {
        try await scene.run("backfill").expect(0)
        try await scene.run("verify --digests").expect(0)
        #expect(try await scene.digests() == Self.digests.value)
        #expect(try scene.number("SELECT count(*) FROM processor_run_history WHERE status = 'running'") == 0)
        #expect(try scene.number("SELECT count(*) FROM lease") == 0)
    }

    // Announced, and then told in one sentence.
    private func expectSentence(_ finished: Program.Finished, _ words: [String]) {
        #expect(finished.status == 5, "\(finished.output)\(finished.errors)")
        let lines = finished.errors.split(separator: "\n")
        #expect(lines.count == 2 && lines[0].hasPrefix("BACKCOURT_FAULT: "), "\(finished.errors)")
        #expect(lines.last?.hasPrefix("backcourt: ") == true, "\(finished.errors)")
        for word in words { #expect(finished.errors.contains(word), "\(finished.errors)") }
    }

    @Test(arguments: failures)
    func `a disk that fails for good ends the backfill`(_ failure: Failure) async throws {
        let scene = try await Scene(Self.league)
        let finished = try scene.program().run(["backfill", "--quiet"], fault: failure.fault)
        expectSentence(finished, failure.words)
        try await expectHealed(scene)
    }

    @Test(arguments: ["storeWrite:500:ioError", "storeWrite:500:diskFull"])
    func `a disk that fails once is asked again`(_ fault: String) async throws {
        let scene = try await Scene(Self.league)
        let finished = try scene.program().run(["backfill", "--quiet"], fault: fault)
        #expect(finished.status == 0, "\(finished.errors)")
        #expect(finished.errors.hasPrefix("BACKCOURT_FAULT: "))
        try await expectHealed(scene)
    }

    @Test(arguments: ["storeWrite:60...:ioError", "storeWrite:60...:diskFull", "storeRead:40...:ioError"])
    func `a disk that fails ends the import`(_ fault: String) async throws {
        let scene = try Scene()
        try await scene.run("init").expect(0)
        try scene.write(Self.league, to: "raw")
        let finished = try scene.program().run(["import", scene.path("raw"), "--quiet"], fault: fault)
        expectSentence(finished, [])
        try await scene.run("import ./raw").expect(0)
        try await expectHealed(scene)
    }

    @Test func `who works on waits for a held store, who is waited for says so after five seconds`() async throws {
        let scene = try await Scene(Self.league)
        try await scene.run("backfill phase3").expect(0)
        let program = try scene.program()
        let patient = [["backfill"], ["import", scene.path("raw")], ["gate", "0"]]
        let waive = ["waive", "arenas", "--dates", "2023-11-02", "--reason", "never published"]
        let rollback = ["rollback", "--phase", "3", "--dates", "2023-11-02", "--yes"]
        // The store is held until both have given up.
        let working = try StoreLock(scene.workspace).holding {
            let working = try patient.map { try program.start($0) }
            let waiting = try [waive, rollback].map { words in
                try program.start(words, errors: scene.path("\(words[0]).err"))
            }
            #expect(waiting.map { $0.wait().status } == [5, 5])
            return working
        }
        #expect(working.map { $0.wait().status } == [0, 0, 0])
        for command in ["waive", "rollback"] {
            let file = try #require(FileManager.default.contents(atPath: scene.path("\(command).err")))
            let text = String(decoding: file, as: UTF8.self)
            #expect(text.contains("another process is writing to the store"), "\(text)")
            #expect(text.contains("try again when it has finished"), "\(text)")
        }
        #expect(try scene.number("SELECT count(*) FROM waiver") == 0)
        try await expectHealed(scene)
    }
}
