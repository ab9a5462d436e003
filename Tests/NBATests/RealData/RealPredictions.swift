import GameCalendar
import NBA
import PipelineModel
import PipelineTesting

/// What the systems predict over the three seasons, and how far off they are; of the learned ones points alone.
struct RealPredictions: Sendable {
    private static let games: Set = ["0022100169", "0022300566"]
    private(set) var accuracy: [PredictionSystem: [Market: Accuracy]] = [:]
    /// Graded points of learned systems, by system and season.
    private(set) var intervals: [PredictionSystem: [String: Coverage]] = [:]
    /// Every prediction of two games.
    private(set) var vectors: [PredictionKey: PropPrediction] = [:]
    /// The features of line-ups of those games.
    private(set) var lineups: [PlayerGameKey: LineupFeatureRow] = [:]
    /// Tables of a date that differ when results of the date are others.
    private(set) var leaks: [TableName] = []

    /// How many outcomes lay within their interval.
    struct Coverage: Sendable {
        var count = 0
        var within = 0
        var share: Double { Double(within) / Double(count) }
    }

    init() {}

    /// Predicts every date of `runner`, which holds the tables of phases 3 and 4.
    init(_ runner: DateRunner) throws {
        let trainer = TrainingProcessor(markets: [.points])
        let openings = Set(runner.schedule.monthOpenings())
        for date in runner.schedule.countingDates {
            try runner.run(LineupFeatureProcessor(), on: date)
            if openings.contains(date) {
                try runner.run(trainer, on: date)
                try runner.run(IntervalProcessor(), on: date)
            }
            for row in runner.rows(LineupFeatureRow.self, on: date) where Self.games.contains(row.identity.gameID) {
                lineups[PlayerGameKey(row.identity.gameID, row.identity.playerID)] = row
            }
            try predict(date, runner)
        }
        try proveNoLeak(runner)
    }

    private mutating func predict(_ date: GameDate, _ runner: DateRunner) throws {
        let processor = PredictionProcessor()
        let results = RowsByGame(runner.rows(ResultLine.self, on: date), game: \.gameID)
        let season = runner.schedule.season(of: date)?.description ?? ""
        var grades: [PredictionGrade] = []
        for row in try processor.rows(for: date, from: runner.upstream(of: processor, on: date)).rows {
            if Self.games.contains(row.gameID) {
                vectors[PredictionKey(row.gameID, row.playerID, row.system, row.market)] = row
            }
            guard row.system != .ensemble, !row.system.isLearned || row.market == .points else { continue }
            let grade = PredictionGrade(of: row, results[row.gameID].first { $0.playerID == row.playerID }, nil)
            accuracy[row.system, default: [:]][row.market, default: Accuracy()].add(grade, of: .p5)
            guard grade.populationP5, row.market == .points else { continue }
            if let isWithin = grade.withinInterval {
                intervals[row.system, default: [:]][season, default: Coverage()].count += 1
                intervals[row.system, default: [:]][season, default: Coverage()].within += isWithin ? 1 : 0
            }
            if row.system.isLearned || row.system == .movingAverage { grades.append(grade) }
        }
        try runner.store(grades, dated: \.gameDate)
    }

    // Other results, and nobody dressed and not used: features and predictions of the date stay as they are.
    private mutating func proveNoLeak(_ runner: DateRunner) throws {
        guard let date = GameDate("2021-12-15") else { return }
        let features = runner.content(of: LineupFeatureRow.table.name, on: date)
        let predictions = try runner.evaluate(PredictionProcessor(), on: date).content
        var players = runner.rows(PlayerGame.self, on: date)
        for index in players.indices {
            players[index].counters.points = 90 - players[index].counters.points
            players[index].minutesPlayed = 60 - players[index].minutesPlayed
            players[index].starterFlag.toggle()
        }
        players.removeAll { $0.player.playerID % 3 == 0 }
        try runner.store(players, dated: \.identity.gameDate)
        var teams = runner.rows(TeamOffenseGame.self, on: date)
        for index in teams.indices { teams[index].counters.points += 40 * (index % 2) }
        try runner.store(teams, dated: \.identity.gameDate)
        let listed = runner.rows(InactiveListing.self, on: date).filter { $0.status == InactiveListing.inactive }
        try runner.store(listed, dated: \.gameDate)
        if try runner.run(LineupFeatureProcessor(), on: date).content != features {
            leaks.append(LineupFeatureRow.table.name)
        }
        if try runner.evaluate(PredictionProcessor(), on: date).content != predictions {
            leaks.append(PropPrediction.table.name)
        }
    }
}
