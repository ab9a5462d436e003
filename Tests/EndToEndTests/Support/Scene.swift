import Commands
import Foundation
import GRDB
import GameCalendar
import PipelineTesting
import Rehearsal
import Synchronization
import Testing

/// A workspace and raw folders of a test's own, the command line in this process, and the real program beside it.
final class Scene: Sendable {
    /// What a command printed and how it ended.
    struct Result {
        let status: Int32
        let output: String
        let errors: String
    }

    private let folder: ScratchFolder

    /// A folder without a workspace.
    init() throws {
        folder = try ScratchFolder("backcourt-scene")
    }

    /// A workspace with `league` imported.
    convenience init(_ league: TinyLeague, imports: Bool = true) async throws {
        self.init(folder: try ScratchFolder("backcourt-scene"))
        try await run("init").expect(0)
        if !imports { return }
        try await run("import ./raw", writing: league).expect(0)
    }

    /// A copy of the workspace of `other`.
    convenience init(copying other: Scene) throws {
        self.init(folder: try ScratchFolder("backcourt-scene"))
        try FileManager.default.copyItem(atPath: other.workspace, toPath: workspace)
    }

    private init(folder: ScratchFolder) {
        self.folder = folder
    }

    /// Whether the program runs under a limit on the size of files; a sanitizer does not.
    static let canLimitFiles = ProcessInfo.processInfo.environment["BACKCOURT_SANITIZER"] == nil
    /// The workspace's directory.
    var workspace: String { path("workspace") }
    /// The path of a file beside the workspace.
    func path(_ name: String) -> String { "\(folder.path)/\(name)" }
    /// The real program on this workspace.
    func program() throws -> Program {
        Program(path: try #require(Program.sibling("backcourt")), workspace: workspace)
    }

    /// Writes the files of `league` whose names begin with one of `prefixes` to a folder beside the workspace.
    func write(_ league: TinyLeague, to name: String, only prefixes: [String] = [""]) throws {
        try write(league.files.filter { file, _ in prefixes.contains(where: file.hasPrefix) }, to: name)
    }

    /// Writes whole files to a folder beside the workspace.
    func write(_ files: [String: String], to name: String) throws {
        try FileManager.default.createDirectory(atPath: path(name), withIntermediateDirectories: true)
        for (file, text) in files { try Data(text.utf8).write(to: URL(fileURLWithPath: path("\(name)/\(file)"))) }
    }

    /// Runs a command line in this process; words that begin with `./` are folders of the scene.
    ///
    /// `league` is written to `./raw` first.
    @discardableResult
    func run(_ line: String, writing league: TinyLeague? = nil) async throws -> Result {
        if let league { try write(league, to: "raw") }
        let arguments = line.split(separator: " ").map { word in
            word.hasPrefix("./") ? path(String(word.dropFirst(2))) : String(word)
        }
        let printed = Mutex((output: "", errors: ""))
        let invocation = Invocation(
            arguments: arguments, environment: ["BACKCOURT_WORKSPACE": workspace],
            console: Console(
                out: { text in printed.withLock { $0.output += text } },
                err: { text in printed.withLock { $0.errors += text } }))
        let status = await Turnstile.commands.pass { await Backcourt.run(invocation) }
        return printed.withLock { Result(status: status, output: $0.output, errors: $0.errors) }
    }

    /// Keeps a copy of the workspace as it is.
    func keepWorkspace() throws { try FileManager.default.copyItem(atPath: workspace, toPath: path("kept")) }

    /// Makes the workspace what it was when it was kept.
    func restoreWorkspace() throws {
        try FileManager.default.removeItem(atPath: workspace)
        try FileManager.default.copyItem(atPath: path("kept"), toPath: workspace)
    }

    // Patient, since a store that another process opens or closes is locked for a moment.
    private func connection() throws -> DatabaseQueue {
        var configuration = GRDB.Configuration()
        configuration.busyMode = .timeout(20)
        return try DatabaseQueue(path: "\(workspace)/backcourt.sqlite", configuration: configuration)
    }

    /// Changes the store behind the program's back.
    func editStore(_ sql: String, _ arguments: StatementArguments = []) throws {
        let queue = try connection()
        try queue.write { try $0.execute(sql: sql, arguments: arguments) }
        try queue.close()
    }

    /// One number out of the store.
    func number(_ sql: String) throws -> Int {
        let queue = try connection()
        defer { try? queue.close() }
        return try queue.read { try Int.fetchOne($0, sql: sql) ?? 0 }
    }

    /// A column of texts out of the store.
    func texts(_ sql: String) throws -> [String] {
        let queue = try connection()
        defer { try? queue.close() }
        return try queue.read { try String.fetchAll($0, sql: sql) }
    }

    /// Digest of every partition and projection.
    func digests() throws -> [String: String] {
        let queue = try connection()
        defer { try? queue.close() }
        return try queue.read { db in
            let rows = try Row.fetchAll(db, sql: "SELECT table_name || ' ' || game_date, digest FROM partition_state")
            return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
        }
    }
}

extension Scene {
    /// A query of all that is recorded of every partition.
    static let everyDigest =
        "query|SELECT table_name, game_date, digest, row_count, rows_missing FROM partition_state ORDER BY 1, 2"

    /// What the real program answers, as CSV, to a line whose words stand between bars.
    func answer(_ line: String) throws -> String {
        let finished = try program().run(line.split(separator: "|").map(String.init) + ["--format", "csv"])
        #expect(finished.status == 0, "\(finished.errors)")
        return finished.output
    }
}

extension Scene.Result {
    /// Expects one of these statuses; a failure shows what was printed.
    func expect(_ statuses: Int32..., sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(statuses.contains(status), "\(output)\(errors)", sourceLocation: sourceLocation)
    }

    /// Expects this status and exactly one sentence on standard error, which contains `words`.
    func expectSentence(_ expected: Int32, _ words: String..., sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(status == expected, "\(output)\(errors)", sourceLocation: sourceLocation)
        let lines = errors.split(separator: "\n")
        #expect(lines.count == 1 && errors.hasPrefix("backcourt: "), "\(errors)", sourceLocation: sourceLocation)
        for word in words { #expect(errors.contains(word), "\(errors)", sourceLocation: sourceLocation) }
    }
}

extension GameDate {
    /// A date of November 2023, when the small league plays.
    static func november(_ day: Int) -> GameDate { GameDate(dayNumber: 19_661 + Int32(day)) }
}
