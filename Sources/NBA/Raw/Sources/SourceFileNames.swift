package import GameCalendar

/// Which names the files of a table have.
package enum SourceFileNames: Hashable, Sendable {
    /// `schedule_*.csv`, given `schedule_`.
    case prefix(String)
    /// `players.csv`, given `players`.
    case exactly(String)

    /// Whether `baseName`, which has lost its `.gz`, is one.
    package func matches(_ baseName: String) -> Bool {
        switch self {
        case .prefix(let prefix): baseName.hasPrefix(prefix) && baseName.hasSuffix(".csv")
        case .exactly(let stem): baseName == "\(stem).csv"
        }
    }

    /// The name of the file of `season`, `schedule_2023-24.csv`; a table that is not cut into seasons has one file.
    ///
    /// - Parameter part: what tells several files of one season apart, `_late`; it comes last, so that the file is the
    ///   later one in byte order.
    package func name(of season: Season, part: String = "") -> String {
        switch self {
        case .prefix(let prefix): "\(prefix)\(season)\(part).csv"
        case .exactly(let stem): "\(stem).csv"
        }
    }
}
