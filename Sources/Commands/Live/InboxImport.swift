import Foundation
import GameCalendar
import PipelineModel
import PipelineRuntime
import RawImport

/// Loads files as they arrive, and reports every partition they replace.
struct InboxImport {
    let session: Session

    /// What became of a file.
    enum Fate: Hashable, Sendable {
        /// Its rows are stored, or were already; rows that broke a rule are set aside.
        case taken
        /// Nothing of it is stored, and why.
        case rejected(String)
    }

    /// What a pass did.
    struct Outcome: Sendable {
        /// By path. Files that are still to be taken, because another import is running, are not among them.
        var fates: [String: Fate] = [:]
        /// Rows that broke a rule.
        var rowsSetAside = 0
    }

    /// Imports the files at `paths`, all in one pass.
    ///
    /// - Throws: ``CommandFailure`` of status store when the store refused; the files are to be taken again.
    func take(_ paths: [String]) async throws -> Outcome {
        let lock: SoleRight
        do {
            lock = try await session.beginImport()
        } catch let error as CommandFailure where error.status == .heldElsewhere {
            return Outcome()
        }
        defer { withExtendedLifetime(lock) {} }
        // Two files of one name cannot be imported together; the second waits for the next pass.
        var names: Set<String> = []
        var outcome = Outcome()
        let batch = paths.filter { path in
            // One that is gone is nobody's any more; one that may not be read keeps no other from being loaded.
            switch FileAccess(path) {
            case .gone: return false
            case .refused(let reason):
                outcome.fates[path] = .rejected("it cannot be read: \(reason)")
                return false
            case .readable: return names.insert(Self.importedName(of: path)).inserted
            }
        }
        guard !batch.isEmpty else { return outcome }
        do throws(ImportError) {
            let summary = try await session.importer(under: lock).run(batch, options: options)
            outcome.fates.merge(fates(of: batch, summary)) { $1 }
            outcome.rowsSetAside = summary.tables.values.reduce(0) { $0 + $1.rowsQuarantined }
        } catch {
            switch error.code {
            case .noFiles: for path in batch { outcome.fates[path] = .rejected(Self.unknownName) }
            // A file that went away meanwhile is nobody's any more.
            case .missingPath, .duplicateFile: break
            case .interrupted, .store: throw CommandFailure(.store, error.message)
            }
        }
        try await session.rememberHistory()
        return outcome
    }

    private static let unknownName =
        "no raw table has files of this name; names begin with schedule_, team_boxscores_, player_boxscores_, shots_, "
        + "betting_lines_, inactives_ or props_, or are players or arenas"

    private var options: ImportOptions {
        var options = ImportOptions()
        options.command = "inbox"
        options.announcement = { run throws(WarehouseError) in
            try PipelineEvent("m-\(run.runID)", of: run).outboxEntry()
        }
        return options
    }

    private func fates(of paths: [String], _ summary: ImportSummary) -> [String: Fate] {
        let reports = Dictionary(summary.files.map { ($0.file, $0) }, uniquingKeysWith: { _, last in last })
        var fates: [String: Fate] = [:]
        for path in paths {
            guard let report = reports[Self.importedName(of: path)] else { continue }
            switch report.outcome {
            case .ignored: fates[path] = .rejected(Self.unknownName)
            case .rejected: fates[path] = .rejected(report.message ?? report.code ?? "it could not be read")
            case .read, .unchanged: fates[path] = .taken
            }
        }
        return fates
    }

    // As an import tells files apart.
    private static func importedName(of path: String) -> String {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return name.hasSuffix(".gz") ? String(name.dropLast(3)) : name
    }
}

/// Whether a file can be read.
private enum FileAccess {
    case readable, gone
    case refused(String)

    init(_ path: String) {
        if access(path, R_OK) == 0 {
            self = .readable
        } else if errno == ENOENT {
            self = .gone
        } else {
            self = .refused(strerror(errno).map { String(cString: $0) } ?? "error \(errno)")
        }
    }
}
