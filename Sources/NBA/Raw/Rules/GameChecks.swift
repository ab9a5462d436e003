package import GameCalendar
package import PipelineModel

extension GameCheck {
    /// Every rule of level W over a game's box scores and shots.
    package static let all: [GameCheck] = [
        teamPair, minutesTotal, playerSum, starterCount, playerCount, secondsSum, shotsVsBox,
    ]

    /// team_pair: exactly two rows, one at home, opponents of each other, points mirrored.
    package static let teamPair = GameCheck(.teamPair, TeamBox.table.name) { sheet in
        let lines = sheet.teamLines
        guard !lines.isEmpty else { return [] }
        guard lines.count == 2 else { return [Finding("", "\(lines.count) rows instead of 2")] }
        let (a, b) = (lines[0], lines[1])
        guard a.isHome != b.isHome else {
            return [Finding("", "\(a.isHome ? "both teams are" : "no team is") listed at home")]
        }
        let home = a.isHome ? a : b
        guard home.teamAbbr == sheet.game.home else {
            return [Finding("", "\(home.teamAbbr) is listed at home, the schedule says \(sheet.game.home)")]
        }
        for (line, other) in [(a, b), (b, a)] where line.opponentAbbr != other.teamAbbr {
            return [Finding("", "the opponent of \(line.teamAbbr) is listed as \(line.opponentAbbr)")]
        }
        for (line, other) in [(a, b), (b, a)] where line.opponentPoints != other.counters.points {
            let found = "opponent_points of \(line.teamAbbr) are \(line.opponentPoints)"
            return [Finding("", "\(found), \(other.teamAbbr) scored \(other.counters.points)")]
        }
        return []
    }

    /// minutes_total: within 10 of the length of the game times five.
    package static let minutesTotal = GameCheck(.minutesTotal, TeamBox.table.name) { sheet in
        guard let overtimes = sheet.game.overtimePeriods else { return [] }
        let expected = 240 + 25 * overtimes
        return sheet.teamLines.compactMap { line in
            guard abs(line.minutesTotal - expected) > 10 else { return nil }
            return Finding(line.teamAbbr, "minutes_total \(line.minutesTotal), expected \(expected) ± 10")
        }
    }

    /// player_sum: for all fifteen counters the players add up to their team.
    package static let playerSum = GameCheck(.playerSum, PlayerBox.table.name) { sheet in
        sheet.forEachTeamWithPlayers { team, players in
            guard let line = sheet.line(of: team) else { return nil }
            var sums = [Int](repeating: 0, count: BoxCounters.names.count)
            for player in players {
                for (index, value) in player.counters.values.enumerated() { sums[index] += value }
            }
            let differing = zip(BoxCounters.names, zip(sums, line.counters.values)).filter { $0.1.0 != $0.1.1 }
            guard !differing.isEmpty else { return nil }
            return differing.map { "\($0.0): players \($0.1.0), team \($0.1.1)" }.joined(separator: "; ")
        }
    }

    /// starter_count: five starters a team.
    package static let starterCount = GameCheck(.starterCount, PlayerBox.table.name) { sheet in
        sheet.forEachTeamWithPlayers { _, players in
            let starters = players.count { $0.starter }
            return starters == 5 ? nil : "\(starters) starters instead of 5"
        }
    }

    /// player_count: at least five rows a team.
    package static let playerCount = GameCheck(.playerCount, PlayerBox.table.name) { sheet in
        guard !sheet.players.isEmpty else { return [] }
        return sheet.game.teams.compactMap { team in
            let rows = sheet.players.count { $0.teamAbbr == team }
            return rows >= 5 ? nil : Finding(team, "\(rows) players, expected at least 5")
        }
    }

    /// seconds_sum: within 60 of the length of the game times five.
    package static let secondsSum = GameCheck(.secondsSum, PlayerBox.table.name) { sheet in
        guard let expected = sheet.teamSeconds else { return [] }
        return sheet.forEachTeamWithPlayers { _, players in
            let seconds = players.reduce(0) { $0 + $1.secondsPlayed }
            return abs(seconds - expected) > 60 ? "\(seconds) seconds, expected \(expected) ± 60" : nil
        }
    }

    /// shots_vs_box: a team's shots are its attempts, makes and threes.
    package static let shotsVsBox = GameCheck(.shotsVsBox, Shot.table.name) { sheet in
        guard !sheet.shots.isEmpty else { return [] }
        return sheet.game.teams.compactMap { team in
            guard let box = sheet.line(of: team)?.counters else { return nil }
            let shots = sheet.shots.filter { $0.teamAbbr == team }
            let pairs = [
                ("attempts", shots.count, box.fgAttempts),
                ("makes", shots.count { $0.made }, box.fgMakes),
                ("three-point attempts", shots.count { $0.shotType == 3 }, box.threePtAttempts),
                ("three-point makes", shots.count { $0.shotType == 3 && $0.made }, box.threePtMakes),
            ]
            let differing = pairs.filter { $0.1 != $0.2 }
            guard !differing.isEmpty else { return nil }
            return Finding(team, differing.map { "\($0.0): shots \($0.1), box score \($0.2)" }.joined(separator: "; "))
        }
    }

    /// unscheduled_game: stored rows of `table` are of a game that the schedule does not list under `date`.
    package static func unscheduled(
        _ game: String, in table: TableName, on date: GameDate, importID: Int
    ) -> ImportIssue {
        var issue = ImportIssue()
        (issue.importID, issue.tableName) = (importID, table)
        (issue.gameID, issue.gameDate) = (game, date)
        issue.code = RawCode.unscheduledGame.rawValue
        issue.detail = "\(table) has rows of game \(game), which the schedule does not list under \(date)"
        return issue
    }

    /// unknown_arena: the arena of `game` is listed; not asked while no arena is.
    package static func unknownArena(
        in games: [ScheduledGame], arenas: Set<String>, importID: Int
    ) -> [ImportIssue] {
        guard !arenas.isEmpty else { return [] }
        return games.filter { !arenas.contains($0.venue.arena) }.map { game in
            var issue = ImportIssue()
            (issue.importID, issue.tableName) = (importID, ScheduledGame.table.name)
            (issue.gameID, issue.gameDate) = (game.identity.gameID, game.identity.gameDate)
            issue.code = RawCode.unknownArena.rawValue
            issue.detail = "'\(game.venue.arena)' is not among the arenas; travel to it stays unknown"
            return issue
        }
    }
}

extension GameSheet {
    /// What `body` says of each team that has players, the visitors first.
    fileprivate func forEachTeamWithPlayers(
        _ body: (String, [PlayerTally]) -> String?
    ) -> [GameCheck.Finding] {
        game.teams.compactMap { team in
            let players = players.filter { $0.teamAbbr == team }
            guard !players.isEmpty, let detail = body(team, players) else { return nil }
            return GameCheck.Finding(team, detail)
        }
    }
}
