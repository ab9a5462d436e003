import NBA
import Randomness

extension Game {
    /// Somebody shoots from somewhere.
    mutating func shoot() -> Ball {
        let shooter = sides[offense].choose(&random, by: \.usage)
        let zone = zone(for: shooter)
        return shoot(from: zone, by: shooter, isAssisted: nil)
    }

    /// Somebody shoots from `zone`: who goes there most.
    mutating func shoot(from zone: ShotZone, isAssisted: Bool?) -> Ball {
        let shooter = sides[offense].choose(&random) { _, rates in
            rates.tastes[zone.index] * (isAssisted == false ? rates.offensiveRebounding : 1)
        }
        return shoot(from: zone, by: shooter, isAssisted: isAssisted)
    }

    private mutating func zone(for shooter: Int) -> ShotZone {
        var tastes = sides[offense].rates(shooter).tastes * conditions.tastes[offense]
        tastes *= wantedZones
        var rest = random.unit() * tastes.total
        for zone in ShotZone.allCases {
            rest -= tastes[zone.index]
            if rest < 0 { return zone }
        }
        return .aboveTheBreak
    }

    private mutating func shoot(from zone: ShotZone, by shooter: Int, isAssisted: Bool?) -> Ball {
        let rates = sides[offense].rates(shooter)
        let place = ShotPlace(in: zone, &random)
        if random.happens(Norms.fouls[zone.index] * whistle * rates.drawing) {
            return shootFouled(place, by: shooter)
        }
        let isNear = zone == .restrictedArea || zone == .paint
        let chance = Norms.makes[zone.index] * rates.accuracy[zone.index] * ease * (isNear ? conditions.nearness : 1)
        guard random.happens(chance) else {
            miss(place, by: shooter)
            return rebound(chance: Norms.offensiveRebound)
        }
        make(place, by: shooter, isAssisted: isAssisted)
        return .changesHands
    }

    /// How much easier than usual it is for those with the ball to score.
    private var ease: Double {
        let points = sides[offense].offense - sides[defense].defense
        let isClutch = clock.mayBeLast && clock.left <= 120 && abs(lead) <= 6
        let easing = (clock.mayBeLast ? Norms.lateEasing : Norms.easing) * (isClutch ? Norms.clutchEasing : 1)
        let ahead = Double(max(-25, min(25, lead)))
        return max(0.6, 1 + Norms.edge * points + conditions.form[offense] - easing * ahead)
    }

    private mutating func make(_ place: ShotPlace, by shooter: Int, isAssisted: Bool?) {
        count(place, by: shooter)
        sides[offense].count(\.fgMakes, for: shooter)
        if place.worth == 3 { sides[offense].count(\.threePtMakes, for: shooter) }
        let share = Norms.assists[place.zone.index] * conditions.assists * sides[offense].rates(shooter).assisted
        let assisted = isAssisted ?? random.happens(min(share, 0.985))
        if assisted {
            let passer = sides[offense].choose(&random) { $0 == shooter ? 0 : $1.passing }
            sides[offense].count(\.assists, for: passer)
        }
        record(place, by: shooter, isMade: true, isAssisted: assisted)
        score(place.worth, by: shooter)
    }

    private mutating func miss(_ place: ShotPlace, by shooter: Int) {
        count(place, by: shooter)
        record(place, by: shooter, isMade: false, isAssisted: false)
        if random.happens(Norms.blocks[place.zone.index] * (0.3 + 0.7 * sides[defense].blocking / 5)) {
            let blocker = sides[defense].choose(&random, by: \.blocking)
            sides[defense].count(\.blocks, for: blocker)
        }
    }

    private mutating func count(_ place: ShotPlace, by shooter: Int) {
        sides[offense].count(\.fgAttempts, for: shooter)
        if place.worth == 3 { sides[offense].count(\.threePtAttempts, for: shooter) }
    }

    private mutating func shootFouled(_ place: ShotPlace, by shooter: Int) -> Ball {
        let isMade = random.happens(Norms.makesWhenFouled[place.zone.index])
        if isMade { make(place, by: shooter, isAssisted: nil) }
        foulByDefense(by: fouler())
        return shootFreeThrows(isMade ? 1 : place.worth, by: shooter)
    }

    /// Free throws; the last one is live.
    mutating func shootFreeThrows(_ count: Int, by shooter: Int) -> Ball {
        var isMade = false
        for _ in 0..<count {
            isMade = random.happens(sides[offense].rates(shooter).freeThrows)
            sides[offense].count(\.ftAttempts, for: shooter)
            guard isMade else { continue }
            sides[offense].count(\.ftMakes, for: shooter)
            score(1, by: shooter)
        }
        return isMade ? .changesHands : rebound(chance: Norms.offensiveReboundOfFreeThrow)
    }
}

extension ShotZone {
    /// Position in ``Zones``.
    var index: Int {
        switch self {
        case .restrictedArea: 0
        case .paint: 1
        case .midRange: 2
        case .leftCorner: 3
        case .rightCorner: 4
        case .aboveTheBreak: 5
        case .backcourt: 6
        }
    }
}

extension Zones {
    /// The positions that are zones.
    static let kinds = 0..<7

    /// The sum over the zones, in their order.
    var total: Double { Self.kinds.reduce(0) { $0 + self[$1] } }
}
