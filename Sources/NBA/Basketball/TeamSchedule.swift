package import GameCalendar
package import PipelineModel

/// A game's place in time: by date, then by id.
package struct GamePoint: Hashable, Comparable, Sendable {
    package let date: GameDate
    package let gameID: String

    /// The place of a game.
    package init(_ date: GameDate, _ gameID: String) {
        self.date = date
        self.gameID = gameID
    }

    /// Earlier games first.
    package static func < (left: GamePoint, right: GamePoint) -> Bool {
        left.date == right.date ? left.gameID < right.gameID : left.date < right.date
    }
}

extension SchedulePlayed {
    /// Counting games by team.
    package enum ByTeam: RowGrouping {
        package static func forEachEntity(of row: SchedulePlayed, _ body: (String) -> Void) {
            guard row.result.countsForPipeline else { return }
            body(row.teams.away)
            body(row.teams.home)
        }
    }
}

/// A team's counting games of a season before a date, as the schedule tells them.
package struct TeamSchedule {
    private let team: String
    private let date: GameDate
    private let games: EntityGames<SchedulePlayed.ByTeam>

    /// The games of `team` in `log`, which ends before `date`.
    package init(of team: String, before date: GameDate, in log: EntityLog<SchedulePlayed.ByTeam>) {
        self.team = team
        self.date = date
        games = log.games(of: team)
    }

    /// Games so far.
    package var count: Int { games.count }

    /// Where the newest `count` games start, or all of them when there are fewer; nil before the opener.
    package func start(ofNewest count: Int) -> GamePoint? {
        guard let first = games.newest(count).indices.first else { return nil }
        let window = games.newest(count)
        return GamePoint(window[first].identity.gameDate, window[first].identity.gameID)
    }

    // Own minus opponent points; NULL without a score.
    private func margin(at index: Int) -> Int? {
        guard let home = games[index].result.homeScore, let away = games[index].result.awayScore else { return nil }
        return games[index].teams.home == team ? home - away : away - home
    }

    private func games(inLast days: Int) -> EntityGames<SchedulePlayed.ByTeam> {
        games.suffix { $0.identity.gameDate >= date - days }
    }
}

extension TeamSchedule {
    // Fewer decided games than this give no winning share.
    private static let winPctGames = 5

    /// Rest, streaks and record entering the date.
    package func form() -> TeamForm {
        var form = TeamForm()
        form.gameNumberInSeason = 1 + count
        form.gamesInLast7Days = games(inLast: 7).count
        form.gamesInLast14Days = games(inLast: 14).count
        guard count > 0 else { return form }
        let sinceLast = date - games[count - 1].identity.gameDate
        form.daysSinceLastGame = sinceLast
        form.daysRest = sinceLast - 1
        form.backToBack = sinceLast == 1
        form.lastGameMargin = margin(at: count - 1)
        form.winStreakEntering = streak { $0 > 0 }
        form.lossStreakEntering = streak { $0 < 0 }
        fillRecord(&form)
        return form
    }

    private func streak(_ continues: (Int) -> Bool) -> Int {
        var length = 0
        while length < count, let margin = margin(at: count - 1 - length), continues(margin) { length += 1 }
        return length
    }

    private func fillRecord(_ form: inout TeamForm) {
        for index in 0..<count {
            guard let margin = margin(at: index) else { continue }
            form.seasonWins += margin > 0 ? 1 : 0
            form.seasonLosses += margin < 0 ? 1 : 0
        }
        let decided = form.seasonWins + form.seasonLosses
        if decided >= Self.winPctGames { form.teamWinPct = Double(form.seasonWins) / Double(decided) }
    }
}

extension TeamSchedule {
    /// The way to a game in `arena`, and the travel behind the team.
    package func travel(to arena: String, isHome: Bool, on map: TravelMap) -> TeamTravel {
        var travel = TeamTravel()
        if count > 0 {
            travel.travelMiles = map.miles(from: games[count - 1].venue.arena, to: arena)
            travel.timeZoneChange = map.zoneChange(from: games[count - 1].venue.arena, to: arena, on: date)
        }
        for index in (count - games(inLast: 14).count)..<count where index > 0 {
            travel.travelMilesLast14Days +=
                map.miles(from: games[index - 1].venue.arena, to: games[index].venue.arena) ?? 0
        }
        if !isHome {
            var away = 0
            while away < count, games[count - 1 - away].teams.away == team { away += 1 }
            travel.consecutiveRoadGames = away + 1
        }
        return travel
    }
}
