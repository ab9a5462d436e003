/// A season, named after the year it starts in: 2021 is `2021-22`.
///
/// A season never follows from a date: the schedule says which one a game belongs to.
public struct Season: Hashable, Comparable, Sendable {
    /// The year the season starts in.
    public let startYear: Int

    /// The season that starts in `startYear`.
    public init(startYear: Int) {
        self.startYear = startYear
    }

    /// Parses `2021-22`; the second part must be the next year's last two digits.
    public init?(_ label: some StringProtocol) {
        let parts = label.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 4, parts[1].utf8.count == 2 else { return nil }
        let digits = label.utf8.filter { $0 != 0x2D }
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        guard let start = Int(parts[0]), let end = Int(parts[1]), (start + 1) % 100 == end else { return nil }
        self.startYear = start
    }

    /// The season before this one.
    public var previous: Season { Season(startYear: startYear - 1) }

    /// Earlier seasons first.
    public static func < (left: Season, right: Season) -> Bool {
        left.startYear < right.startYear
    }
}

extension Season: CustomStringConvertible {
    /// `2021-22`.
    public var description: String {
        let end = (startYear + 1) % 100
        return "\(startYear)-\(end < 10 ? "0" : "")\(end)"
    }
}
