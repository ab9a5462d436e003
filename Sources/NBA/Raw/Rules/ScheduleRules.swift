package import GameCalendar
import PipelineModel

extension ScheduledGame: RawRow {
    package var partitionDate: GameDate { identity.gameDate }
    package var scheduledGameID: String? { nil }

    package mutating func derive(from game: GameFacts?) {
        teams.away = Tricode.canonical(teams.away) ?? teams.away
        teams.home = Tricode.canonical(teams.home) ?? teams.home
        identity.seasonYear = Season(identity.season)?.startYear ?? 0
        let (year, month, day) = identity.gameDate.components
        identity.gameKey = "\(year * 10_000 + month * 100 + day)_\(teams.away)_\(teams.home)"
        let isFinal = result.gameStatus == GameStatus.final.rawValue
        if !isFinal { (result.awayScore, result.homeScore, result.overtimePeriods) = (nil, nil, nil) }
        result.countsForPipeline =
            isFinal && Self.countingTypes.contains(identity.seasonType)
            && Tricode.all.contains(teams.away) && Tricode.all.contains(teams.home)
    }

    package static let checks: [RowCheck<ScheduledGame>] = [
        RowCheck(.unknownTeam) { row, _ in
            let strangers = [row.teams.away, row.teams.home].filter { !Tricode.all.contains($0) }
            guard !strangers.isEmpty else { return nil }
            return "\(strangers.map { "'\($0)'" }.joined(separator: " and ")) is no team of the league"
        },
        RowCheck(.gameIDForm) { row, _ in
            if row.teams.away == row.teams.home { return "\(row.teams.away) plays against itself" }
            return GameIDForm.complaint(
                gameID: row.identity.gameID, season: row.identity.season, seasonType: row.identity.seasonType)
        },
    ]
}
