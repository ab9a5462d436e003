import GameCalendar
import NBA
import PipelineModel
import Randomness

/// Which rows of a season go wrong, and the list of it.
///
/// Every defect has a date of its own among those of the regular season, so that none hides another.
struct DefectPlan: Sendable {
    private(set) var defects: [Defect] = []
    private var fates: [TableName: [String: RowFate]] = [:]
    private var days: [(date: GameDate, games: [GameRecord])]
    private let hasProps: Bool

    /// Nothing goes wrong.
    static let none = DefectPlan()

    private init() {
        (days, hasProps) = ([], false)
    }

    /// Defects of these kinds in `season`: two or three of each, fewer where dates run out.
    init(_ kinds: Set<DefectKind>, in season: SimulatedSeason, hasProps: Bool, _ random: SeededRandom) {
        self.hasProps = hasProps
        var random = random
        var byDate: [GameDate: [GameRecord]] = [:]
        for game in season.games where game.listing.kind == .regular {
            byDate[game.listing.date, default: []].append(game)
        }
        days = random.shuffled(byDate.sorted { $0.key < $1.key }.map { (date: $0.key, games: $0.value) })
        for turn in 0..<3 {
            for kind in DefectKind.allCases where kinds.contains(kind) { plant(kind, turn, season, &random) }
        }
        defects.sort { ($0.kind.rank, $0.date, $0.table) < ($1.kind.rank, $1.date, $1.table) }
        days = []
    }

    /// What becomes of the rows that `table` has of `game`; nil when nothing special.
    func fate(of table: TableName, in game: GameRecord) -> RowFate? { fates[table]?[game.listing.gameID] }

    private mutating func plant(
        _ kind: DefectKind, _ turn: Int, _ season: SimulatedSeason, _ random: inout SeededRandom
    ) {
        switch (kind, turn) {
        case (.missing, 0): leaveOut(Self.boxScores + others, "no file has rows of the date")
        case (.missing, 1): leaveOut(Self.boxScores, "neither box score has rows of the date")
        case (.partial, 0): loseTeamLine(season, &random)
        case (.partial, 1): losePlayers(season, &random)
        case (.late, 0), (.late, 1): delay()
        case (.duplicate, 0): double()
        case (.duplicate, 1): contradict(season)
        case (.duplicate, 2): repeatInSecondFile()
        default: break
        }
    }

    private static let boxScores = [TeamBox.table.name, PlayerBox.table.name]
    private var others: [TableName] {
        [Shot.table.name, GameLine.table.name, InactiveListing.table.name] + (hasProps ? [PropLine.table.name] : [])
    }

    private mutating func add(
        _ kind: DefectKind, _ table: TableName, _ date: GameDate, _ game: GameRecord? = nil, _ detail: String
    ) {
        defects.append(
            Defect(kind: kind, table: table, date: date, gameID: game?.listing.gameID, detail: detail))
    }

    private mutating func settle(_ fate: RowFate, of table: TableName, in game: GameRecord) {
        fates[table, default: [:]][game.listing.gameID] = fate
    }
}

extension DefectPlan {
    private mutating func leaveOut(_ tables: [TableName], _ detail: String) {
        guard let day = days.popLast() else { return }
        for table in tables {
            for game in day.games { settle(.leftOut, of: table, in: game) }
            add(.missing, table, day.date, nil, detail)
        }
    }

    private mutating func delay() {
        guard let day = days.popLast() else { return }
        for table in Self.boxScores + [Shot.table.name] {
            for game in day.games { settle(.late, of: table, in: game) }
            add(.late, table, day.date, nil, "the rows of the date are in the folder late")
        }
    }

    private mutating func loseTeamLine(_ season: SimulatedSeason, _ random: inout SeededRandom) {
        guard let (date, game) = nextGame(&random) else { return }
        let side = random.int(0...1)
        let team = season.franchises[game.sides[side].club].code
        settle(.without(side..<side + 1), of: TeamBox.table.name, in: game)
        add(.partial, TeamBox.table.name, date, game, "the line of \(team) is in no file")
    }

    private mutating func losePlayers(_ season: SimulatedSeason, _ random: inout SeededRandom) {
        guard let (date, game) = nextGame(&random) else { return }
        let side = random.int(0...1)
        let (team, count) = (season.franchises[game.sides[side].club].code, game.sides[side].lines.count)
        // The visitors' rows come first. Three players are fewer than a team can play with.
        let (start, kept) = (side == 0 ? 0 : game.sides[0].lines.count, 3)
        settle(.without(start + kept..<start + count), of: PlayerBox.table.name, in: game)
        add(
            .partial, PlayerBox.table.name, date, game,
            "\(count - kept) of \(count) players of \(team) are in no file")
    }

    private mutating func double() {
        guard let day = days.popLast(), let game = day.games.first else { return }
        settle(.twice, of: PlayerBox.table.name, in: game)
        let rows = game.sides.reduce(0) { $0 + $1.lines.count }
        add(.duplicate, PlayerBox.table.name, day.date, game, "\(rows) rows stand twice, word for word")
    }

    private mutating func contradict(_ season: SimulatedSeason) {
        guard let day = days.popLast(), let game = day.games.first else { return }
        settle(.contradicted, of: PlayerBox.table.name, in: game)
        add(.duplicate, PlayerBox.table.name, day.date, game, "1 row stands twice, first with another plus_minus")
    }

    private mutating func repeatInSecondFile() {
        guard let day = days.popLast() else { return }
        for game in day.games { settle(.repeated, of: TeamBox.table.name, in: game) }
        add(.duplicate, TeamBox.table.name, day.date, nil, "\(2 * day.games.count) rows stand in two files")
    }

    private mutating func nextGame(_ random: inout SeededRandom) -> (GameDate, GameRecord)? {
        guard let day = days.popLast(), let game = random.element(of: day.games) else { return nil }
        return (day.date, game)
    }
}

extension DefectKind {
    /// Place in the order the kinds are listed in.
    var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
