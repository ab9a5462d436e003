/// What the players of a league are like on average, against which others are better or worse.
///
/// There are better and worse generations, and leagues of four teams; held against their own level, points, percentages
/// and the places of shots stay those of the league everybody knows.
struct LeagueLevel: Sendable {
    /// A player and how much he plays.
    struct Share: Sendable {
        let rates: PlayerRates
        /// Minutes of 48.
        let minutes: Double
    }

    private let usage: Double
    private let tastes: Zones
    private let accuracy: Zones
    private let freeThrows: Double
    private let passing: Double
    private let assisted: Double
    private let turnovers: Double
    private let offensiveRebounding: Double
    private let defensiveRebounding: Double
    private let stealing: Double
    private let blocking: Double
    private let fouling: Double
    private let drawing: Double
    private let offense: Double
    private let defense: Double

    /// The level of `players`.
    init(_ players: [Share]) {
        func mean(_ rate: (PlayerRates) -> Double) -> Double {
            Self.mean(players, of: rate) { $0.minutes }
        }
        func meanOfShots(_ rate: (PlayerRates) -> Double) -> Double {
            Self.mean(players, of: rate) { $0.minutes * $0.rates.usage }
        }
        usage = mean(\.usage)
        (passing, turnovers) = (mean(\.passing), mean(\.turnovers))
        (offensiveRebounding, defensiveRebounding) = (mean(\.offensiveRebounding), mean(\.defensiveRebounding))
        (stealing, blocking, fouling) = (mean(\.stealing), mean(\.blocking), mean(\.fouling))
        (offense, defense) = (mean(\.offense), mean(\.defense))
        (assisted, drawing) = (meanOfShots(\.assisted), meanOfShots(\.drawing))
        freeThrows = meanOfShots(\.freeThrows)
        tastes = Self.corrections(players)
        accuracy = Self.accuracy(players, tastes)
    }

    private static func mean(
        _ players: [Share], of rate: (PlayerRates) -> Double, by weight: (Share) -> Double
    ) -> Double {
        var (sum, weights) = (0.0, 0.0)
        for player in players {
            sum += weight(player) * rate(player.rates)
            weights += weight(player)
        }
        return sum / weights
    }

    // Factors that bring the shots of all to the league's zones, by proportional fitting.
    private static func corrections(_ players: [Share]) -> Zones {
        var factors = Zones(repeating: 1)
        for _ in 0..<4 {
            var shots = Zones()
            for player in players {
                let tastes = player.rates.tastes * factors
                shots += tastes * (player.minutes * player.rates.usage / tastes.total)
            }
            let all = shots.total
            for zone in Zones.kinds { factors[zone] *= Norms.shots[zone] / (shots[zone] / all) }
        }
        return factors
    }

    private static func accuracy(_ players: [Share], _ factors: Zones) -> Zones {
        var (makes, shots) = (Zones(), Zones())
        for player in players {
            let tastes = player.rates.tastes * factors
            let taken = tastes * (player.minutes * player.rates.usage / tastes.total)
            shots += taken
            makes += taken * player.rates.accuracy
        }
        for zone in Zones.kinds { makes[zone] /= shots[zone] }
        return makes
    }

    /// `rates` against this level: weights and factors are 1 on average, what a player adds is 0.
    func held(_ rates: PlayerRates) -> PlayerRates {
        var held = rates
        held.usage /= usage
        held.tastes *= tastes
        for zone in Zones.kinds { held.accuracy[zone] /= accuracy[zone] }
        held.freeThrows = min(held.freeThrows * Norms.freeThrows / freeThrows, 0.96)
        held.passing /= passing
        held.assisted /= assisted
        held.turnovers /= turnovers
        held.offensiveRebounding /= offensiveRebounding
        held.defensiveRebounding /= defensiveRebounding
        held.stealing /= stealing
        held.blocking /= blocking
        held.fouling /= fouling
        held.drawing /= drawing
        held.offense -= offense
        held.defense -= defense
        return held
    }
}

extension LeagueState {
    /// The level of the rosters as they are, with everybody fit.
    var level: LeagueLevel {
        LeagueLevel(
            clubs.flatMap { club in
                club.roster.map { players[$0] }.sorted { ($0.rating, $1.id) > ($1.rating, $0.id) }
                    .prefix(Self.usualMinutes.count).enumerated()
                    .map { LeagueLevel.Share(rates: $1.rates, minutes: Self.usualMinutes[$0]) }
            })
    }

    // Of a team's ten best; injuries give a little to others.
    private static let usualMinutes = [33.0, 31, 29, 27, 25, 23, 21, 19, 17, 15]
}
