import ArgumentParser
import GameCalendar
import NBA
import PipelineEngine
import PipelineModel
import PipelineRuntime

/// Tells why a number is what it is.
struct ExplainCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Tell why one stored number is what it is: rows, formula, result.",
        usage: "backcourt explain [<options>] <table> <key> ... <column>",
        discussion: """
            Name the table, the values of its key in the key's order, and the column. The date is found from the game \
            id; tables without one in their key need --date. The rows that enter the formula are listed, the value is \
            computed again, by the formula where rows decide and by the processor always, and compared with the \
            stored one. Exits 1 when they differ.

            Example: Nikola Jokić's scoring before 2024-01-16
              backcourt explain upcoming_player_game_context 0022300566 203999 points_avg_last_10
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var format: FormatOptions

    @Argument(help: ArgumentHelp("Table, key values, column.", valueName: "table key column"))
    var words: [String]

    @Option(help: ArgumentHelp("The game date, when the key does not tell it.", valueName: "date"))
    var date: GameDate?

    func validate() throws {
        if words.count < 3 { throw ValidationError("Give a table, the values of its key, and a column.") }
    }

    func execute() async throws -> ExitStatus {
        let session = try Session(workspace)
        let name = try TableSpelling.table(words[0], session.catalog)
        let table = try TableSpelling.declaration(name.rawValue, session.catalog)
        let column = words[words.count - 1]
        guard let derivation = Explanations.derivation(of: column, in: name) else {
            throw unexplained(column, table)
        }
        let row = try await StoredRow.find(
            Array(words[1..<(words.count - 1)]), in: table, on: date, session.store)
        let ledger = try await session.ledger()
        let loader = EvidenceLoader(session: session, ledger: ledger)
        let evidence = try await loader.evidence(derivation, for: row)
        let value = ExplainedValue(row: row, column: column, derivation: derivation, evidence: evidence)
        let rehearsal = try await WhatIf(store: session.store, catalog: session.catalog)
            .rows(of: Partition(name, row.date), ledger)
        let output = ExplainOutput(
            value: value, origins: try await loader.origins(of: value),
            recomputed: rehearsal.content.map { row.value(of: column, in: $0) },
            obstacle: rehearsal.plan.exclusions.first.map { "\($0.reason.code) \($0.reason.detail)" },
            frozenAt: ledger.facts.store.states[Partition(name, row.date)].flatMap {
                ledger.isFrozen($0) ? $0.frozenAt : nil
            })
        format.print(output)
        return output.isConfirmed ? .success : .incomplete
    }

    private func unexplained(_ column: String, _ table: TableDeclaration) -> CommandFailure {
        guard table.position(of: column) != nil else {
            return .usage("\(table.name) has no column '\(column)'; 'backcourt schema \(table.name)' lists them")
        }
        let known = Explanations.tables.keys.sorted().map(\.rawValue).joined(separator: ", ")
        return .usage("\(table.name) is not explained; explained are \(known)")
    }
}
