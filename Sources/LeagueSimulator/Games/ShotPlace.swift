import NBA
import Randomness

/// Where a shot is taken from.
struct ShotPlace: Hashable, Sendable {
    let zone: ShotZone
    /// Tenths of a foot from the basket, across the court.
    let x: Int
    /// Tenths of a foot from the basket, along the court.
    let y: Int

    /// What the shot is worth.
    var worth: Int {
        switch zone {
        case .restrictedArea, .paint, .midRange: 2
        case .leftCorner, .rightCorner, .aboveTheBreak, .backcourt: 3
        }
    }

    /// Whole feet from the basket.
    var feet: Int { Int(Double(x * x + y * y).squareRoot() / 10) }

    /// A place of chance in `zone`.
    init(in zone: ShotZone, _ random: inout SeededRandom) {
        self.zone = zone
        (x, y) = Self.spot(in: zone, &random)
    }

    private static func spot(in zone: ShotZone, _ random: inout SeededRandom) -> (Int, Int) {
        switch zone {
        case .restrictedArea: return disc(&random)
        case .paint:
            return draw(&random, (-79...79, 0...(random.chance(45) ? 139 : 70))) { x, y in x * x + y * y > 1650 }
        case .midRange:
            return draw(&random, (-215...215, -30...random.int(90...215))) { x, y in
                (abs(x) > 80 || y > 140) && x * x + y * y < 228 * 228 && x * x + y * y > 80 * 80
            }
        case .leftCorner: return (-random.int(221...238), random.int(-40...85))
        case .rightCorner: return (random.int(221...238), random.int(-40...85))
        case .aboveTheBreak: return arc(&random)
        case .backcourt: return (random.int(-200...200), random.int(425...700))
        }
    }

    private static func disc(_ random: inout SeededRandom) -> (Int, Int) {
        // Most shots at the rim are taken close to it.
        let reach = random.chance(50) ? 40 : random.int(6...24)
        return draw(&random, (-reach...reach, -min(reach, 20)...reach)) { x, y in x * x + y * y <= reach * reach }
    }

    private static func arc(_ random: inout SeededRandom) -> (Int, Int) {
        let radius = 239 + min(random.int(0...60), random.int(0...60))
        let x = random.int(-218...218)
        let y = Int(Double(radius * radius - x * x).squareRoot()) + 1
        return (x, max(y, 93))
    }

    private static func draw(
        _ random: inout SeededRandom, _ box: (ClosedRange<Int>, ClosedRange<Int>), _ isInside: (Int, Int) -> Bool
    ) -> (Int, Int) {
        while true {
            let (x, y) = (random.int(box.0), random.int(box.1))
            if isInside(x, y) { return (x, y) }
        }
    }

    /// The side of the court as the source names it.
    var area: String {
        if zone == .backcourt { return "Back Court(BC)" }
        if zone == .restrictedArea || zone == .paint && feet < 8 { return "Center(C)" }
        if zone == .leftCorner { return "Left Side(L)" }
        if zone == .rightCorner { return "Right Side(R)" }
        // Slopes instead of angles: 18 degrees from the middle, 54 from it.
        let (across, along) = (abs(x), max(y, 0))
        if across * 100 <= along * 32 { return "Center(C)" }
        if feet >= 16, across * 100 <= along * 138 || zone == .aboveTheBreak {
            return x < 0 ? "Left Side Center(LC)" : "Right Side Center(RC)"
        }
        return x < 0 ? "Left Side(L)" : "Right Side(R)"
    }

    /// The distance as the source names it.
    var range: String {
        switch zone {
        case .backcourt: "Back Court Shot"
        case .leftCorner, .rightCorner, .aboveTheBreak: "24+ ft."
        case .restrictedArea, .paint, .midRange:
            feet < 8 ? "Less Than 8 ft." : (feet < 16 ? "8-16 ft." : "16-24 ft.")
        }
    }
}
