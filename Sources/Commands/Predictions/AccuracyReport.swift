import GameCalendar
import NBA
import PipelineModel

/// How good predictions were, by whatever they can be told apart by before a game.
struct AccuracyReport {
    // Dates read at once, so that memory stays bounded.
    private static let datesPerRead = 30
    let population: Population
    let systems: [PredictionSystem]
    let markets: [Market]

    /// A system and a market.
    struct Subject: Hashable {
        let system: PredictionSystem
        let market: Market
    }

    /// A subject and one value of what it is told apart by.
    struct Slice: Hashable {
        let subject: Subject
        let label: String
    }

    private(set) var lines: LineComparison
    private(set) var whole: [Subject: Accuracy] = [:]
    private(set) var bySeason: [Slice: Accuracy] = [:]
    private(set) var byPhase: [Slice: Accuracy] = [:]
    private(set) var byTier: [Slice: Accuracy] = [:]
    private(set) var byConfidence: [Slice: Accuracy] = [:]

    init(_ population: Population, _ systems: [PredictionSystem], _ markets: [Market]) {
        (self.population, self.systems, self.markets) = (population, systems, markets)
        lines = LineComparison(population, systems)
    }

    /// Takes in the grades of `dates`.
    mutating func read(_ dates: DateSet, _ session: Session) async throws {
        let schedule = try await session.schedule()
        for start in stride(from: 0, to: dates.count, by: Self.datesPerRead) {
            let chunk = Array(dates.dates[start..<min(start + Self.datesPerRead, dates.count)])
            let grades = try await session.store.contents(of: PredictionGrade.stored, on: chunk)
            let standings = try await session.store.contents(of: PlayerStanding.stored, on: chunk)
            let phases = try await session.store.contents(of: ContextPhase.stored, on: chunk)
            for date in chunk {
                guard let rows = grades[date].map(PredictionGrade.rows(from:)) else { continue }
                let season = schedule.season(of: date)?.description ?? ""
                var players = PlayersOfDate(
                    standings[date].map(PlayerStanding.rows(from:)) ?? [],
                    phases[date].map(ContextPhase.rows(from:)) ?? [])
                for row in rows { add(row, season, &players) }
                lines.finish()
            }
        }
    }

    private mutating func add(_ grade: PredictionGrade, _ season: String, _ players: inout PlayersOfDate) {
        let subject = Subject(system: grade.system, market: grade.market)
        guard systems.contains(grade.system), markets.contains(grade.market) else { return }
        lines.add(grade)
        whole[subject, default: Accuracy()].add(grade, of: population)
        bySeason[Slice(subject: subject, label: season), default: Accuracy()].add(grade, of: population)
        guard grade.status == .void || grade.error != nil else { return }
        let player = players.find(grade.gameID, grade.playerID)
        byPhase[Slice(subject: subject, label: player.phase), default: Accuracy()].add(grade, of: population)
        byTier[Slice(subject: subject, label: player.tier), default: Accuracy()].add(grade, of: population)
        if let decile = grade.confidenceDecile {
            let slice = Slice(subject: subject, label: "\(decile)")
            byConfidence[slice, default: Accuracy()].add(grade, of: population)
        }
    }
}

/// What is told apart of the players of a date; grades come in the same order.
private struct PlayersOfDate {
    private let standings: [PlayerStanding]
    private let phases: [ContextPhase]
    private var place = 0

    init(_ standings: [PlayerStanding], _ phases: [ContextPhase]) {
        (self.standings, self.phases) = (standings, phases)
    }

    mutating func find(_ game: String, _ player: Int) -> (tier: String, phase: String) {
        for step in 0..<standings.count {
            let index = (place + step) % standings.count
            guard standings[index].playerID == player, standings[index].gameID == game else { continue }
            place = index
            let isSame = index < phases.count && phases[index].playerID == player && phases[index].gameID == game
            let phase = isSame ? phases[index] : phases.first { $0.playerID == player && $0.gameID == game }
            return (standings[index].tier, phase?.seasonPhase.rawValue ?? "")
        }
        return ("", "")
    }
}

/// How much a player scored before a game.
struct PlayerStanding: NarrowRow {
    typealias Whole = PlayerDailyCache
    var gameID = ""
    var playerID = 0
    var pointsAvgSeason: Double?

    init() {}

    mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_id", &gameID, "Game.")
        c.column("player_id", &playerID, "Player.")
        c.column("points_avg_season", &pointsAvgSeason, unit: .points, "Mean of the season's appearances so far.")
    }

    /// By the season's mean before the game: below 10, 20, 30 points, or more.
    var tier: String {
        guard let points = pointsAvgSeason else { return "" }
        return points < 10 ? "<10" : points < 20 ? "10-20" : points < 30 ? "20-30" : ">=30"
    }
}

/// How far the season was.
struct ContextPhase: NarrowRow {
    typealias Whole = UpcomingPlayer
    var gameID = ""
    var playerID = 0
    var seasonPhase = SeasonPhase.early

    init() {}

    mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_id", &gameID, "Game.")
        c.column("player_id", &playerID, "Player.")
        c.column("season_phase", &seasonPhase, "early, mid, late or postseason.")
    }
}
