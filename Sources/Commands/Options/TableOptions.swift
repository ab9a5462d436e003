import ArgumentParser
import PipelineEngine
import PipelineModel

/// Which tables a command is about.
struct TableOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Comma-separated tables or job names.", valueName: "tables"))
    var table: String?

    @Option(help: ArgumentHelp("Comma-separated phases, 2 to 5.", valueName: "phases"))
    var phase: String?

    init() {}

    /// Whether the command line names tables or phases.
    var isExplicit: Bool { table != nil || phase != nil }

    /// The computed tables meant, in catalog order; all when none are named.
    ///
    /// - Throws: ``CommandFailure`` usage when an imported one is named, or there is none.
    func computed(_ catalog: Catalog) throws(CommandFailure) -> [TableName] {
        let named = try names(catalog)
        let imported = named.filter { catalog.step(for: $0) == nil }
        if let first = imported.first, table != nil || imported.count == named.count {
            let what = table != nil ? "\(first)" : "phase \(phase ?? "2")"
            throw .usage("\(what) is imported, not computed; 'backcourt run --list' lists what is computed")
        }
        return named.filter { catalog.step(for: $0) != nil }
    }

    /// The tables meant, imported ones included, in catalog order; all when none are named.
    ///
    /// - Throws: ``CommandFailure`` usage when there is none.
    func names(_ catalog: Catalog) throws(CommandFailure) -> [TableName] {
        let phases = try phases()
        let wanted = try table.map { text throws(CommandFailure) in try TableSpelling.tables(text, catalog) }
        let inPhases = catalog.tables.map(\.name).filter { name in
            phases.map { phases in catalog.entry(name).map { phases.contains($0.phase) } ?? false } ?? true
        }
        guard !inPhases.isEmpty else { throw .usage("phase \(phase ?? "") has no tables in this version") }
        let meant = inPhases.filter { wanted?.contains($0) ?? true }
        guard !meant.isEmpty else { throw .usage("\(table ?? "") is not of phase \(phase ?? "")") }
        return meant
    }

    private func phases() throws(CommandFailure) -> Set<Phase>? {
        guard let phase else { return nil }
        var phases: Set<Phase> = []
        for part in phase.split(separator: ",", omittingEmptySubsequences: false) {
            guard let number = Int(part), let phase = Phase(rawValue: number) else {
                throw .usage("'\(part)' is not a phase; write 2, 3, 4 or 5")
            }
            phases.insert(phase)
        }
        return phases
    }
}
