import GameCalendar
import NBA
import PipelineModel
import PipelineTesting

/// The rows that explanations name, looked up in computed tables.
final class EvidenceRows {
    /// One row of a table.
    struct Row {
        let table: TableDeclaration
        let date: GameDate
        let cells: [Cell]

        subscript(column: String) -> Cell { table.position(of: column).map { cells[$0] } ?? .null }
    }

    private let runner: DateRunner
    private let tables: [TableName: TableDeclaration]
    private var decoded: [Partition: [Row]] = [:]

    init(_ runner: DateRunner) {
        self.runner = runner
        let all = NBACatalog.sources.map(\.table) + NBACatalog.processors.map { $0.declaration }
        tables = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
    }

    /// The rows of a partition, in key order.
    func rows(of table: TableName, on date: GameDate) -> [Row] {
        if let rows = decoded[Partition(table, date)] { return rows }
        guard let declaration = tables[table], let content = runner.content(of: table, on: date) else { return [] }
        let rows = (0..<content.rowCount).map { Row(table: declaration, date: date, cells: content.cells(row: $0)) }
        decoded[Partition(table, date)] = rows
        return rows
    }

    /// What `source` names for `row`: the source's columns of each row that enters, oldest first.
    func values(_ source: EvidenceSource, for row: Row) -> [[Cell]] {
        let context = row["player_id"] == .null ? row : self.context(of: row)
        var found = dates(source.window, before: row.date).flatMap { rows(of: source.table, on: $0) }
            .filter { concerns($0, source.subject, row, context) }
        if let only = source.only { found.removeAll { $0[only.column] != only.value } }
        if case .last(let count) = source.window { found = Array(found.suffix(count)) }
        if let counting = source.counting { found.removeAll { $0[counting.column] != counting.value } }
        return found.map { row in source.columns.map { row[$0] } }
    }

    private func context(of row: Row) -> Row {
        rows(of: UpcomingPlayer.table.name, on: row.date).first {
            $0["game_id"] == row["game_id"] && $0["player_id"] == row["player_id"]
        } ?? row
    }

    private func dates(_ window: EvidenceSource.Window, before date: GameDate) -> [GameDate] {
        let lookback: Lookback =
            switch window {
            case .date: .none
            case .last, .season: .season
            case .seasons(let count): .seasons(count)
            case .days(let count): .days(count)
            }
        return lookback.window(
            before: date, on: runner.schedule, .expected, historyStart: runner.historyStart
        ).dates.dates
    }

    private func concerns(_ row: Row, _ subject: EvidenceSource.Subject, _ explained: Row, _ context: Row) -> Bool {
        func shares(_ columns: String...) -> Bool { columns.allSatisfy { row[$0] == explained[$0] } }
        return switch subject {
        case .game: shares("game_id")
        case .playerInGame: shares("game_id", "player_id")
        case .prediction: shares("game_id", "player_id", "system_id", "market")
        case .player: shares("player_id")
        case .teamInGame: shares("game_id") && row["team_abbr"] == context["team_abbr"]
        case .opponentInGame: shares("game_id") && row["team_abbr"] == context["opponent_abbr"]
        case .team: row["team_abbr"] == context["team_abbr"]
        case .playerAgainstOpponent: shares("player_id") && row["opponent_abbr"] == context["opponent_abbr"]
        case .opponentOnDate: row["team_abbr"] == context["opponent_abbr"]
        case .everyTeam: true
        case .teamSchedule: [row["away_team_abbr"], row["home_team_abbr"]].contains(context["team_abbr"])
        }
    }
}

extension Processor {
    /// The declaration of the table it writes.
    fileprivate var declaration: TableDeclaration { Output.table }
}
