/// What a player does while he is on the court, in weights against the other four or in shares.
struct PlayerRates: Sendable {
    /// How often a possession ends with him.
    var usage: Double
    /// How his shots are spread over the zones.
    var tastes: Zones
    /// How well he shoots from each zone, 1 being usual.
    var accuracy: Zones
    /// Share of free throws made.
    var freeThrows: Double
    var passing: Double
    /// How often his baskets are assisted, 1 being usual.
    var assisted: Double
    var turnovers: Double
    var offensiveRebounding: Double
    var defensiveRebounding: Double
    var stealing: Double
    var blocking: Double
    var fouling: Double
    /// How often he is fouled shooting, 1 being usual.
    var drawing: Double
    /// Points per 100 possessions that his team scores more with him.
    var offense: Double
    /// Points per 100 possessions that his team allows less with him.
    var defense: Double

    init(_ player: Player) {
        let (profile, traits, talent) = (PositionProfile[player.position], player.traits, player.talent)
        // A star ends possessions much more often than a good player; nobody ends none.
        let stardom = max(0, talent)
        usage = Self.bounded(
            0.93 + 0.2 * talent + 0.125 * stardom + 0.15 * traits.scoring, 0.42, 2.3)
        tastes = Self.tastes(profile, traits, stardom: stardom)
        accuracy = Self.accuracy(traits, talent: talent)
        freeThrows = Self.bounded(profile.freeThrows + 0.05 * traits.freeThrows + 0.012 * stardom, 0.45, 0.94)
        passing = profile.passing * Self.bounded(1 + 0.33 * traits.passing + 0.27 * stardom, 0.3, 2.8)
        assisted = Self.bounded(profile.assisted - 0.1 * stardom, 0.35, 1.25)
        turnovers = usage * profile.turnovers * Self.bounded(1 - 0.15 * traits.handling, 0.6, 1.5)
        offensiveRebounding = profile.offensiveRebounding * Self.bounded(1 + 0.2 * traits.rebounding, 0.4, 2)
        defensiveRebounding =
            profile.defensiveRebounding * Self.bounded(1 + 0.1 * traits.rebounding + 0.03 * stardom, 0.5, 1.9)
        stealing = profile.stealing * Self.bounded(1 + 0.25 * traits.stealing, 0.4, 2)
        blocking = profile.blocking * Self.bounded(1 + 0.35 * traits.blocking, 0.2, 2.4)
        fouling = profile.fouling * Self.bounded(1 + 0.18 * traits.fouling - 0.08 * stardom, 0.55, 1.6)
        drawing = Self.bounded(0.96 + 0.13 * traits.drawing + 0.09 * stardom, 0.4, 2)
        offense = 2.5 * talent + 1.55 * traits.creating
        defense = 1.45 * talent + 1.65 * traits.defending
    }

    /// Points of his average shot that is not fouled.
    var shotValue: Double {
        let points = tastes * accuracy * Norms.makes * Norms.worth
        return points.total / tastes.total
    }

    private static func tastes(_ profile: PositionProfile, _ traits: Traits, stardom: Double) -> Zones {
        let three = bounded(1 + 0.36 * traits.threePointTaste, 0.04, 2.4)
        let rim = bounded(1 + 0.22 * traits.rimTaste, 0.3, 1.9)
        let middle = bounded(1 + 0.4 * traits.midRangeTaste + 0.2 * stardom, 0.15, 2.8)
        let paint = bounded(1 - 0.12 * traits.rimTaste + 0.12 * traits.midRangeTaste, 0.4, 1.7)
        let corner = three * bounded(1 - 0.22 * stardom, 0.3, 1)
        return profile.tastes * [rim, paint, middle, corner, corner, three, 1, 0]
    }

    private static func accuracy(_ traits: Traits, talent: Double) -> Zones {
        let three = bounded(1 + 0.06 * traits.threePointShooting, 0.8, 1.2)
        let rim = bounded(1 + 0.045 * traits.finishing + 0.01 * talent, 0.85, 1.15)
        let touch = bounded(1 + 0.06 * traits.touch + 0.015 * talent, 0.8, 1.2)
        return [rim, touch, touch, three, three, three, 1, 0]
    }

    static func bounded(_ value: Double, _ low: Double, _ high: Double) -> Double { min(max(value, low), high) }
}
