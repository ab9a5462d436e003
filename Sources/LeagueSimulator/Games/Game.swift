import Randomness

/// A game, played possession by possession.
struct Game {
    let conditions: GameConditions
    /// Visitors, then home team.
    var sides: [Side]
    var clock = GameClock()
    /// The side with the ball.
    var offense = 0
    var random: SeededRandom
    private(set) var shots: [ShotRecord] = []
    private var eventID = 4
    // Whether the coaches have given the game up, for which both send their reserves.
    private var isDecided = false

    init(_ sheets: [TeamSheet], _ conditions: GameConditions, _ random: SeededRandom) {
        self.conditions = conditions
        self.random = random
        sides = sheets.map(Side.init)
        shots.reserveCapacity(190)
    }

    /// The side without the ball.
    var defense: Int { 1 - offense }
    /// Points the side with the ball is ahead; negative when it is behind.
    var lead: Int { sides[offense].score - sides[defense].score }

    /// How much of a game of four quarters has been played; more than 1 in overtime.
    var share: Double { Double(clock.elapsed) / Double(4 * GameClock.quarter) }

    /// Plays to the end; nobody draws.
    mutating func play() {
        let opening = random.int(0...1)
        repeat {
            if !sides[0].periods.isEmpty { clock.startNextPeriod() }
            for side in 0...1 { sides[side].startPeriod() }
            switch clock.period {
            case 1, 4: offense = opening
            case 2, 3: offense = 1 - opening
            default: offense = random.int(0...1)
            }
            playPeriod()
        } while clock.period < 4 || lead == 0
    }

    private mutating func playPeriod() {
        if clock.period == 1 || clock.period == 3 {
            for side in 0...1 { sides[side].fieldStarters() }
        }
        while clock.left > 0 {
            substitute()
            playPossession()
            offense = defense
        }
    }

    private mutating func substitute() {
        let margin = abs(lead)
        if clock.period >= 4 {
            let minutes = Double(clock.left) / 60
            if clock.period == 4, !isDecided, Double(margin) > 14 + 2.8 * minutes, minutes < 5.5 { isDecided = true }
            if isDecided, margin < 8 { isDecided = false }
            if isDecided {
                for side in 0...1 { sides[side].fieldReserves() }
                return
            }
            if clock.period > 4 || minutes < 5.5 && margin <= 13 {
                for side in 0...1 { sides[side].fieldClosers() }
                return
            }
        }
        // The ball is dead every few possessions.
        guard random.happens(0.3) else { return }
        for side in 0...1 { sides[side].rotate(share: share) }
    }

    /// Time passes.
    mutating func run(_ seconds: Int) {
        clock.run(seconds)
        for side in 0...1 { sides[side].run(seconds) }
    }

    /// Points for one of those with the ball.
    mutating func score(_ points: Int, by place: Int) {
        sides[offense].addPoints(points, by: place)
        sides[defense].addMargin(-points)
    }

    /// Writes a shot down.
    mutating func record(_ place: ShotPlace, by shooter: Int, isMade: Bool, isAssisted: Bool) {
        eventID += random.int(1...3)
        shots.append(
            ShotRecord(
                eventID: eventID, period: clock.period, left: clock.left, side: offense,
                player: sides[offense].lines[shooter].player, isMade: isMade, isAssisted: isAssisted, place: place))
    }

    /// Factor on the fouls called on those without the ball.
    var whistle: Double {
        let surplus = Double(sides[defense].fouls) - Norms.usualFouls * share
        return conditions.whistle * max(0.5, 1 - Norms.evenWhistle * surplus)
    }

    /// A foul of one of those without the ball.
    mutating func foulByDefense(by place: Int) {
        sides[defense].addFoul(by: place)
        sides[defense].replaceFouledOut(share: share)
    }
}

/// Who has the ball after something has happened.
enum Ball: Hashable, Sendable {
    case changesHands
    /// The same side starts anew.
    case stays
    /// The same side has rebounded its own miss, close to the basket.
    case isRebounded
}
