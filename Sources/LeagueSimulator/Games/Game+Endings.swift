import NBA
import Randomness

/// What teams do about the clock.
extension Game {
    /// Seconds until those with the ball shoot, lose it or are fouled.
    ///
    /// - Parameter ball: how they came to keep the ball; nil when they have just got it.
    mutating func secondsToShot(after ball: Ball?) -> Int {
        if ball == .isRebounded {
            return bounded(Norms.secondShotSeconds + Norms.secondShotDeviation * random.normal(), 1, 14)
        }
        if ball == .stays {
            return bounded(Norms.restartSeconds + Norms.secondShotDeviation * random.normal(), 1, 14)
        }
        if let hold = secondsToLastShot { return hold }
        if isLate, clock.left <= 150 {
            if lead < -2, -lead * 9 > clock.left / 3 { return bounded(7 + 2.5 * random.normal(), 3, 12) }
            if lead > 0 { return bounded(19 + 3 * random.normal(), 8, 24) }
        }
        let slow = clock.period == 4 ? 1.08 : 1
        return bounded(
            conditions.slowness * slow * (Norms.firstShotSeconds + Norms.firstShotDeviation * random.normal()), 3, 24)
    }

    private func bounded(_ seconds: Double, _ low: Int, _ high: Int) -> Int {
        max(low, min(high, Int(seconds + 0.5)))
    }

    private var isLate: Bool { clock.mayBeLast }

    // With less than a shot clock left the last shot is taken at the end, unless there is a deficit to make up.
    private var secondsToLastShot: Int? {
        mutating get {
            guard clock.left <= 28, clock.left > 5 else { return nil }
            guard isLate else { return random.happens(0.75) ? clock.left - random.int(0...4) : nil }
            if (-2...0).contains(lead) { return clock.left - random.int(0...4) }
            if lead > 0, clock.left <= 24 { return clock.left }
            return nil
        }
    }

    /// The horn is about to sound: one last shot, if there is time for any.
    mutating func shootAtTheHorn() {
        let left = clock.left
        run(left)
        if isLate, lead > 0 { return }
        guard random.happens(left > 3 ? 0.8 : 0.22 + 0.12 * Double(left)) else { return }
        if left <= 2, random.happens(0.3) {
            _ = shoot(from: .backcourt, isAssisted: false)
        } else {
            _ = shoot()
        }
    }

    /// Factor on the taste for each zone at this moment.
    var wantedZones: Zones {
        guard isLate, clock.left <= 40, (-8 ... -3).contains(lead) else { return Zones(repeating: 1) }
        // Only three points help.
        return lead == -3 || clock.left <= 15 ? [0.1, 0.1, 0.1, 3, 3, 3, 1, 0] : [0.8, 0.8, 0.6, 1.6, 1.6, 1.6, 1, 0]
    }

    /// Whether those without the ball are behind and must stop the clock.
    var mayFoulOnPurpose: Bool {
        guard isLate, (1...8).contains(lead) else { return false }
        // Too far behind for the time that is left, they let it be.
        return clock.left <= (lead <= 3 ? 24 : 30 + 2 * lead) && lead <= 3 + clock.left / 6
    }

    /// A foul after a few seconds, and free throws; nobody is always caught.
    mutating func foulOnPurpose() -> Ball {
        guard random.happens(0.85) else { return .stays }
        run(min(clock.left, random.int(1...5)))
        guard clock.left > 0 else { return .stays }
        foulByDefense(by: fouler())
        let shooter = sides[offense].choose(&random) { $1.freeThrows * $1.usage }
        return shootFreeThrows(2, by: shooter)
    }
}
