package import GradientBoosting

/// Learns the models of line-ups: a ridge regression, trees on what it leaves over, and trees on the outcome itself.
///
/// The prediction is the mean of the ridge with its trees and of the other trees. Trees keep a quantile loss small, a little
/// above the median: that is the absolute error under a price on the bias, for MAE + λ·bias is the loss at 0.5 + λ/2.
package struct BlendedLearner: Sendable {
    /// What is given to the method.
    package struct Parameters: Hashable, Sendable {
        /// λ of the ridge regression.
        package var penalty = 30.0
        /// Trees on what the ridge leaves over.
        package var residualTrees = 75
        /// Trees on the outcome.
        package var directTrees = 100
        /// Share of a tree's correction that is taken.
        package var learningRate = 0.1
        /// Rows a leaf needs.
        package var rowsPerLeaf = 200
        package var seed: UInt64 = 7
        /// The quantile of points; 0.01 more raises the bias by 0.14.
        package var pointsLevel = 0.535
        /// The quantile of rebounds and assists.
        package var otherLevel = 0.54

        package init() {}
    }

    package let method = "ridge+quantile-gbdt"
    private let given: Parameters

    /// A learner with these parameters.
    package init(_ parameters: Parameters = Parameters()) {
        given = parameters
    }

    private func booster(_ market: Market, trees: Int) -> BoostingParameters {
        var parameters = BoostingParameters()
        (parameters.trees, parameters.rowsPerLeaf, parameters.seed) = (trees, given.rowsPerLeaf, given.seed)
        parameters.learningRate = given.learningRate
        parameters.loss = .quantile(market == .points ? given.pointsLevel : given.otherLevel)
        return parameters
    }

    /// What the method is given for `market`, as a JSON object.
    package func parameters(_ market: Market) -> String {
        "{\"ridge\":\(given.penalty),\"residual\":\(booster(market, trees: given.residualTrees).json),"
            + "\"direct\":\(booster(market, trees: given.directTrees).json),\"weights\":[0.5,0.5]}"
    }

    /// The bytes of a model that expects `targets`, one for each row of `features`, which holds every feature of line-ups.
    ///
    /// - Parameter bins: the intervals of `features`, the same for every market.
    package func model(
        of targets: [Double], _ market: Market, on features: FeatureMatrix, _ bins: BinnedMatrix
    ) -> [UInt8] {
        let columns = LineupFeature.columns(of: market)
        let ridge = RidgeRegression(penalty: given.penalty).model(of: targets, on: features, columns: columns)
        let own = bins.part(columns)
        let residuals = zip(targets, ridge.values(of: features, columns: columns)).map { $0 - $1 }
        let residual = TreeBooster(booster(market, trees: given.residualTrees)).model(of: residuals, on: own)
        let direct = TreeBooster(booster(market, trees: given.directTrees)).model(of: targets, on: own)
        return BlendedModel(columns: columns, ridge, residual, direct).encoded
    }

    /// Reads such bytes; nil for any others.
    package func read(_ bytes: [UInt8], _ market: Market) -> (any LearnedModel)? {
        BlendedModel(encoded: bytes, columns: LineupFeature.columns(of: market))
    }
}

/// The mean of a ridge regression with trees on what it leaves over, and of trees on the outcome.
struct BlendedModel: LearnedModel, Hashable {
    /// Positions of what it reads among all features of line-ups.
    let columns: [Int]
    let ridge: RidgeModel
    let residual: TreeModel
    let direct: TreeModel

    init(columns: [Int], _ ridge: RidgeModel, _ residual: TreeModel, _ direct: TreeModel) {
        (self.columns, self.ridge, self.residual, self.direct) = (columns, ridge, residual, direct)
    }

    func value(_ features: [Float]) -> Double {
        let own = columns.map { features[$0] }
        let corrected: Double = ridge.value(own) + residual.value(own)
        return 0.5 * corrected + 0.5 * direct.value(own)
    }

    /// The three models, each after the number of its bytes as four little-endian ones.
    var encoded: [UInt8] {
        [ridge.encoded, residual.encoded, direct.encoded].flatMap { part in
            withUnsafeBytes(of: UInt32(truncatingIfNeeded: part.count).littleEndian) { Array($0) } + part
        }
    }

    /// Reads ``encoded``; nil for any other bytes.
    init?(encoded bytes: [UInt8], columns: [Int]) {
        var rest = bytes[...]
        var parts: [[UInt8]] = []
        while rest.count >= 4 {
            let size = rest.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
            rest = rest.dropFirst(4)
            guard size <= rest.count else { return nil }
            parts.append(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        guard rest.isEmpty, parts.count == 3, let ridge = RidgeModel(encoded: parts[0], columns: columns.count),
            let residual = TreeModel(encoded: parts[1], columns: columns.count),
            let direct = TreeModel(encoded: parts[2], columns: columns.count)
        else { return nil }
        self.init(columns: columns, ridge, residual, direct)
    }
}
