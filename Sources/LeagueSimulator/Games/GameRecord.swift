import NBA

/// One game as it was played, with everything any file says of it.
struct GameRecord: Sendable {
    var listing: GameListing
    /// Visitors, then home team.
    var sides: [SideRecord]
    /// Overtimes played.
    var overtimes: Int
    /// In the order they were taken.
    var shots: [ShotRecord]
    var line: GameOdds
    var offers: [PropOffer] = []
    var attendance = 0

    /// Points of the visitors and of the home team.
    var score: (away: Int, home: Int) { (sides[0].points, sides[1].points) }
    /// Home points minus visitors' points; never 0.
    var margin: Int { score.home - score.away }
}

/// One team's side of a game.
struct SideRecord: Sendable {
    /// Position in the league.
    let club: Int
    /// Points of each quarter and overtime.
    var periods: [Int]
    /// Turnovers that are nobody's.
    var teamTurnovers: Int
    /// Those who appeared, starters first.
    var lines: [PlayerRecord]
    /// Those who were dressed and not used.
    var unused: [Int]
    /// Those who were not dressed.
    var absent: [TeamSheet.Absent]

    var points: Int { periods.reduce(0, +) }
}

/// What one player did in one game.
struct PlayerRecord: Sendable {
    /// Position in the league's list of players.
    let player: Int
    let isStarter: Bool
    var seconds = 0
    var plusMinus = 0
    var counters = BoxCounters()

    /// Whether he has been on the court; who comes in at the horn may do something in no time.
    var hasAppeared: Bool { seconds > 0 || plusMinus != 0 || counters != BoxCounters() }
}

/// A field-goal attempt.
struct ShotRecord: Sendable {
    let eventID: Int
    let period: Int
    /// Seconds left in the period.
    let left: Int
    /// 0 visitors, 1 home team.
    let side: Int
    let player: Int
    let isMade: Bool
    let isAssisted: Bool
    let place: ShotPlace
}
