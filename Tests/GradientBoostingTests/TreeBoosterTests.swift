import GradientBoosting
import Randomness
import Testing

/// Rows, targets and what a model of them expects.
private struct Sample {
    var matrix: FeatureMatrix
    var targets: [Double] = []

    init(_ rows: [[Float]], _ target: ([Float]) -> Double) {
        matrix = FeatureMatrix(columns: rows.first?.count ?? 1)
        for row in rows {
            matrix.append(row)
            targets.append(target(row))
        }
    }

    /// A tenth of the second column, 3 where it is not known, and up to `noise` more.
    init(_ rows: [[Float]], noise: Double, _ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        self.init(rows) { ($0[1].isNaN ? 3 : Double($0[1]) / 10) + random.unit() * noise }
    }

    func model(_ change: (inout BoostingParameters) -> Void = { _ in }) -> TreeModel {
        var parameters = BoostingParameters()
        parameters.columnShare = 1
        change(&parameters)
        return TreeBooster(parameters).model(of: targets, on: BinnedMatrix(matrix))
    }

    static func random(_ seed: UInt64, rows: Int, columns: Int, unknown: Int = 0) -> [[Float]] {
        var random = SeededRandom(seed: seed)
        return (0..<rows).map { _ in
            (0..<columns).map { _ in random.chance(unknown) ? .nan : Float(random.int(0...40)) }
        }
    }
}

struct TreeBoosterTests {
    // One tree of two leaves that takes its whole correction is two means.
    @Test func `a step is found where it is`() {
        let sample = Sample((0..<40).map { [Float($0), 7] }) { $0[0] <= 12 ? 1 : 5 }
        let model = sample.model { ($0.trees, $0.leaves, $0.learningRate, $0.rowsPerLeaf) = (1, 2, 1, 5) }
        #expect(model.trees == 1)
        #expect([0, 12, 13, 100].map { model.value([$0, 7]) } == [1, 1, 5, 5])
    }

    @Test(arguments: [10, 14, 21])
    func `no leaf has fewer rows than it needs`(_ needed: Int) {
        // The step is at 4 of 40: as many go left as must.
        let sample = Sample((0..<40).map { [Float($0)] }) { $0[0] < 4 ? 10 : 0 }
        let model = sample.model { ($0.trees, $0.leaves, $0.learningRate, $0.rowsPerLeaf) = (1, 15, 1, needed) }
        let distinct = Set((0..<40).map { model.value([Float($0)]) })
        #expect(distinct.count <= 40 / needed)
        #expect(model.value([0]) == (needed == 21 ? 1 : 40.0 / Double(needed == 10 ? 10 : 14)))
    }

    @Test func `what is not known goes where it belongs`() {
        let rows: [[Float]] = (0..<90).map { [$0 % 3 == 0 ? .nan : Float($0 % 3)] }
        for (unknown, one, two) in [(9.0, 9.0, 1.0), (1, 9, 1), (5, 1, 1)] {
            let sample = Sample(rows) { $0[0].isNaN ? unknown : ($0[0] == 1 ? one : two) }
            let model = sample.model { ($0.trees, $0.leaves, $0.learningRate, $0.rowsPerLeaf) = (1, 3, 1, 10) }
            let found = [Float.nan, 1, 2].map { model.value([$0]) }
            #expect(zip(found, [unknown, one, two]).allSatisfy { abs($0 - $1) < 1e-12 }, "\(found)")
        }
    }

    @Test func `constant targets, constant columns and no rows give the mean`() {
        #expect(Sample((0..<50).map { [Float($0)] }) { _ in 3 }.model().value([4]) == 3)
        let constant = Sample((0..<300).map { _ in [1] }) { _ in 2 }
        #expect(constant.model().value([1]) == 2)
        let empty = TreeBooster().model(of: [], on: BinnedMatrix(FeatureMatrix(columns: 2)))
        #expect(empty.trees == 0 && empty.value([0, 0]) == 0)
    }

    @Test func `boosting comes near a sum of two curves`() {
        let sample = Sample(Sample.random(5, rows: 4000, columns: 6)) { row in
            Double(row[1] * row[1]) / 100 + (row[4] > 20 ? 6 : 0)
        }
        let model = sample.model()
        let errors = zip(0..<4000, sample.targets).map { row, target in
            abs(model.value(Array(sample.matrix.values[row * 6..<row * 6 + 6])) - target)
        }
        #expect(errors.reduce(0, +) / 4000 < 0.1)
    }

    // The best first split, found by trying every one.
    @Test(arguments: 1...20)
    func `the first split is the best there is`(_ seed: UInt64) throws {
        let rows = Sample.random(seed, rows: 120, columns: 3, unknown: 10)
        let sample = Sample(rows, noise: 4, seed)
        let model = sample.model { ($0.trees, $0.leaves, $0.learningRate, $0.rowsPerLeaf) = (1, 2, 1, 10) }
        let found = zip(rows, sample.targets).map { row, target in
            let error = model.value(row) - target
            return error * error
        }.reduce(0, +)
        let best = try #require(Self.smallestError(rows, sample.targets, rowsPerLeaf: 10))
        #expect(abs(found - best) <= 1e-3 * best, "seed \(seed)")
    }

    private static func smallestError(_ rows: [[Float]], _ targets: [Double], rowsPerLeaf: Int) -> Double? {
        var best: Double?
        for column in rows[0].indices {
            for threshold in Set(rows.map { $0[column] }.filter { !$0.isNaN }) {
                for unknownLeft in [true, false] {
                    let isLeft = rows.map { $0[column].isNaN ? unknownLeft : $0[column] <= threshold }
                    let sides = [true, false].map { side in zip(isLeft, targets).filter { $0.0 == side }.map(\.1) }
                    guard sides.allSatisfy({ $0.count >= rowsPerLeaf }) else { continue }
                    let error = sides.map { side in
                        let mean = side.reduce(0, +) / Double(side.count)
                        return side.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
                    }.reduce(0, +)
                    best = min(best ?? error, error)
                }
            }
        }
        return best
    }

    // By sides alone: a row above the start counts `level`, one below `level` − 1.
    @Test(arguments: 1...20)
    func `the first split of a quantile is the best there is`(_ seed: UInt64) throws {
        let rows = Sample.random(seed, rows: 150, columns: 3, unknown: 10)
        let sample = Sample(rows, noise: 9, seed)
        let level = 0.6
        func model(_ trees: Int) -> TreeModel {
            sample.model { ($0.trees, $0.leaves, $0.rowsPerLeaf, $0.loss) = (trees, 2, 10, .quantile(level)) }
        }
        let start = model(0).start
        let slopes = sample.targets.map { $0 > start ? level : level - 1 }
        let values = rows.map { model(1).value($0) }
        let first = try #require(values.first)
        func gain(_ isLeft: [Bool]) -> Double {
            [true, false].map { side in
                let own = zip(isLeft, slopes).filter { $0.0 == side }.map(\.1)
                return own.count < 10 ? -1e9 : own.reduce(0, +) * own.reduce(0, +) / Double(own.count)
            }.reduce(0, +)
        }
        let splits = rows[0].indices.flatMap { column in
            Set(rows.map { $0[column] }.filter { !$0.isNaN }).flatMap { threshold in
                [true, false].map { unknown in
                    gain(rows.map { $0[column].isNaN ? unknown : $0[column] <= threshold })
                }
            }
        }
        let best = try #require(splits.max())
        #expect(abs(gain(values.map { $0 == first }) - best) <= 1e-3 * best, "seed \(seed)")
    }

    @Test(arguments: [BoostingLoss.squared, .quantile(0.54)])
    func `a part of the intervals gives the model of its columns alone`(_ loss: BoostingLoss) {
        let rows = Sample.random(11, rows: 800, columns: 6, unknown: 8)
        let targets = rows.map { Double($0[4].isNaN ? 7 : $0[4]) + Double($0[1].isNaN ? 0 : $0[1]) / 3 }
        var (whole, own) = (FeatureMatrix(columns: 6), FeatureMatrix(columns: 3))
        for row in rows {
            whole.append(row)
            own.append([row[4], row[1], row[2]])
        }
        var parameters = BoostingParameters()
        (parameters.trees, parameters.rowsPerLeaf, parameters.loss) = (15, 20, loss)
        let booster = TreeBooster(parameters)
        let part = BinnedMatrix(whole).part([4, 1, 2])
        #expect(booster.model(of: targets, on: part) == booster.model(of: targets, on: BinnedMatrix(own)))
    }

    @Test func `the same rows give the same bytes, another seed other columns`() {
        let sample = Sample(Sample.random(9, rows: 900, columns: 8, unknown: 5)) { Double($0[0].isNaN ? 0 : $0[0]) }
        #expect(sample.model().encoded == sample.model().encoded)
        let shares = [1, 2, 1].map { seed in
            sample.model { ($0.columnShare, $0.seed, $0.trees) = (0.5, seed, 20) }.encoded
        }
        #expect(shares[0] == shares[2] && shares[0] != shares[1])
    }
}

struct TreeModelTests {
    private var model: TreeModel {
        Sample(Sample.random(3, rows: 700, columns: 4, unknown: 10)) { Double($0[2].isNaN ? 1 : $0[2]) }
            .model { $0.trees = 7 }
    }

    @Test func `a model is read back as it was written`() throws {
        let read = try #require(TreeModel(encoded: model.encoded, columns: 4))
        #expect(read == model)
        for row in Sample.random(4, rows: 50, columns: 4, unknown: 20) { #expect(read.value(row) == model.value(row)) }
    }

    @Test func `bytes that are no model are refused`() {
        let bytes = model.encoded
        #expect(TreeModel(encoded: [], columns: 4) == nil)
        #expect(TreeModel(encoded: Array(bytes.dropLast()), columns: 4) == nil)
        #expect(TreeModel(encoded: bytes + [0], columns: 4) == nil)
        #expect(TreeModel(encoded: bytes, columns: 1) == nil)
    }

    // A model whose nodes point back would be walked for ever.
    @Test func `no damage makes a walk endless or leave the model`() {
        var random = SeededRandom(seed: 11)
        let bytes = model.encoded
        for _ in 0..<2000 {
            var damaged = bytes
            damaged[random.int(0...damaged.count - 1)] = UInt8(random.int(0...255))
            _ = TreeModel(encoded: damaged, columns: 4)?.value([1, 2, .nan, 4])
        }
    }
}

struct BinnedMatrixTests {
    @Test func `few numbers have an interval each, many are cut into equal parts`() {
        var few = FeatureMatrix(columns: 1)
        for value in [3, 1, 2, 2, .nan] as [Float] { few.append([value]) }
        #expect(few.rows == 5)
        var many = FeatureMatrix(columns: 1)
        for value in 0..<6300 { many.append([Float(value)]) }
        // Both are asked for through what is learned from them: a step between any two numbers of the few is found.
        let step = TreeBooster(Self.oneSplit).model(of: [5, 0, 5, 5, 5], on: BinnedMatrix(few))
        #expect([1, 2].map { step.value([$0]) } == [0, 5])
        let half = TreeBooster(Self.oneSplit).model(of: (0..<6300).map { $0 < 3000 ? 0 : 1 }, on: BinnedMatrix(many))
        #expect(abs(half.value([0])) < 0.02 && abs(half.value([6299]) - 1) < 0.02)
    }

    private static var oneSplit: BoostingParameters {
        var parameters = BoostingParameters()
        (parameters.trees, parameters.leaves, parameters.learningRate, parameters.rowsPerLeaf) = (1, 2, 1, 1)
        return parameters
    }
}
