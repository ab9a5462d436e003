import GradientBoosting
import Randomness
import Testing

/// Ridge regressions worked by hand and by elimination.
struct RidgeRegressionTests {
    private static func matrix(_ rows: [[Float]]) -> FeatureMatrix {
        var matrix = FeatureMatrix(columns: rows.first?.count ?? 1)
        for row in rows { matrix.append(row) }
        return matrix
    }

    // Standardised −1 and 1; A'A = 2, A'y = 4, so that w = 4 / (2 + λ).
    @Test(arguments: [(1e-9, 2), (2, 1), (6, 0.5)]) func `one column of two rows`(penalty: Double, weight: Double) {
        let model = RidgeRegression(penalty: penalty).model(of: [3, 7], on: Self.matrix([[10], [20]]))
        #expect(abs(model.value([20]) - (5 + weight)) < 1e-6 && abs(model.value([10]) - (5 - weight)) < 1e-6)
        #expect(abs(model.value([15]) - 5) < 1e-9)
    }

    // The known numbers 1 and 3 become −1 and 1, the unknown one 0: it counts as their mean.
    @Test func `what is not known counts as the mean`() {
        let model = RidgeRegression(penalty: 2).model(of: [0, 8, 4], on: Self.matrix([[1], [3], [.nan]]))
        #expect(abs(model.value([.nan]) - 4) < 1e-9 && abs(model.value([2]) - 4) < 1e-9)
        #expect(abs(model.value([3]) - 6) < 1e-6)
    }

    @Test func `constant and unknown columns take no part, no rows give 0`() {
        let rows: [[Float]] = [[1, 5, .nan], [2, 5, .nan], [3, 5, .nan]]
        let model = RidgeRegression(penalty: 1).model(of: [1, 2, 3], on: Self.matrix(rows))
        #expect(model.value([2, 5, .nan]) == 2)
        #expect(RidgeRegression(penalty: 1).model(of: [], on: FeatureMatrix(columns: 2)).value([1, 1]) == 0)
    }

    @Test(arguments: UInt64(1)...10)
    func `weights are those of plain elimination`(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let rows: [[Float]] = (0..<60).map { _ in
            (0..<5).map { _ in random.chance(10) ? .nan : Float(random.int(0...20)) }
        }
        let targets = rows.map { row in Double(row[0].isNaN ? 4 : row[0]) * 0.5 + random.unit() }
        let model = RidgeRegression(penalty: 30).model(of: targets, on: Self.matrix(rows))
        let naive = Naive(rows, targets, penalty: 30)
        for row in rows { #expect(abs(model.value(row) - naive.value(row)) < 1e-6, "seed \(seed)") }
    }

    @Test func `columns of a wider matrix give the model of a matrix of these alone`() {
        let rows: [[Float]] = [[1, 9, 2], [2, 9, .nan], [4, 1, 0], [3, 5, 3]]
        let (whole, own) = (Self.matrix(rows), Self.matrix(rows.map { [$0[2], $0[0]] }))
        let ridge = RidgeRegression(penalty: 3)
        let model = ridge.model(of: [1, 2, 3, 4], on: whole, columns: [2, 0])
        #expect(model == ridge.model(of: [1, 2, 3, 4], on: own))
        #expect(model.values(of: whole, columns: [2, 0]) == model.values(of: own))
        #expect(model.values(of: own) == rows.map { model.value([$0[2], $0[0]]) })
    }

    @Test func `a model is read back as it was written, other bytes are refused`() throws {
        let rows: [[Float]] = [[1, 2], [2, .nan], [4, 0], [3, 3]]
        let model = RidgeRegression(penalty: 3).model(of: [1, 2, 3, 4], on: Self.matrix(rows))
        #expect(try #require(RidgeModel(encoded: model.encoded, columns: 2)) == model)
        #expect(RidgeModel(encoded: model.encoded, columns: 1) == nil)
        #expect(RidgeModel(encoded: Array(model.encoded.dropLast()), columns: 2) == nil)
        #expect(RidgeModel(encoded: [UInt8](repeating: 255, count: model.encoded.count), columns: 2) == nil)
    }
}

/// The same by Gauss and Jordan, without a thought for speed.
private struct Naive {
    var (means, deviations, centers, weights) = ([Double](), [Double](), [Double](), [Double]())
    var start = 0.0

    init(_ rows: [[Float]], _ targets: [Double], penalty: Double) {
        let width = rows[0].count
        for column in 0..<width {
            let known = rows.map { $0[column] }.filter { !$0.isNaN }.map(Double.init)
            let mean = known.reduce(0, +) / Double(known.count)
            means.append(mean)
            deviations.append(
                (known.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(known.count)).squareRoot() + 1e-9)
        }
        let plain = rows.map { standardised($0) }
        centers = (0..<width).map { column in plain.map { $0[column] }.reduce(0, +) / Double(rows.count) }
        start = targets.reduce(0, +) / Double(targets.count)
        let centred = plain.map { row in zip(row, centers).map { $0 - $1 } }
        var system = (0..<width).map { left in
            (0..<width).map { right in
                centred.map { $0[left] * $0[right] }.reduce(left == right ? penalty : 0, +)
            } + [zip(centred, targets).map { $0[left] * ($1 - start) }.reduce(0, +)]
        }
        for pivot in 0..<width {
            system[pivot] = system[pivot].map { [factor = system[pivot][pivot]] in $0 / factor }
            for other in 0..<width where other != pivot {
                let factor = system[other][pivot]
                system[other] = zip(system[other], system[pivot]).map { $0 - factor * $1 }
            }
        }
        weights = system.map { $0[width] }
    }

    private func standardised(_ row: [Float]) -> [Double] {
        row.indices.map { row[$0].isNaN ? 0 : (Double(row[$0]) - means[$0]) / deviations[$0] }
    }

    func value(_ row: [Float]) -> Double {
        let plain = standardised(row)
        return start + row.indices.map { (plain[$0] - centers[$0]) * weights[$0] }.reduce(0, +)
    }
}
