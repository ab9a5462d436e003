/// Least squares with a price on large weights.
///
/// Columns are standardised by the known numbers, what is not known counts as the mean, and the columns are then centred:
/// (A'A + λI)·w = A'(y − ȳ). One thread; sums run over the rows in order, so equal inputs give equal bits.
public struct RidgeRegression: Sendable {
    // Keeps a column of one single number from dividing by 0.
    private static let trifle = 1e-9
    private let penalty: Double

    /// A regression with λ = `penalty`, above 0.
    public init(penalty: Double) {
        self.penalty = penalty
    }

    /// The model of `targets`, one for each row of `matrix`, by the columns at `positions`, or by all of them.
    ///
    /// About 0.5 ns a row and pair of columns.
    public func model(
        of targets: [Double], on matrix: FeatureMatrix, columns positions: [Int]? = nil
    ) -> RidgeModel {
        precondition(targets.count == matrix.rows, "one target for each row")
        let positions = positions ?? Array(0..<matrix.columns)
        guard !targets.isEmpty else {
            return RidgeModel(start: 0, terms: Array(repeating: RidgeModel.Term(), count: positions.count))
        }
        let start = targets.reduce(0, +) / Double(targets.count)
        var model = RidgeModel(start: start, terms: Self.terms(of: matrix, positions))
        var (products, sides) = Self.sums(targets, start, matrix, positions, model.terms)
        for column in positions.indices { products[column * positions.count + column] += penalty }
        Self.solve(&products, &sides)
        for column in positions.indices { model.terms[column].weight = sides[column] }
        return model
    }

    private static func terms(of matrix: FeatureMatrix, _ positions: [Int]) -> [RidgeModel.Term] {
        positions.map { column in
            var term = RidgeModel.Term()
            let places = stride(from: column, to: matrix.values.count, by: matrix.columns)
            var (sum, squares, known) = (0.0, 0.0, 0)
            for place in places where !matrix.values[place].isNaN {
                sum += Double(matrix.values[place])
                known += 1
            }
            guard known > 0 else { return term }
            term.mean = sum / Double(known)
            for place in places where !matrix.values[place].isNaN {
                let distance = Double(matrix.values[place]) - term.mean
                squares += distance * distance
            }
            term.deviation = (squares / Double(known)).squareRoot() + trifle
            var standardised = 0.0
            for place in places { standardised += term.standardised(matrix.values[place]) }
            term.center = standardised / Double(matrix.rows)
            return term
        }
    }

    // A'A above the diagonal, row after row, and A'(y − ȳ).
    private static func sums(
        _ targets: [Double], _ start: Double, _ matrix: FeatureMatrix, _ positions: [Int],
        _ terms: [RidgeModel.Term]
    ) -> (products: [Double], sides: [Double]) {
        let width = positions.count
        var products = [Double](repeating: 0, count: width * width)
        var sides = [Double](repeating: 0, count: width)
        var row = [Double](repeating: 0, count: width)
        products.withUnsafeMutableBufferPointer { products in
            row.withUnsafeMutableBufferPointer { row in
                for (number, target) in targets.enumerated() {
                    for (column, position) in positions.enumerated() {
                        let value = matrix.values[number * matrix.columns + position]
                        row[column] = terms[column].standardised(value) - terms[column].center
                        sides[column] += row[column] * (target - start)
                    }
                    for column in 0..<width {
                        let (factor, first) = (row[column], column * width)
                        for other in column..<width { products[first + other] += factor * row[other] }
                    }
                }
            }
        }
        return (products, sides)
    }

    // Cholesky: `sides` becomes the weights. A column without a positive pivot, which λ > 0 rules out for finite numbers,
    // gets none.
    private static func solve(_ products: inout [Double], _ sides: inout [Double]) {
        let width = sides.count
        for row in 0..<width {
            for above in 0..<row {
                let factor = products[above * width + row]
                for column in row..<width {
                    products[row * width + column] -= factor * products[above * width + column]
                }
            }
            let pivot = products[row * width + row]
            let scale = pivot > 0 ? 1 / pivot.squareRoot() : 0
            for column in row..<width { products[row * width + column] *= scale }
        }
        for row in 0..<width {
            for above in 0..<row { sides[row] -= products[above * width + row] * sides[above] }
            sides[row] = ratio(sides[row], products[row * width + row])
        }
        for row in (0..<width).reversed() {
            for column in (row + 1)..<width { sides[row] -= products[row * width + column] * sides[column] }
            sides[row] = ratio(sides[row], products[row * width + row])
        }
    }

    private static func ratio(_ value: Double, _ pivot: Double) -> Double { pivot > 0 ? value / pivot : 0 }
}
