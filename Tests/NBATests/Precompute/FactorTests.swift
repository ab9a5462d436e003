import NBA
import PipelineModel
import Testing

/// Every factor worked by hand. A positive score always means that more is to be expected of the player.
struct FactorTests {
    private static func context(_ change: (inout FactorContext) -> Void) -> FactorContext {
        var context = FactorContext()
        change(&context)
        return context
    }

    // MARK: Fatigue

    @Test func `rest adds, load takes, and the score stays within 0 and 100`() {
        func score(_ change: (inout FactorContext) -> Void) -> Int { Factors.fatigue(Self.context(change)) }
        #expect(score { _ in } == 100)
        #expect(score { $0.daysRest = 3 } == 100)
        #expect(score { ($0.daysRest, $0.backToBacksLast14Days) = (3, 1) } == 100)
        #expect(score { ($0.daysRest, $0.backToBacksLast14Days) = (2, 1) } == 95)
        #expect(score { $0.backToBack = true } == 85)
        // A back-to-back is not made good by rest.
        #expect(score { ($0.backToBack, $0.daysRest) = (true, 4) } == 85)
        #expect(score { $0.gamesInLast7Days = 3 } == 100)
        #expect(score { $0.gamesInLast7Days = 4 } == 90)
        #expect(score { $0.minutesInLast7Days = 120 } == 100)
        #expect(score { $0.minutesInLast7Days = 120.5 } == 90)
        #expect(score { $0.avgMinutesPerGameLast7Days = 35 } == 100)
        #expect(score { $0.avgMinutesPerGameLast7Days = 35.1 } == 92)
        #expect(score { $0.backToBacksLast14Days = 2 } == 88)
        let worn = Self.context {
            ($0.backToBack, $0.gamesInLast7Days, $0.minutesInLast7Days) = (true, 4, 150)
            ($0.avgMinutesPerGameLast7Days, $0.backToBacksLast14Days) = (37.5, 3)
        }
        #expect(Factors.fatigue(worn) == 100 - 15 - 10 - 10 - 8 - 12)
    }

    @Test func `the adjustment of fatigue is never positive`() {
        let fresh = PlayerCompositeFactors(Self.context { $0.daysRest = 5 }, shots: nil, defense: nil)
        #expect(fresh.fatigueScore == 100 && fresh.fatigueAdjustment == 0)
        let tired = PlayerCompositeFactors(Self.context { $0.backToBack = true }, shots: nil, defense: nil)
        #expect(tired.fatigueAdjustment == -0.75)
    }

    // MARK: Mismatch

    private static func shooter(_ primary: String?, _ paint: Double, _ mid: Double, _ three: Double) -> PlayerShotZones
    {
        var shots = PlayerShotZones()
        shots.primaryScoringZone = primary
        shots.last10.rates = ZoneValues(paint: paint, midRange: mid, threePt: three)
        return shots
    }

    private static func defense(_ paint: Double?, _ mid: Double?, _ three: Double?) -> TeamDefenseZones {
        var defense = TeamDefenseZones()
        defense.versusLeague = ZoneValues(paint: paint, midRange: mid, threePt: three)
        return defense
    }

    @Test func `a soft zone helps the player who shoots from there, a hard one hurts him`() {
        let inside = Self.shooter("paint", 60, 20, 20)
        #expect(Factors.mismatch(inside, against: Self.defense(4, -9, -9)) == 4)
        #expect(Factors.mismatch(inside, against: Self.defense(-4, 9, 9)) == -4)
        // At 40 % from the zone four fifths of it count.
        #expect(Factors.mismatch(Self.shooter("perimeter", 30, 30, 40), against: Self.defense(0, 0, 2)) == 1.6)
        #expect(Factors.mismatch(Self.shooter("mid_range", 30, 35, 35), against: Self.defense(0, 2, 0)) == 1.4)
    }

    @Test func `a balanced player meets every zone by its share`() {
        let balanced = Self.shooter("balanced", 30, 30, 40)
        let score = Factors.mismatch(balanced, against: Self.defense(2, -1, 1))
        #expect(digits(score) == "0.7")
        #expect(Factors.mismatch(balanced, against: Self.defense(2, nil, 1)) == nil)
    }

    @Test func `a clear mismatch counts a fifth more, up to 10`() {
        let inside = Self.shooter("paint", 60, 20, 20)
        #expect(Factors.mismatch(inside, against: Self.defense(5, 0, 0)) == 5)
        #expect(digits(Factors.mismatch(inside, against: Self.defense(5.5, 0, 0))) == "6.6")
        #expect(digits(Factors.mismatch(inside, against: Self.defense(-5.5, 0, 0))) == "-6.6")
        #expect(Factors.mismatch(inside, against: Self.defense(9, 0, 0)) == 10)
        #expect(Factors.mismatch(inside, against: Self.defense(-9, 0, 0)) == -10)
    }

    @Test func `what is not known of shooter or defence leaves the mismatch open`() {
        let inside = Self.shooter("paint", 60, 20, 20)
        #expect(Factors.mismatch(nil, against: Self.defense(1, 1, 1)) == nil)
        #expect(Factors.mismatch(inside, against: nil) == nil)
        #expect(Factors.mismatch(inside, against: Self.defense(nil, 1, 1)) == nil)
        #expect(Factors.mismatch(Self.shooter(nil, 0, 0, 0), against: Self.defense(1, 1, 1)) == nil)
    }

    // MARK: The others

    @Test func `a faster game is worth more, a slower one less`() {
        func pace(_ differential: Double?) -> Double? {
            PlayerCompositeFactors(Self.context { $0.paceDifferential = differential }, shots: nil, defense: nil)
                .paceScore
        }
        #expect([pace(3), pace(-3), pace(7), pace(-7), pace(nil)] == [1.5, -1.5, 3, -3, nil])
    }

    @Test func `a greater role than lately is worth more`() {
        func spike(_ projected: Double?, _ lately: Double?) -> Double? {
            Factors.usageSpike(
                Self.context { ($0.projectedUsageRate, $0.usageRateLast7Games) = (projected, lately) })
        }
        #expect(digits(spike(24, 20)) == "1.2" && digits(spike(20, 24)) == "-1.2")
        #expect([spike(40, 20), spike(20, 40), spike(nil, 20), spike(20, nil)] == [3, -3, nil, nil])
    }

    @Test func `travel takes only on little rest`() {
        func impact(_ miles: Double?, _ rest: Int?, _ zones: Int? = nil) -> Double? {
            Factors.travelImpact(
                Self.context { ($0.travelMiles, $0.daysRest, $0.timeZoneChange) = (miles, rest, zones) })
        }
        #expect(impact(1500, 1) == -1 && impact(1500, 0, -2) == -1.5 && impact(1500, 1, 2) == -1.5)
        #expect(impact(9000, 0, 7) == -2)
        #expect(impact(1500, 2, 3) == 0 && impact(1500, nil) == 0)
        #expect(impact(nil, 0) == nil && impact(nil, 5) == nil)
    }

    @Test func `a weak defence is worth more, a strong one less`() {
        func strength(_ rating: Double?, _ league: Double?) -> Double? {
            var defense = TeamDefenseZones()
            (defense.defensiveRatingLast15, defense.league.defensiveRating) = (rating, league)
            return Factors.opponentStrength(defense)
        }
        #expect(digits(strength(114, 110)) == "1.2" && digits(strength(106, 110)) == "-1.2")
        #expect([strength(130, 110), strength(90, 110), strength(nil, 110), strength(110, nil)] == [3, -3, nil, nil])
        #expect(Factors.opponentStrength(nil) == nil)
    }

    @Test func `the total leaves out what is missing and names it`() {
        let context = Self.context {
            ($0.backToBack, $0.paceDifferential, $0.travelMiles, $0.daysRest) = (true, 2, 750, 0)
        }
        let row = PlayerCompositeFactors(context, shots: nil, defense: nil)
        #expect(row.totalCompositeAdjustment == -0.75 + 1 - 0.5)
        #expect(row.missingFactors == "opponent_strength_score,shot_zone_mismatch_score,usage_spike_score")
        #expect(!row.hasWarnings && !row.end.isProductionReady)
    }

    @Test func `extremes are warned of`() {
        var worn = Self.context {
            ($0.backToBack, $0.gamesInLast7Days, $0.minutesInLast7Days) = (true, 4, 150)
            $0.backToBacksLast14Days = 2
        }
        #expect(Factors.fatigue(worn) == 53)
        #expect(PlayerCompositeFactors(worn, shots: nil, defense: nil).hasWarnings)
        worn.backToBacksLast14Days = 1
        #expect(Factors.fatigue(worn) == 60)
        #expect(!PlayerCompositeFactors(worn, shots: nil, defense: nil).hasWarnings)
        let inside = Self.shooter("paint", 60, 20, 20)
        #expect(PlayerCompositeFactors(FactorContext(), shots: inside, defense: Self.defense(7, 0, 0)).hasWarnings)
        #expect(!PlayerCompositeFactors(FactorContext(), shots: inside, defense: Self.defense(5, 0, 0)).hasWarnings)
    }

    @Test func `a row with every ready column keeps the end of its context`() {
        var context = Self.context {
            ($0.paceDifferential, $0.projectedUsageRate, $0.usageRateLast7Games) = (1, 20, 20)
        }
        context.end.isProductionReady = true
        var defense = Self.defense(1, 1, 1)
        (defense.defensiveRatingLast15, defense.league.defensiveRating) = (110, 110)
        #expect(PlayerCompositeFactors(context, shots: nil, defense: defense).end.isProductionReady)
        context.usageRateLast7Games = nil
        #expect(!PlayerCompositeFactors(context, shots: nil, defense: defense).end.isProductionReady)
    }
}
