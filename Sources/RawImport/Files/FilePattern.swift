/// Which file names hold rows of a table.
enum FilePattern: Hashable, Sendable {
    /// `schedule_*.csv`, given `schedule_`.
    case prefix(String)
    /// `players.csv`, given `players`.
    case exactly(String)

    /// Whether `baseName`, which has lost its `.gz`, is one.
    func matches(_ baseName: String) -> Bool {
        switch self {
        case .prefix(let prefix): baseName.hasPrefix(prefix) && baseName.hasSuffix(".csv")
        case .exactly(let stem): baseName == "\(stem).csv"
        }
    }
}
