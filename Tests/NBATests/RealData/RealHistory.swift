import Foundation
import GameCalendar
import NBA
import PipelineModel
import PipelineTesting
import Testing

/// The three seasons of the reference data, where that data is at hand.
enum RealData {
    /// `BACKCOURT_TEST_DATA`, else the folder `shared/data` beside the package; nil when neither exists.
    static let folder: String? = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let beside = root.deletingLastPathComponent().appendingPathComponent("shared/data").path
        let named = ProcessInfo.processInfo.environment["BACKCOURT_TEST_DATA"]
        return [named, beside].compactMap { $0 }.first { FileManager.default.fileExists(atPath: "\($0)/arenas.csv.gz") }
    }()
}

/// Every table over the three seasons, computed once per process.
struct RealHistory: Sendable {
    static let shared = Task { try RealHistory() }

    let offenses: [TeamOffenseGame]
    let defenses: [TeamDefenseGame]
    let players: [PlayerGame]
    let teams: [UpcomingTeam]
    let contexts: [UpcomingPlayer]
    let defenseZones: [TeamDefenseZones]
    let shotZones: [PlayerShotZones]
    let factors: [PlayerCompositeFactors]
    let caches: [PlayerDailyCache]
    let features: [FeatureRow]
    let predictions: RealPredictions
    /// Partitions whose keys are not the expected ones.
    let keysDiffer: [Partition]

    init() throws {
        let loader = RawLoader(folder: try #require(RealData.folder))
        let seasons = ["2021-22", "2022-23", "2023-24"]
        let games = try seasons.flatMap { try loader.schedule($0) }
        let calendar = NBACatalog.calendar(of: games.map(CalendarGame.init))
        let runner = DateRunner(schedule: calendar)
        try runner.store(games, dated: \.identity.gameDate)
        try runner.store(reference: try loader.arenas())
        let tricodes = try loader.tricodes("2021-22")
        for season in seasons {
            try runner.store(try loader.teamBoxes(season), dated: \.game.gameDate)
            try runner.store(try loader.playerBoxes(season), dated: \.game.gameDate)
            try runner.store(try loader.shots(season, tricodes: tricodes) { _ in true }, dated: \.gameDate)
            try runner.store(try loader.lines(season), dated: \.gameDate)
            try runner.store(try loader.inactives(season), dated: \.gameDate)
        }
        let dates = calendar.countingDates
        var keysDiffer: [Partition] = []
        for processor in NBACatalog.processors where processor.phase <= .precompute {
            for date in dates {
                let keys = try runner.run(processor, on: date).keys
                if !keys.missing.isEmpty || !keys.surplus.isEmpty {
                    keysDiffer.append(Partition(processor.table, date))
                }
            }
        }
        self.keysDiffer = keysDiffer
        offenses = dates.flatMap { runner.rows(TeamOffenseGame.self, on: $0) }
        defenses = dates.flatMap { runner.rows(TeamDefenseGame.self, on: $0) }
        players = dates.flatMap { runner.rows(PlayerGame.self, on: $0) }
        teams = dates.flatMap { runner.rows(UpcomingTeam.self, on: $0) }
        contexts = dates.flatMap { runner.rows(UpcomingPlayer.self, on: $0) }
        defenseZones = dates.flatMap { runner.rows(TeamDefenseZones.self, on: $0) }
        shotZones = dates.flatMap { runner.rows(PlayerShotZones.self, on: $0) }
        factors = dates.flatMap { runner.rows(PlayerCompositeFactors.self, on: $0) }
        caches = dates.flatMap { runner.rows(PlayerDailyCache.self, on: $0) }
        features = dates.flatMap { runner.rows(FeatureRow.self, on: $0) }
        predictions = try RealPredictions(runner)
    }
}
