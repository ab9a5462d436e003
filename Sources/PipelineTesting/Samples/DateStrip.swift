public import GameCalendar

/// Days drawn as characters, first day first: `x` present, `-` missing, `.` no games.
///
///     strip("xx-.x", from: 2023-11-01)    scheduled 11-01 11-02 11-03 11-05, missing 11-03
public struct DateStrip: Hashable, Sendable {
    /// The days with games, one counting game each.
    public let schedule: Schedule
    /// The days drawn present.
    public let present: DateSet

    /// The days drawn missing.
    public var missing: DateSet { schedule.countingDates.subtracting(present) }

    /// The strip as drawn over the days of `range`; days without games as `.`.
    public func drawn(over range: ClosedRange<GameDate>) -> String {
        Self.draw(present, on: schedule, over: range)
    }

    /// Draws `present` over the days of `range`.
    public static func draw(_ present: DateSet, on schedule: Schedule, over range: ClosedRange<GameDate>) -> String {
        let days = (0...(range.upperBound - range.lowerBound)).map { range.lowerBound + $0 }
        return String(
            days.map { day in
                guard schedule.countingDates.contains(day) else { return "." }
                return present.contains(day) ? "x" : "-"
            } as [Character])
    }
}

/// A schedule and the days present on it, from a drawing that starts at `date`.
///
/// - Parameter season: the season of every day; the one that starts in the year of `date` when nil.
/// - Precondition: nothing but `x`, `-` and `.` is drawn; spaces are ignored.
public func strip(_ drawing: String, from date: GameDate, season: Season? = nil) -> DateStrip {
    let season = season ?? Season(startYear: date.components.month >= 8 ? date.year : date.year - 1)
    var days: [Schedule.Day] = []
    var present: [GameDate] = []
    for (offset, mark) in drawing.filter({ $0 != " " }).enumerated() {
        precondition("x-.".contains(mark), "a strip is drawn with x, - and ., not \(mark)")
        guard mark != "." else { continue }
        days.append(.init(date: date + offset, season: season, countingGames: 1, expectedGames: 1))
        if mark == "x" { present.append(date + offset) }
    }
    return DateStrip(schedule: Schedule(days), present: DateSet(present))
}
