import ArgumentParser
import GameCalendar
import NBA
import PipelineEngine
import PipelineModel
import PipelineRuntime
import RawImport

/// Loads raw files.
struct ImportCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Load raw CSV files, plain or gzip, into the workspace.",
        usage: "backcourt import [<options>] [<paths> ...]",
        discussion: """
            Files are recognised by name (schedule_*, team_boxscores_*, player_boxscores_*, shots_*, betting_lines_*, \
            inactives_*, props_*, players, arenas). Every row is checked; a row that breaks a rule is set aside with \
            its reason and line, and the rest loads. Only partitions whose content changed are replaced, so importing \
            again is cheap, and what depends on a change becomes stale. Without a path the workspace's inbox is read.

            Exits 1 when a file cannot be used, or when --strict finds a broken rule; then nothing changes.
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var format: FormatOptions

    @Argument(help: "Files and folders.")
    var paths: [String] = []

    @Option(help: ArgumentHelp("Only files of these tables, comma-separated.", valueName: "tables"))
    var table: String?

    @Flag(help: "Change nothing if any row breaks any rule.")
    var strict = false

    @Flag(help: "Check everything and write nothing.")
    var dryRun = false

    @Flag(help: "Read the stored rows first and load again what differs from its digest.")
    var checkData = false

    func execute() async throws -> ExitStatus {
        let session = try await Session.patient(workspace)
        let lock = dryRun ? try await SoleRight("import", of: session) : try await session.beginImport()
        defer { withExtendedLifetime(lock) {} }
        var summary = try await run(try await options(session), session, lock)
        if !dryRun, summary.isSuccess || !summary.isRefused {
            try await session.rememberHistory()
            summary.stalePartitions = try await stalePartitions(session)
            try? await session.store.checkpoint()
        }
        tellApart(summary)
        format.print(ImportOutput(summary: summary))
        return summary.isSuccess ? .success : .incomplete
    }

    // What a reader of the result must not miss.
    private func tellApart(_ summary: ImportSummary) {
        for file in summary.files where file.outcome == .rejected {
            workspace.tell("rejected \(file.file): \(file.message ?? file.code ?? "")")
        }
        for file in summary.files where file.outcome == .ignored && file.isNamed {
            workspace.tell("ignored \(file.file): \(file.message ?? "")")
        }
        let deleted = summary.tables.filter { $0.value.partitionsDeleted > 0 }.map { "\($0.key)" }.sorted()
        if !deleted.isEmpty {
            let count = summary.tables.values.reduce(0) { $0 + $1.partitionsDeleted }
            workspace.tell(
                "\(count) partitions of \(deleted.joined(separator: ", ")) were deleted: no file that fed them holds rows "
                    + "of their dates any more; import the files again that should")
        }
        let quarantined = summary.tables.values.reduce(0) { $0 + $1.rowsQuarantined }
        if quarantined > 0 {
            workspace.tell(
                "\(quarantined) rows were set aside; 'backcourt query \"SELECT * FROM import_quarantine\"' shows them")
        }
    }

    private func options(_ session: Session) async throws -> ImportOptions {
        var options = ImportOptions()
        options.tables = try table.map { text throws(CommandFailure) in
            try TableSpelling.tables(text, session.catalog)
        }
        if checkData {
            let names = session.catalog.entries.filter { $0.role.isSource }.map(\.name)
            var ledger = try await session.ledger()
            let doubt = try await ContentCheck(session, workspace.verbosity)
                .doubt(withdrawingFrom: &ledger, names)
            options.doubted = doubt.damaged
            if !dryRun { try await doubt.record(in: session) }
        }
        options.isStrict = strict
        options.isDryRun = dryRun
        options.command = Invocation.current.commandLine
        return options
    }

    private func run(_ options: ImportOptions, _ session: Session, _ right: SoleRight) async throws -> ImportSummary {
        let display = ProgressDisplay(workspace.verbosity)
        defer { display.end() }
        let importer = session.importer(under: right) { progress in
            display.tell(progress.finished.map(\.oneLine))
            display.show(WorkProgress(progress))
        }
        return try await Invocation.current.stoppable { try await load(importer, options) }
    }

    private func load(_ importer: Importer, _ options: ImportOptions) async throws -> ImportSummary {
        let inbox = "\(Workspace.directory(option: workspace.workspace))/inbox"
        do throws(ImportError) {
            return try await importer.run(paths.isEmpty ? [inbox] : paths, options: options)
        } catch {
            switch error.code {
            case .duplicateFile, .missingPath, .noFiles: throw CommandFailure.usage(error.message)
            case .interrupted: throw Invocation.current.signals.status
            case .store: throw CommandFailure(.store, error.message)
            }
        }
    }

    private func stalePartitions(_ session: Session) async throws -> Int {
        guard try await !session.schedule().days.isEmpty else { return 0 }
        var ledger = try await session.ledger()
        return session.catalog.steps.reduce(0) { count, step in
            count + ledger.expectedDates(of: step.entry).count { ledger.status(step.entry, on: $0) == .stale }
        }
    }
}
