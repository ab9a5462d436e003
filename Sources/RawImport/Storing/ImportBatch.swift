/// The batch that the runs of an import belong to.
enum ImportBatch {
    private static let prefix = "import-"

    /// The batch of the import with this number.
    static func name(_ importID: Int) -> String { prefix + String(importID) }

    /// The number of the import whose batch is called `name`; nil for other batches.
    static func number(of name: String) -> Int? {
        name.hasPrefix(prefix) ? Int(name.dropFirst(prefix.count)) : nil
    }
}
