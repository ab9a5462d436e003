import NBA
import Randomness

extension Game {
    /// Plays until the ball changes hands or the period ends.
    mutating func playPossession() {
        var ball: Ball?
        while clock.left > 0, ball != .changesHands {
            if mayFoulOnPurpose {
                ball = foulOnPurpose()
                if ball == .changesHands || clock.left == 0 { return }
            }
            let seconds = secondsToShot(after: ball)
            if seconds >= clock.left { return shootAtTheHorn() }
            run(seconds)
            ball = playBall(after: ball)
        }
    }

    // One attempt to score: a turnover, a foul away from the shot, or a shot.
    private mutating func playBall(after ball: Ball?) -> Ball {
        let chance = random.unit()
        let losing =
            Norms.turnover * (0.4 + 0.6 * sides[offense].turnovers / 5)
            * (0.55 + 0.45 * sides[defense].stealing / 5)
        let turnover = ball != nil ? 0.6 * losing : losing
        if chance < turnover { return turnOver() }
        if chance < turnover + Norms.teamTurnover {
            sides[offense].addTeamTurnover()
            return .changesHands
        }
        if chance < turnover + Norms.teamTurnover + Norms.floorFoul * whistle { return foulOnTheFloor() }
        if ball == .isRebounded, random.happens(Norms.putback) {
            return shoot(from: .restrictedArea, isAssisted: false)
        }
        return shoot()
    }

    private mutating func turnOver() -> Ball {
        let loser = sides[offense].choose(&random, by: \.turnovers)
        sides[offense].count(\.turnovers, for: loser)
        if random.happens(Norms.offensiveFoulAmongTurnovers) {
            sides[offense].addFoul(by: loser, isOffensive: true)
            sides[offense].replaceFouledOut(share: share)
        } else if random.happens(Norms.stealAmongTurnovers / (1 - Norms.offensiveFoulAmongTurnovers)) {
            let thief = sides[defense].choose(&random, by: \.stealing)
            sides[defense].count(\.steals, for: thief)
        }
        return .changesHands
    }

    private mutating func foulOnTheFloor() -> Ball {
        let isPenalty = sides[defense].isOverFoulLimit
        foulByDefense(by: fouler())
        guard isPenalty else { return .stays }
        let shooter = sides[offense].choose(&random, by: \.usage)
        return shootFreeThrows(2, by: shooter)
    }

    /// One of those without the ball, as likely as he fouls.
    mutating func fouler() -> Int {
        let lines = sides[defense].lines
        return sides[defense].choose(&random) { place, rates in
            // A player with five fouls takes care.
            rates.fouling * (lines[place].counters.personalFouls >= Norms.foulLimit - 1 ? 0.5 : 1)
        }
    }

    /// Who gets the ball after a miss.
    mutating func rebound(chance: Double) -> Ball {
        if random.happens(Norms.lostRebound) { return random.happens(Norms.lostReboundStays) ? .stays : .changesHands }
        let ratio = sides[offense].offensiveRebounding / sides[defense].defensiveRebounding
        if random.happens(min(chance * conditions.boards[offense] * (0.45 + 0.55 * ratio), 0.6)) {
            let rebounder = sides[offense].choose(&random, by: \.offensiveRebounding)
            sides[offense].count(\.offensiveRebounds, for: rebounder)
            sides[offense].count(\.rebounds, for: rebounder)
            return .isRebounded
        }
        let rebounder = sides[defense].choose(&random, by: \.defensiveRebounding)
        sides[defense].count(\.defensiveRebounds, for: rebounder)
        sides[defense].count(\.rebounds, for: rebounder)
        return .changesHands
    }
}
