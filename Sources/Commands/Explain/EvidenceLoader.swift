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
        let place = try await ExplainedPlace(of: row, session.store)
        for source in derivation.sources { evidence.append(try await load(source, for: place)) }
        return evidence
    }

    /// Where `value` comes from when it is only taken over, and so on to the first value that is worked out.
    func origins(of value: ExplainedValue) async throws -> [ExplainedValue] {
        guard let name = value.derivation.copied, let evidence = value.evidence.first, evidence.list.rows.count == 1,
            let derivation = Explanations.derivation(of: name, in: evidence.source.table)
        else { return [] }
        let table = try TableSpelling.declaration(evidence.source.table.rawValue, session.catalog)
        let key = table.key.compactMap { evidence.list.columns.firstIndex(of: $0) }
            .map { evidence.list.rows[0][$0].description }
        let row = try await StoredRow.find(key, in: table, on: value.row.date, session.store)
        let origin = ExplainedValue(
            row: row, column: name, derivation: derivation, evidence: try await self.evidence(derivation, for: row))
        return [origin] + (try await origins(of: origin))
    }

    private func load(_ source: EvidenceSource, for row: ExplainedPlace) async throws -> Evidence {
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
        if let counting = source.counting, let position = table.position(of: counting.column) {
            rows = rows.filter { $0[position] == counting.value }
        }
        let all = ResultList(columns: table.columns.map(\.name), rows: rows)
        var shown = table.key + source.columns.filter { !table.key.contains($0) }
        if let date = table.partitionColumn, !shown.contains(date) { shown.insert(date, at: 0) }
        return Evidence(source: source, list: all.only(shown), values: all.only(source.columns).rows)
    }

    // A team's window counts games of the schedule, whether or not upstream has their rows.
    private func playedGames(_ source: EvidenceSource, _ row: ExplainedPlace) async throws -> Set<String>? {
        guard source.subject == .team, case .last = source.window else { return nil }
        let games = EvidenceSource(
            ScheduledGame.table.name, .teamSchedule, source.window, ["game_id"],
            only: .init(column: "counts_for_pipeline", value: .bool(true)))
        return Set(try await load(games, for: row).values.compactMap { $0.first?.description })
    }

    private func dates(_ window: EvidenceSource.Window, _ date: GameDate, _ table: TableName) -> [GameDate] {
        guard let entry = session.catalog.position(of: table) else { return [] }
        let calendar = session.catalog.entries[entry].calendar
        let lookback: Lookback =
            switch window {
            case .date: .none
            case .last, .season: .season
            case .seasons(let count): .seasons(count)
            case .days(let count): .days(count)
            }
        let facts = ledger.facts
        return Array(
            lookback.window(before: date, on: facts.schedule, calendar, historyStart: facts.history.lowerBound).dates)
    }
}

/// Whom a row is about: what its table does not say is taken from the player's context.
private struct ExplainedPlace {
    let date: GameDate
    let game: Cell
    let team: Cell
    let opponent: Cell
    let player: Cell
    let system: Cell
    let market: Cell

    init(of row: StoredRow, _ store: any Store) async throws {
        (date, game, player) = (row.date, row["game_id"], row["player_id"])
        (system, market) = (row["system_id"], row["market"])
        var context: StoredRow?
        if row["team_abbr"] == .null, player != .null {
            let key = [game, player].map(\.description)
            // Whoever was predicted and then left the list has none any more.
            context = try? await StoredRow.find(key, in: UpcomingPlayer.table, on: date, store)
        }
        (team, opponent) = ((context ?? row)["team_abbr"], (context ?? row)["opponent_abbr"])
    }
}

/// Tells which rows of a source concern the row explained.
private struct RowMatch {
    private var tests: [(position: Int, value: Cell)] = []
    private var either: [Int] = []
    private var team = Cell.null

    init(_ source: EvidenceSource, _ row: ExplainedPlace, _ table: TableDeclaration) {
        func test(_ column: String, is value: Cell) {
            if let position = table.position(of: column) { tests.append((position, value)) }
        }
        switch source.subject {
        case .game: test("game_id", is: row.game)
        case .teamInGame:
            test("game_id", is: row.game)
            test("team_abbr", is: row.team)
        case .opponentInGame:
            test("game_id", is: row.game)
            test("team_abbr", is: row.opponent)
        case .playerInGame:
            test("game_id", is: row.game)
            test("player_id", is: row.player)
        case .prediction:
            test("game_id", is: row.game)
            test("player_id", is: row.player)
            test("system_id", is: row.system)
            test("market", is: row.market)
        case .team: test("team_abbr", is: row.team)
        case .player: test("player_id", is: row.player)
        case .playerAgainstOpponent:
            test("player_id", is: row.player)
            test("opponent_abbr", is: row.opponent)
        case .opponentOnDate: test("team_abbr", is: row.opponent)
        case .everyTeam: break
        case .teamSchedule:
            team = row.team
            either = ["away_team_abbr", "home_team_abbr"].compactMap { table.position(of: $0) }
        }
        if let only = source.only { test(only.column, is: only.value) }
    }

    func accepts(_ cells: [Cell]) -> Bool {
        tests.allSatisfy { cells[$0.position] == $0.value }
            && (either.isEmpty || either.contains { cells[$0] == team })
    }
}
