import GameCalendar
import NBA
import PipelineModel

/// What the rules over whole games say of one partition.
struct Judgement: Sendable {
    var missing = 0
    var surplus = 0
    var issues: [ImportIssue] = []
}

/// Holds partitions against the schedule: expected keys, and the rules of level W.
struct PartitionJudge: Sendable {
    let schedule: ScheduleIndex
    let arenas: Set<String>
    let importID: Int

    init(_ context: ImportContext) {
        schedule = context.schedule
        arenas = context.arenas
        importID = context.importID
    }

    /// Judges the partition of `table` for `date`.
    ///
    /// - Parameter teamLines: the date's team box score, which players and shots are held against.
    func judge(
        _ table: RawTable, _ date: GameDate, _ content: PartitionContent, teamLines: [TeamBox]
    ) -> Judgement {
        switch table.name {
        case Arena.table.name, PlayerReference.table.name: return Judgement()
        case ScheduledGame.table.name:
            let games = ScheduledGame.rows(from: content)
            return Judgement(issues: GameCheck.unknownArena(in: games, arenas: arenas, importID: importID))
        case TeamBox.table.name: return teams(TeamBox.rows(from: content), date)
        case PlayerBox.table.name: return players(PlayerTally.rows(from: content), date, teamLines)
        case Shot.table.name: return shots(ShotMark.rows(from: content), date, teamLines)
        default: return Judgement(surplus: unscheduled(content, date))
        }
    }

    private func teams(_ lines: [TeamBox], _ date: GameDate) -> Judgement {
        var judgement = Judgement()
        let lineKeys = Set(lines.map { GameTeam($0.game.gameID, $0.teamAbbr) })
        let expected = expectedTeams(date)
        judgement.missing = expected.subtracting(lineKeys).count
        judgement.surplus = lines.count { !expected.contains(GameTeam($0.game.gameID, $0.teamAbbr)) }
        judgement.issues = issues(TeamBox.table.name, date) { game in
            var sheet = GameSheet(game)
            sheet.teamLines = lines.filter { $0.game.gameID == game.gameID }
            return sheet
        }
        judgement.issues += unscheduled(Set(lines.map(\.game.gameID)), TeamBox.table.name, date)
        return judgement
    }

    private func players(_ tallies: [PlayerTally], _ date: GameDate, _ teamLines: [TeamBox]) -> Judgement {
        var judgement = Judgement()
        let expected = expectedTeams(date)
        var counts: [GameTeam: Int] = [:]
        for tally in tallies { counts[GameTeam(tally.gameID, tally.teamAbbr), default: 0] += 1 }
        judgement.missing = expected.reduce(0) { $0 + max(0, 5 - (counts[$1] ?? 0)) }
        judgement.surplus = counts.reduce(0) { $0 + (expected.contains($1.key) ? 0 : $1.value) }
        let byGame = Dictionary(grouping: tallies, by: \.gameID)
        judgement.issues = issues(PlayerBox.table.name, date) { game in
            var sheet = GameSheet(game)
            sheet.teamLines = teamLines.filter { $0.game.gameID == game.gameID }
            sheet.players = byGame[game.gameID] ?? []
            return sheet
        }
        judgement.issues += unscheduled(Set(byGame.keys), PlayerBox.table.name, date)
        return judgement
    }

    private func shots(_ marks: [ShotMark], _ date: GameDate, _ teamLines: [TeamBox]) -> Judgement {
        var judgement = Judgement()
        let byGame = Dictionary(grouping: marks, by: \.gameID)
        judgement.surplus = byGame.reduce(0) { $0 + (schedule[$1.key]?.date == date ? 0 : $1.value.count) }
        judgement.issues = issues(Shot.table.name, date) { game in
            var sheet = GameSheet(game)
            sheet.teamLines = teamLines.filter { $0.game.gameID == game.gameID }
            sheet.shots = byGame[game.gameID] ?? []
            return sheet
        }
        judgement.issues += unscheduled(Set(byGame.keys), Shot.table.name, date)
        return judgement
    }

    // Stored games that the schedule no longer lists under `date`.
    private func unscheduled(_ games: Set<String>, _ table: TableName, _ date: GameDate) -> [ImportIssue] {
        games.sorted().filter { schedule[$0]?.date != date }.map { game in
            GameCheck.unscheduled(game, in: table, on: date, importID: importID)
        }
    }

    // Rows whose game the schedule does not list under `date`.
    private func unscheduled(_ content: PartitionContent, _ date: GameDate) -> Int {
        guard let position = content.columns.firstIndex(where: { $0.name == "game_id" }) else { return 0 }
        return (0..<content.rowCount).count { row in
            guard case .text(let game) = content.cells(row: row)[position] else { return true }
            return schedule[game]?.date != date
        }
    }

    private func expectedTeams(_ date: GameDate) -> Set<GameTeam> {
        Set(schedule.countingGames(on: date).flatMap { game in game.teams.map { GameTeam(game.gameID, $0) } })
    }

    private func issues(
        _ table: TableName, _ date: GameDate, _ sheet: (GameFacts) -> GameSheet
    ) -> [ImportIssue] {
        let checks = GameCheck.all.filter { $0.table == table }
        return schedule.games(on: date).flatMap { game in
            let sheet = sheet(game)
            return checks.flatMap { $0.issues(in: sheet, importID: importID) }
        }
    }
}

/// A team's side of a game.
private struct GameTeam: Hashable {
    let game: String
    let team: String

    init(_ game: String, _ team: String) {
        (self.game, self.team) = (game, team)
    }
}
