import PipelineModel

/// 0…1: how much a prediction rests on. It ranks predictions of one market; it is no probability.
///
/// Appearances 0.30, steadiness of the last ten 0.30, features known 0.20, form like the season's 0.20.
///
/// - Parameters:
///   - played: appearances this season.
///   - coverage: features known, in percent.
package func confidence(_ form: StatForm, played: Int, coverage: Double) -> Double {
    let deviation: Double = form.stdLast10 ?? 0
    let last10: Double = max(form.avgLast10 ?? 0, 1)
    let season: Double = form.avgSeason ?? 0
    let drift: Double = abs((form.avgLast5 ?? season) - season)
    let sample: Double = 0.30 * min(1, Double(played) / 20)
    let steadiness: Double = 0.30 * (1 - min(1, deviation / last10))
    let known: Double = 0.20 * coverage / 100
    let likeness: Double = 0.20 * (1 - min(1, drift / max(season, 1)))
    return sample + steadiness + known + likeness
}

/// What the disagreement of an ensemble's members leaves of its confidence: a share of 0.5…1.
package func agreement(of members: [Double], on value: Double) -> Double {
    guard members.count >= 2 else { return 1 }
    let mean: Double = members.sum { $0 } / Double(members.count)
    let deviation: Double = members.sampleDeviation(from: mean) { $0 } ?? 0
    return 1 - min(0.5, deviation / max(value, 1))
}
