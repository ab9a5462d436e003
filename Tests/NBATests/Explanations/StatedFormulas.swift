import NBA
import PipelineModel

/// A formula as its explanation words it: from the rows of each source named, in their order, to the value.
typealias StatedFormula = @Sendable ([[[Cell]]]) -> Cell

/// The formulas of phase 4 that explanations put in words only, written down from those words.
enum StatedFormulas {
    static let all: [TableName: [String: StatedFormula]] = [
        TeamDefenseZones.table.name: teamZones, PlayerShotZones.table.name: shotZones,
        PlayerCompositeFactors.table.name: factors, PlayerDailyCache.table.name: cache,
        FeatureRow.table.name: features,
    ]

    static func number(_ cell: Cell) -> Double? {
        switch cell {
        case .int(let value): Double(value)
        case .double(let value): value
        case .bool(let value): value ? 1 : 0
        case .null, .text, .date, .timestamp: nil
        }
    }

    private static func cell(_ value: Double?) -> Cell { value.map { .double($0) } ?? .null }

    private static func sum(_ rows: [[Cell]], _ column: Int) -> Double {
        rows.reduce(0) { $0 + (number($1[column]) ?? 0) }
    }

    private static func ratio(_ top: Double, _ bottom: Double) -> Double? { bottom == 0 ? nil : top / bottom }

    private static func within(_ value: Double, _ bound: Double) -> Double {
        value > bound ? bound : (value < -bound ? -bound : value)
    }

    // The one row of a source.
    private static func one(_ evidence: [[[Cell]]], _ source: Int = 0) -> [Cell] { evidence[source][0] }

    // MARK: team_defense_zone_analysis

    private static let teamZones: [String: StatedFormula] = {
        var formulas: [String: StatedFormula] = [
            "actual_games": { .int($0[0].count) },
            "strongest_zone": { extreme(one($0), isBetter: <) },
            "weakest_zone": { extreme(one($0), isBetter: >) },
            "is_production_ready": { evidence in
                let row = one(evidence)
                guard case .text(let issues) = row[2], let completeness = number(row[0]) else { return .null }
                return .bool(
                    completeness >= 90 && row[1] == .bool(false) && isHarmless(issues) && row[3] != .null
                        && row[4] != .null)
            },
        ]
        for (zone, constant) in [("paint", 0.565), ("mid_range", 0.410), ("three_pt", 0.355)] {
            formulas["\(zone)_defense_vs_league_avg"] = { evidence in
                guard let allowed = number(one(evidence)[0]), let league = number(one(evidence)[1]) else {
                    return .null
                }
                return .double(100 * (allowed - league))
            }
            formulas["league_\(zone)_pct"] = { evidence in
                evidence[0].count < 100 ? .double(constant) : cell(ratio(sum(evidence[0], 0), sum(evidence[0], 1)))
            }
        }
        return formulas
    }()

    private static func extreme(_ differences: [Cell], isBetter: (Double, Double) -> Bool) -> Cell {
        var best: (zone: String, value: Double)?
        for (zone, difference) in zip(["paint", "mid_range", "perimeter"], differences) {
            guard let value = number(difference) else { continue }
            if let found = best, !isBetter(value, found.value) { continue }
            best = (zone, value)
        }
        return best.map { .text($0.zone) } ?? .null
    }

    private static func isHarmless(_ issues: String) -> Bool {
        !["box_sum_mismatch", "missing_team_line", "upstream_incomplete"].contains { issues.contains($0) }
    }

    // MARK: player_shot_zone_analysis

    private static let shotZones: [String: StatedFormula] = {
        var formulas: [String: StatedFormula] = [
            "assisted_rate_last_10": { evidence in
                guard evidence[0].count >= 5, isEnough(evidence, 1) else { return .null }
                let assisted = sum(evidence[0], 0)
                return cell(ratio(100 * assisted, assisted + sum(evidence[0], 1)))
            },
            "unassisted_rate_last_10": { cell(number(one($0)[0]).map { 100 - $0 }) },
            "primary_scoring_zone": { evidence in
                let rates = one(evidence).compactMap(number)
                guard rates.count == 3 else { return .null }
                if rates[0] >= 40 { return .text("paint") }
                if rates[2] >= 40 { return .text("perimeter") }
                return .text(rates[1] >= 35 ? "mid_range" : "balanced")
            },
            "is_production_ready": readiness,
        ]
        for (size, minimum, suffix) in [(10, 5, ""), (20, 10, "_20")] {
            formulas["total_shots_last_\(size)"] = { evidence in
                .int(Int(sum(evidence[0], 0) + sum(evidence[0], 1) + sum(evidence[0], 2)))
            }
            for (index, zone) in ["paint", "mid_range", "three_pt"].enumerated() {
                formulas["\(zone)_rate_last_\(size)"] = { evidence in
                    let total = (0..<3).reduce(0) { $0 + sum(evidence[0], $1) }
                    guard evidence[0].count >= minimum, total >= 20 else { return .null }
                    return .double(100 * sum(evidence[0], index) / total)
                }
                formulas["\(zone)_pct_last_\(size)"] = { evidence in
                    guard evidence[0].count >= minimum, isEnough(evidence, 1) else { return .null }
                    return cell(ratio(sum(evidence[0], 0), sum(evidence[0], 1)))
                }
                formulas["\(zone)_attempts_per_game\(suffix)"] = { evidence in
                    guard evidence[0].count >= minimum, isEnough(evidence, 1) else { return .null }
                    return .double(sum(evidence[0], 0) / Double(evidence[0].count))
                }
            }
        }
        return formulas
    }()

    // Twenty shots, as the source says that holds them.
    private static func isEnough(_ evidence: [[[Cell]]], _ source: Int) -> Bool {
        (number(one(evidence, source)[0]) ?? 0) >= 20
    }

    // Ready in his context, and every ready column holds something.
    private static func readiness(_ evidence: [[[Cell]]]) -> Cell {
        .bool(one(evidence)[0] == .bool(true) && !one(evidence, 1).contains(.null))
    }

    // MARK: player_composite_factors

    private static let factors: [String: StatedFormula] = [
        "fatigue_score": { fatigue(one($0)) },
        "fatigue_adjustment": { cell(number(one($0)[0]).map { ($0 - 100) / 20 }) },
        "shot_zone_mismatch_score": mismatch,
        "pace_score": { cell(number(one($0)[0]).map { within($0 / 2, 3) }) },
        "usage_spike_score": { evidence in
            guard let projected = number(one(evidence)[0]), let lately = number(one(evidence)[1]) else { return .null }
            return .double(within(0.3 * (projected - lately), 3))
        },
        "travel_impact_score": { evidence in
            let row = one(evidence)
            guard let miles = number(row[0]) else { return .null }
            guard let rest = number(row[2]), rest <= 1 else { return .double(0) }
            return .double(-min(2, miles / 1500 + 0.25 * abs(number(row[1]) ?? 0)))
        },
        "opponent_strength_score": { evidence in
            guard let row = evidence[0].first, let rating = number(row[0]), let league = number(row[1]) else {
                return .null
            }
            return .double(within(0.3 * (rating - league), 3))
        },
        "total_composite_adjustment": { .double(one($0).reduce(0) { $0 + (number($1) ?? 0) }) },
        "missing_factors": { evidence in
            let names = [
                "", "shot_zone_mismatch_score", "pace_score", "usage_spike_score", "travel_impact_score",
                "opponent_strength_score",
            ]
            return .text(zip(names, one(evidence)).filter { $1 == .null }.map(\.0).sorted().joined(separator: ","))
        },
        "has_warnings": { evidence in
            let values = one(evidence).map { number($0) ?? 0 }
            return .bool(values[0] < 60 || abs(values[1]) > 8 || abs(values[2]) > 12)
        },
        "is_production_ready": readiness,
    ]

    private static func fatigue(_ row: [Cell]) -> Cell {
        var score = 100.0
        if row[0] == .bool(true) {
            score -= 15
        } else if let rest = number(row[1]), rest >= 3 {
            score += 5
        }
        if let games = number(row[2]), games >= 4 { score -= 10 }
        if let minutes = number(row[3]), minutes > 120 { score -= 10 }
        if let minutes = number(row[4]), minutes > 35 { score -= 8 }
        if let pairs = number(row[5]) { score -= pairs >= 2 ? 12 : (pairs == 1 ? 5 : 0) }
        return .int(Int(min(max(score, 0), 100)))
    }

    private static func mismatch(_ evidence: [[[Cell]]]) -> Cell {
        guard let own = evidence[0].first, let opponent = evidence[1].first, case .text(let primary) = own[0] else {
            return .null
        }
        let rates = own.dropFirst().map(number)
        let soft = opponent.map(number)
        let zones = ["paint", "mid_range", "perimeter"].firstIndex(of: primary).map { [$0] } ?? [0, 1, 2]
        var score = 0.0
        for zone in zones {
            guard let rate = rates[zone], let difference = soft[zone] else { return .null }
            score += zones.count == 1 ? difference * min(rate / 50, 1) : difference * rate / 100
        }
        return .double(within(abs(score) > 5 ? 1.2 * score : score, 10))
    }

    // MARK: player_daily_cache

    private static let cache: [String: StatedFormula] = [
        "ts_pct_last_10": { evidence in
            let games = evidence[0]
            guard games.count >= 5 else { return .null }
            return cell(ratio(sum(games, 0), 2 * (sum(games, 1) + 0.44 * sum(games, 2))))
        },
        "recent_trend": { evidence in
            let games = evidence[0]
            guard games.count == 5 else { return .null }
            return graded(sum(Array(games.suffix(3)), 0) / 3 - sum(Array(games.prefix(2)), 0) / 2, 5, 2)
        },
        "minutes_change": { evidence in
            let own = one(evidence, 1)
            guard let season = number(own[0]), let games = number(own[1]), games >= 5 else { return .null }
            return graded(sum(evidence[0], 0) / Double(evidence[0].count) / season - 1, 0.2, 0.1)
        },
        "is_production_ready": readiness,
    ]

    private static func graded(_ value: Double, _ strong: Double, _ slight: Double) -> Cell {
        let size = abs(value) >= strong ? 2 : (abs(value) >= slight ? 1 : 0)
        return .int(value < 0 ? -size : size)
    }

    // MARK: ml_feature_store_v2

    private static let features: [String: StatedFormula] = [
        "days_rest": { cell(number(one($0)[0]).map { min($0, 10) }) },
        "rest_advantage": { evidence in
            guard let own = number(one(evidence)[0]), let other = number(one(evidence)[1]) else { return .null }
            return .double(within(own - other, 2))
        },
        "playoff_game": { .double(["playin", "playoffs"].map(Cell.text).contains(one($0)[0]) ? 1 : 0) },
        "feature_coverage_pct": { evidence in
            guard let count = number(one(evidence)[0]), let missing = number(one(evidence)[1]) else { return .null }
            return .double(100 * (count - missing) / count)
        },
        "is_production_ready": readiness,
    ]
}
