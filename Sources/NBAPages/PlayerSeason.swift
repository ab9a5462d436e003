internal import GameCalendar
internal import NBA
internal import PipelineModel

/// What is known of a player's season.
struct PlayerSeason: Sendable {
    let id: Int
    let name: String
    let season: Season
    /// His games, oldest first.
    let games: [PlayerGame]
    /// His predictions with what became of them, oldest first.
    let predictions: [PropPrediction]
    let grades: [PredictionKey: PredictionGrade]
    /// Where he shot from before his newest game; nil when nobody worked that out.
    let zones: PlayerShotZones?
    /// What circumstances did to his newest expected game.
    let factors: PlayerCompositeFactors?

    /// Reads it.
    init(_ id: Int, _ name: String?, _ season: Season, _ schedule: Schedule, _ reader: LeagueReader) async throws {
        (self.id, self.season) = (id, season)
        let dates = schedule.expectedDates(of: season).union(schedule.countingDates(of: season)).dates
        let isHis: KeyValuePairs<String, Cell> = ["player_id": .int(id)]
        let played = try await reader.rows(PlayerGame.self, where: isHis, on: dates)
        let games = dates.flatMap { played[$0] ?? [] }
        let factors = try await reader.rows(PlayerCompositeFactors.self, where: isHis, on: dates)
        // His games are known by then, those to come by what is prepared for them.
        var places: [GameDate: String] = [:]
        for row in factors.values.joined() { places[row.identity.gameDate] = row.identity.gameID }
        for game in games { places[game.identity.gameDate] = game.identity.gameID }
        var (predictions, grades): ([PropPrediction], [PredictionKey: PredictionGrade]) = ([], [:])
        var zones: PlayerShotZones?
        for (date, game) in places.sorted(by: { $0.key < $1.key }) {
            let isThis: KeyValuePairs<String, Cell> = ["game_id": .text(game), "player_id": .int(id)]
            predictions += try await reader.rows(PropPrediction.self, where: isThis, on: [date])[date] ?? []
            for grade in try await reader.rows(PredictionGrade.self, where: isThis, on: [date])[date] ?? [] {
                grades[PredictionKey(grade.gameID, grade.playerID, grade.system, grade.market)] = grade
            }
        }
        if let last = places.max(by: { $0.key < $1.key }) {
            let isThis: KeyValuePairs<String, Cell> = ["game_id": .text(last.value), "player_id": .int(id)]
            zones = try await reader.rows(PlayerShotZones.self, where: isThis, on: [last.key])[last.key]?.first
        }
        self.name = name ?? games.last?.player.playerName ?? "Player \(id)"
        self.factors = dates.last { factors[$0] != nil }.flatMap { factors[$0]?.last }
        (self.games, self.predictions, self.grades, self.zones) = (games, predictions, grades, zones)
    }
}
