/// Where a player plays, from the one who brings the ball to the one under the basket.
enum Position: Int, Hashable, Sendable, CaseIterable {
    case pointGuard, shootingGuard, smallForward, powerForward, center

    /// How many places apart two positions are, 0...4; neighbours can stand in for each other.
    func distance(to other: Position) -> Int { abs(rawValue - other.rawValue) }
}

/// What players of a position are like on average; players differ from it by their traits.
struct PositionProfile {
    /// How shots are spread over the zones, in the order of ``Zones``; only proportions matter.
    let tastes: Zones
    let passing: Double
    let offensiveRebounding: Double
    let defensiveRebounding: Double
    let stealing: Double
    let blocking: Double
    let fouling: Double
    let turnovers: Double
    /// Share of free throws made.
    let freeThrows: Double
    /// How often a basket of his is assisted, against the average of the zone.
    let assisted: Double

    static subscript(_ position: Position) -> PositionProfile { all[position.rawValue] }

    private static let all = [
        PositionProfile(
            tastes: [0.19, 0.231, 0.132, 0.046, 0.042, 0.385, 0.001, 0], passing: 4.4, offensiveRebounding: 0.38,
            defensiveRebounding: 0.68, stealing: 1.18, blocking: 0.4, fouling: 0.85, turnovers: 1.18, freeThrows: 0.815,
            assisted: 0.78),
        PositionProfile(
            tastes: [0.19, 0.187, 0.123, 0.081, 0.073, 0.391, 0.001, 0], passing: 1.7, offensiveRebounding: 0.45,
            defensiveRebounding: 0.75, stealing: 1.1, blocking: 0.55, fouling: 0.9, turnovers: 0.98, freeThrows: 0.8,
            assisted: 0.96),
        PositionProfile(
            tastes: [0.222, 0.182, 0.109, 0.104, 0.094, 0.333, 0.001, 0], passing: 1, offensiveRebounding: 0.75,
            defensiveRebounding: 0.95, stealing: 1, blocking: 0.75, fouling: 0.98, turnovers: 0.93, freeThrows: 0.78,
            assisted: 1.05),
        PositionProfile(
            tastes: [0.266, 0.204, 0.1, 0.089, 0.08, 0.284, 0.001, 0], passing: 0.85, offensiveRebounding: 1.3,
            defensiveRebounding: 1.25, stealing: 0.88, blocking: 1.25, fouling: 1.1, turnovers: 0.93, freeThrows: 0.75,
            assisted: 1.1),
        PositionProfile(
            tastes: [0.371, 0.286, 0.077, 0.022, 0.02, 0.183, 0.001, 0], passing: 1, offensiveRebounding: 2,
            defensiveRebounding: 1.85, stealing: 0.8, blocking: 2.2, fouling: 1.3, turnovers: 1.05, freeThrows: 0.71,
            assisted: 1.15),
    ]
}

/// A number for each zone of the court, in the order of `ShotZone.allCases`: rim, paint, mid-range, left and right
/// corner, above the break, backcourt; the eighth is unused.
typealias Zones = SIMD8<Double>
