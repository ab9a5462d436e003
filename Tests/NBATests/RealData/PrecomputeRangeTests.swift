import GameCalendar
import NBA
import PipelineModel
import Testing

/// Figures of the precompute tables over the whole range.
@Suite(.enabled(if: RealData.folder != nil, "the reference data is not at hand"))
struct PrecomputeRangeTests {
    @Test func `zones of every team on every date`() async throws {
        let rows = try await RealHistory.shared.value.defenseZones
        #expect(rows.count == 18_990)
        #expect(rows.count { $0.defensiveRatingLast15 == nil } == 1_432)
        #expect(rows.reduce(0) { $0 + $1.gamesInSample } == 263_380)
        #expect(rows.reduce(0) { $0 + $1.shotGamesInSample } == 261_710)
        #expect(digits(rows.sum { $0.defensiveRatingLast15 ?? 0 }) == "1972961.58677")
        #expect(digits(rows.sum { $0.versusLeague.paint ?? 0 }) == "8318.4037098")
    }

    @Test func `shot zones of every context player`() async throws {
        let rows = try await RealHistory.shared.value.shotZones
        #expect(rows.count == 102_610)
        #expect(rows.count { $0.last10.rates.paint == nil } == 22_299)
        #expect(rows.count { $0.last20.rates.paint == nil } == 24_409)
        #expect(rows.reduce(0) { $0 + $1.last10.totalShots } == 6_873_852)
        let zones = Dictionary(grouping: rows) { $0.primaryScoringZone ?? "NULL" }.mapValues(\.count)
        #expect(
            zones == ["paint": 50_495, "perimeter": 28_076, "balanced": 1_196, "mid_range": 544, "NULL": 22_299])
        let sums = rows.compactMap { row -> Double? in
            guard let paint = row.last10.rates.paint, let mid = row.last10.rates.midRange,
                let three = row.last10.rates.threePt
            else { return nil }
            return paint + mid + three
        }
        #expect(sums.allSatisfy { abs($0 - 100) < 1e-9 })
    }

    @Test func `factors of every context player`() async throws {
        let rows = try await RealHistory.shared.value.factors
        #expect(
            [
                rows.count { $0.shotZoneMismatchScore == nil }, rows.count { $0.paceScore == nil },
                rows.count { $0.usageSpikeScore == nil }, rows.count { $0.travelImpactScore == nil },
                rows.count { $0.opponentStrengthScore == nil },
            ] == [24_342, 6_549, 12_434, 1_268, 9_772])
        #expect(rows.reduce(0) { $0 + $1.fatigueScore } == 9_520_096)
        #expect(digits(rows.sum { $0.shotZoneMismatchScore ?? 0 }) == "23359.8239288")
        #expect(digits(rows.sum { $0.travelImpactScore ?? 0 }) == "-26740.9634637")
        #expect(digits(rows.sum { $0.totalCompositeAdjustment }) == "-9723.15555037")
    }

    @Test func `the cache of every context player`() async throws {
        let rows = try await RealHistory.shared.value.caches
        #expect(
            [
                rows.sum { $0.points.avgLast5 ?? 0 }, rows.sum { $0.points.avgLast10 ?? 0 },
                rows.sum { $0.points.avgSeason ?? 0 }, rows.sum { $0.points.stdLast10 ?? 0 },
            ].map(digits) == ["914126.766667", "885635.03373", "926281.571924", "454250.470844"])
        #expect(
            [
                rows.count { $0.tsPctLast10 == nil }, rows.count { $0.freeThrowShareLast10 == nil },
                rows.count { $0.pointsAvgVsOpponent == nil },
            ] == [12_449, 12_576, 43_423])
        #expect(rows.reduce(0) { $0 + $1.gamesVsOpponent } == 290_600)
        #expect(rows.reduce(0) { $0 + ($1.recentTrend ?? 0) } == -28)
        #expect(rows.reduce(0) { $0 + ($1.minutesChange ?? 0) } == -117)
    }

    @Test func `no feature is constant unless it may be`() async throws {
        let rows = try await RealHistory.shared.value.features
        #expect(rows.count == 102_610)
        for (position, feature) in FeatureRow.features.enumerated() where !feature.mayBeConstant {
            let values = Set(rows.lazy.compactMap { $0.values[position] })
            #expect(values.count > 1, "\(feature.name)")
        }
    }
}
