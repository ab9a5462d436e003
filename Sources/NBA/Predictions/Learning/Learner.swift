package import GradientBoosting

/// Learns to expect numbers from rows of features. Equal rows and targets give equal bytes.
package protocol Learner: Sendable {
    /// The method's name and version.
    var method: String { get }
    /// What the method is given, as a JSON object.
    var parameters: String { get }
    /// The bytes of a model that expects `targets`, one for each row of `matrix`.
    func model(of targets: [Double], on matrix: BinnedMatrix) -> [UInt8]
    /// Reads such bytes; nil for any others.
    func read(_ bytes: [UInt8], features: Int) -> (any LearnedModel)?
}

/// Something that was learned.
package protocol LearnedModel: Sendable {
    /// The number it expects of one row of features, unknown ones not a number.
    func value(_ features: [Float]) -> Double
}

/// Boosted regression trees by squared error.
package struct BoostedTreesLearner: Learner {
    private let booster: BoostingParameters
    package let method = "boosted_trees_1"

    /// 200 trees of at most 15 leaves with 100 rows or more, learning rate 0.05.
    package init(_ parameters: BoostingParameters = BoostingParameters()) {
        booster = parameters
    }

    package var parameters: String { booster.json }

    package func model(of targets: [Double], on matrix: BinnedMatrix) -> [UInt8] {
        TreeBooster(booster).model(of: targets, on: matrix).encoded
    }

    package func read(_ bytes: [UInt8], features: Int) -> (any LearnedModel)? {
        TreeModel(encoded: bytes, columns: features)
    }
}

extension TreeModel: LearnedModel {}
