/// How trees are boosted.
public struct BoostingParameters: Hashable, Sendable {
    /// Trees of a model.
    public var trees = 200
    /// Leaves of a tree at most.
    public var leaves = 15
    /// Share of each tree's correction that is taken, 0…1.
    public var learningRate = 0.05
    /// Rows a leaf needs.
    public var rowsPerLeaf = 100
    /// Share of the columns each tree may split by, 0…1.
    public var columnShare = 0.5
    /// What all chance comes from.
    public var seed: UInt64 = 1
    /// What is kept small.
    public var loss = BoostingLoss.squared

    /// 200 trees of 15 leaves.
    public init() {}

    /// The parameters as a JSON object; the level of a quantile is named, the squared error is not.
    public var json: String {
        "{\"trees\":\(trees),\"leaves\":\(leaves),\"learning_rate\":\(learningRate),\"rows_per_leaf\":\(rowsPerLeaf),"
            + "\"column_share\":\(columnShare),\"seed\":\(seed)\(lossText)}"
    }

    private var lossText: String {
        switch loss {
        case .squared: ""
        case .quantile(let level): ",\"quantile\":\(level)"
        }
    }
}
