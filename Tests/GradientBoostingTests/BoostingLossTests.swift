import GradientBoosting
import Randomness
import Testing

/// What a leaf of a quantile loss holds, and where its trees split.
struct QuantileLossTests {
    // One column, one tree that takes its whole correction.
    private static func model(
        _ rows: [Float], _ targets: [Double], at level: Double, _ change: (inout BoostingParameters) -> Void = { _ in }
    ) -> TreeModel {
        var matrix = FeatureMatrix(columns: 1)
        for row in rows { matrix.append([row]) }
        var parameters = BoostingParameters()
        (parameters.trees, parameters.leaves, parameters.learningRate, parameters.rowsPerLeaf) = (1, 2, 1, 2)
        (parameters.columnShare, parameters.loss) = (1, .quantile(level))
        change(&parameters)
        return TreeBooster(parameters).model(of: targets, on: BinnedMatrix(matrix))
    }

    // p = (1 − level)·n from above, between its neighbours in proportion.
    @Test(
        arguments: [
            ([1, 2, 3, 4], 0.5, 3), ([1, 2, 3, 4], 0.6, 3.4), ([1, 2, 3, 4], 0.9, 4), ([1, 2, 3, 4], 0.01, 1.04),
            ([5], 0.5, 5), ([4, 1, 3, 2, 5], 0.5, 3.5), ([7, 7, 7], 0.2, 7), ([1, 2], 0, 1),
        ] as [([Double], Double, Double)])
    func `without a split the model is the quantile`(targets: [Double], level: Double, expected: Double) {
        let model = Self.model(targets.map { _ in 1 }, targets, at: level) { $0.trees = 0 }
        #expect(abs(model.value([1]) - expected) < 1e-12)
    }

    // Halves of 0…9 and 100…109; the start is 100 at 0.5, so one side lies below it and the other not below.
    @Test func `a leaf holds the quantile of what is left over`() {
        let targets = (0..<10).map(Double.init) + (100..<110).map(Double.init)
        let model = Self.model((0..<20).map { $0 < 10 ? 0 : 1 }, targets, at: 0.5)
        // Ten values, p 5: the fifth from above.
        #expect(abs(model.value([0]) - 5) < 1e-12 && abs(model.value([1]) - 105) < 1e-12)
        let high = Self.model((0..<20).map { $0 < 10 ? 0 : 1 }, targets, at: 0.85)
        // p 1.5: halfway between the first and the second.
        #expect(abs(high.value([0]) - 8.5) < 1e-9 && abs(high.value([1]) - 108.5) < 1e-9)
    }

    @Test(arguments: UInt64(1)...20)
    func `selection finds what sorting finds`(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let count = random.int(1...300)
        let targets = (0..<count).map { _ in Double(random.int(0...40)) }
        let level = Double(random.int(0...100)) / 100
        let model = Self.model(targets.map { _ in 1 }, targets, at: level) { $0.trees = 0 }
        #expect(abs(model.value([1]) - Self.sorted(targets, level)) < 1e-12, "seed \(seed)")
    }

    private static func sorted(_ values: [Double], _ level: Double) -> Double {
        let falling = values.sorted(by: >)
        let position = (1 - level) * Double(values.count)
        let above = Int(position)
        if above < 1 { return falling[0] }
        if above >= falling.count { return falling[falling.count - 1] }
        return falling[above - 1] - (falling[above - 1] - falling[above]) * (position - Double(above))
    }

    @Test(arguments: [0.2, 0.5, 0.8]) func `as many outcomes lie below as the level says`(_ level: Double) {
        var random = SeededRandom(seed: 3)
        let rows = (0..<4000).map { _ in Float(random.int(0...30)) }
        let targets = rows.map { Double($0) + 10 * random.unit() }
        let model = Self.model(rows, targets, at: level) {
            ($0.trees, $0.leaves, $0.learningRate, $0.rowsPerLeaf) = (60, 8, 0.1, 40)
        }
        let below = zip(rows, targets).filter { $1 < model.value([$0]) }.count
        #expect(abs(Double(below) / 4000 - level) < 0.03)
    }

    @Test func `the level is part of the parameters, the squared error is not`() {
        var parameters = BoostingParameters()
        #expect(!parameters.json.contains("quantile"))
        parameters.loss = .quantile(0.535)
        #expect(parameters.json.hasSuffix(",\"quantile\":0.535}"))
    }
}
