/// Period and time left, in whole seconds.
struct GameClock: Sendable {
    /// Quarters 1...4, overtimes from 5.
    private(set) var period = 1
    /// Seconds left in the period.
    private(set) var left = Self.quarter
    /// Seconds played since the start of the game.
    private(set) var elapsed = 0

    static let quarter = 720
    static let overtime = 300

    /// Overtimes begun.
    var overtimes: Int { max(0, period - 4) }
    /// Whether the period may be the last one.
    var mayBeLast: Bool { period >= 4 }

    mutating func run(_ seconds: Int) {
        left -= seconds
        elapsed += seconds
    }

    mutating func startNextPeriod() {
        period += 1
        left = period > 4 ? Self.overtime : Self.quarter
    }
}
