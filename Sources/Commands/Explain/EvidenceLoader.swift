import GameCalendar
import NBA
import PipelineEngine
import PipelineModel

/// The rows of one source that enter a formula.
struct Evidence {
    let source: EvidenceSource
    /// Date, key and the source's columns.
    let list: ResultList
    /// The source's columns alone, for calculating.
    let values: [[Cell]]
}

/// Reads the rows a derivation names.
struct EvidenceLoader {
    // Dates read at once.
    private static let datesPerRead = 50

    let session: Session
    let ledger: Ledger

    /// The evidence of each source of `derivation`, for the row explained.
    func evidence(_ derivation: Derivation, for row: StoredRow) async throws -> [Evidence] {
        var evidence: [Evidence] = []
        for source in derivation.sources { evidence.append(try await load(source, for: row)) }
        return evidence
    }

    private func load(_ source: EvidenceSource, for row: StoredRow) async throws -> Evidence {
        let table = try TableSpelling.declaration(source.table.rawValue, session.catalog)
        let played = try await playedGames(source, row)
        let match = RowMatch(source, row, table)
        var rows: [[Cell]] = []
        let dates = dates(source.window, row.date, table.name)
        for start in stride(from: 0, to: dates.count, by: Self.datesPerRead) {
            let chunk = Array(dates[start..<min(start + Self.datesPerRead, dates.count)])
            let contents = try await session.store.contents(of: StoredColumns(table), on: chunk)
            for content in chunk.compactMap({ contents[$0] }) {
                rows += (0..<content.rowCount).map(content.cells).filter(match.accepts)
            }
        }
        if let played, let position = table.position(of: "game_id") {
            rows = rows.filter { played.contains($0[position].description) }
        }
        if case .last(let count) = source.window { rows = Array(rows.suffix(count)) }
        let all = ResultList(columns: table.columns.map(\.name), rows: rows)
        var shown = table.key + source.columns.filter { !table.key.contains($0) }
        if let date = table.partitionColumn, !shown.contains(date) { shown.insert(date, at: 0) }
        return Evidence(source: source, list: all.only(shown), values: all.only(source.columns).rows)
    }

    // A team's window counts games of the schedule, whether or not upstream has their rows.
    private func playedGames(_ source: EvidenceSource, _ row: StoredRow) async throws -> Set<String>? {
        guard source.subject == .team, case .last = source.window else { return nil }
        let games = EvidenceSource(
            ScheduledGame.table.name, .teamSchedule, source.window, ["game_id"],
            only: .init(column: "counts_for_pipeline", value: .bool(true)))
        return Set(try await load(games, for: row).values.compactMap { $0.first?.description })
    }

    private func dates(_ window: EvidenceSource.Window, _ date: GameDate, _ table: TableName) -> [GameDate] {
        guard let entry = session.catalog.position(of: table) else { return [] }
        let season = ledger.facts.schedule.season(of: date)
        let before = ledger.expectedDates(of: entry).before(date).filter {
            ledger.facts.schedule.season(of: $0) == season
        }
        return switch window {
        case .date: [date]
        case .last, .season: before
        case .days(let count): before.filter { $0 >= date - count }
        }
    }
}

/// Tells which rows of a source concern the row explained.
private struct RowMatch {
    private var tests: [(position: Int, value: Cell)] = []
    private var either: [Int] = []
    private var team = Cell.null

    init(_ source: EvidenceSource, _ row: StoredRow, _ table: TableDeclaration) {
        func test(_ column: String, is value: Cell) {
            if let position = table.position(of: column) { tests.append((position, value)) }
        }
        switch source.subject {
        case .game, .teamInGame, .opponentInGame, .playerInGame: test("game_id", is: row["game_id"])
        case .team, .player, .teamSchedule: break
        }
        switch source.subject {
        case .game: break
        case .team, .teamInGame: test("team_abbr", is: row["team_abbr"])
        case .opponentInGame: test("team_abbr", is: row["opponent_abbr"])
        case .player, .playerInGame: test("player_id", is: row["player_id"])
        case .teamSchedule:
            team = row["team_abbr"]
            either = ["away_team_abbr", "home_team_abbr"].compactMap { table.position(of: $0) }
        }
        if let only = source.only { test(only.column, is: only.value) }
    }

    func accepts(_ cells: [Cell]) -> Bool {
        tests.allSatisfy { cells[$0.position] == $0.value }
            && (either.isEmpty || either.contains { cells[$0] == team })
    }
}
