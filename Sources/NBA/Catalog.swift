package import GameCalendar
package import PipelineModel

/// The NBA pipeline as one list: what import fills, what is projected from it, what is computed.
package enum NBACatalog {
    /// Tables that import fills, schedule first.
    package static let sources: [SourceTable] = [
        SourceTable(ScheduledGame.table, on: .expected, isRequired: true, isSchedule: true),
        SourceTable(TeamBox.table, on: .counting, isRequired: true),
        SourceTable(PlayerBox.table, on: .counting, isRequired: true),
        SourceTable(Shot.table, on: .counting, isRequired: false),
        SourceTable(GameLine.table, on: .expected, isRequired: false),
        SourceTable(PropLine.table, on: .expected, isRequired: false),
        SourceTable(InactiveListing.table, on: .expected, isRequired: false),
        SourceTable(PlayerReference.table, on: .single, isRequired: false),
        SourceTable(Arena.table, on: .single, isRequired: false),
    ]

    /// Parts of tables with a digest of their own.
    package static let projections: [any Projection.Type] = [
        SchedulePregame.self, SchedulePlayed.self, CountedGame.self, BoxSetMember.self, BoxName.self,
        PlayerPoints.self, ListedOut.self,
    ]

    /// Every processor for the whole league.
    package static let processors = league(of: Tricode.all)

    /// Every processor for a league of `teams`, in catalog order: within a phase and date, upstream first.
    package static func league(of teams: Set<String>) -> [any Processor] {
        [
            TeamOffenseProcessor(), TeamDefenseProcessor(), PlayerGameProcessor(), UpcomingTeamProcessor(),
            UpcomingPlayerProcessor(), TeamDefenseZonesProcessor(teams: teams), PlayerShotZonesProcessor(),
            CompositeFactorsProcessor(), PlayerDailyCacheProcessor(), FeatureStoreProcessor(),
        ] + predictions
    }

    /// Every processor of phase 5: features of line-ups, models, intervals, predictions, grades.
    package static let predictions: [any Processor] = [
        LineupFeatureProcessor(), TrainingProcessor(), IntervalProcessor(), PredictionProcessor(), GradeProcessor(),
    ]

    /// Columns that must derive from rows that exist.
    package static let contaminationRules: [any ContaminationRule] = [
        PaintAttemptsRule(), PaintShareRule(), MismatchRule(), UsageRule(), OpponentRatingRule(),
    ]

    /// The league calendar that a stored schedule describes.
    package static func calendar(of games: [CalendarGame]) -> Schedule {
        var counts: [GameDate: (season: Season, counting: Int, expected: Int)] = [:]
        for game in games {
            var day = counts[game.gameDate] ?? (Season(startYear: game.seasonYear), 0, 0)
            day.counting += game.countsForPipeline ? 1 : 0
            day.expected += game.isExpected ? 1 : 0
            counts[game.gameDate] = day
        }
        return Schedule(
            counts.map {
                Schedule.Day(
                    date: $0.key, season: $0.value.season, countingGames: $0.value.counting,
                    expectedGames: $0.value.expected)
            })
    }
}
