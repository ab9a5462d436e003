import GameCalendar
import Randomness

/// A made-up player over his whole career.
struct Player: Sendable {
    /// League id.
    let id: Int
    let name: FullName
    let position: Position
    /// The year he turns 19 in, the earliest one to be drafted in.
    let debutYear: Int
    /// How good he is now: 0 is a middling rotation player, 1 a good starter, 3 a star of his time.
    var talent: Double
    /// How good he becomes at his best.
    let potential: Double
    var traits: Traits
    /// Games his team still plays without him; 0 when he is fit.
    var gamesOut = 0
    /// Why he is out.
    var absence = Absence.none

    /// Years.
    func age(in season: Season) -> Int { season.startYear - debutYear + 19 }

    /// Everything a game needs to know of him.
    var rates: PlayerRates { PlayerRates(self) }

    /// What a club goes by: how good he is, and for a young one, how good he may become.
    func worth(in season: Season) -> Double {
        age(in: season) <= 24 ? rating + 0.6 * max(0, potential - talent) : rating
    }

    /// What a coach goes by: talent, and a little for what he adds on the floor.
    var rating: Double { talent + 0.12 * (traits.defending + traits.creating) }
}

/// Why a player is not available.
enum Absence: Hashable, Sendable {
    case none, injury, illness, rest, personal

    /// As the inactive list prints it.
    var reason: String {
        switch self {
        case .none: "Coach's Decision"
        case .injury: "Injury"
        case .illness: "Illness"
        case .rest: "Rest"
        case .personal: "Personal Reasons"
        }
    }
}

/// How a player differs from others of his position and talent; 0 is usual, 1 is one deviation more.
struct Traits: Sendable {
    var threePointShooting: Double
    var threePointTaste: Double
    var finishing: Double
    var rimTaste: Double
    var touch: Double
    var midRangeTaste: Double
    var freeThrows: Double
    var scoring: Double
    var passing: Double
    var handling: Double
    var rebounding: Double
    var stealing: Double
    var blocking: Double
    var fouling: Double
    var drawing: Double
    var creating: Double
    var defending: Double
    /// How many minutes he can play.
    var stamina: Double
    /// How seldom he is hurt.
    var health: Double

    /// Traits of chance.
    init(_ random: inout SeededRandom) {
        let shooting = random.normal()
        threePointShooting = shooting
        threePointTaste = 0.6 * shooting + 0.8 * random.normal()
        freeThrows = 0.6 * shooting + 0.8 * random.normal()
        (finishing, rimTaste) = (random.normal(), random.normal())
        (touch, midRangeTaste) = (random.normal(), random.normal())
        (scoring, passing, handling) = (random.normal(), random.normal(), random.normal())
        (rebounding, stealing, blocking) = (random.normal(), random.normal(), random.normal())
        (fouling, drawing) = (random.normal(), random.normal())
        (creating, defending) = (random.normal(), random.normal())
        (stamina, health) = (random.normal(), random.normal())
    }

    /// A year passes: everything moves a little, towards the usual.
    mutating func drift(_ random: inout SeededRandom) {
        for path in Self.drifting {
            self[keyPath: path] = 0.95 * self[keyPath: path] + 0.312 * random.normal()
        }
    }

    private static var drifting: [WritableKeyPath<Traits, Double>] {
        [
            \.threePointShooting, \.threePointTaste, \.finishing, \.rimTaste, \.touch, \.midRangeTaste, \.freeThrows,
            \.scoring, \.passing, \.handling, \.rebounding, \.stealing, \.blocking, \.fouling, \.drawing, \.creating,
            \.defending,
        ]
    }
}
