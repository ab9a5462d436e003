public import GameCalendar

/// How far back a step reads.
///
/// Reading back is not running back: no lookback makes earlier dates run again.
///
///     schedule               11-01  11-02  11-04
///     .gameDates(2), 11-04   11-01  11-02           before history: 0
///     .gameDates(2), 11-02   11-01                  before history: 1 when history starts on 11-01
///     .days(2),      11-04          11-02           before history: 0
public enum Lookback: Hashable, Sendable {
    /// The partition of the date itself.
    case none
    /// The last K calendar days before the date.
    case days(Int)
    /// The last N game dates before the date.
    case gameDates(Int)
    /// The dates of the date's season before it.
    case season
    /// The dates of the date's season up to it, itself included.
    case seasonToDate
    /// This season and the K−1 before it, before the date.
    case seasons(Int)
    /// The newest partition of the date's season, the date's own included: for tables that have few.
    case latest
    /// All dates of the season before the date's.
    case previousSeason

    /// All dates before the date: of more seasons than any league has.
    public static let everything = Lookback.seasons(200)

    /// Whether the partition of the date itself is read.
    public var includesDate: Bool {
        switch self {
        case .none, .seasonToDate, .latest: true
        case .days, .gameDates, .season, .seasons, .previousSeason: false
        }
    }

    /// The spelling of partition_input: `none`, `days(7)`, `season`, `previous_season`.
    public var label: String {
        switch self {
        case .none: "none"
        case .days(let count): "days(\(count))"
        case .gameDates(let count): "game_dates(\(count))"
        case .season: "season"
        case .seasonToDate: "season_to_date"
        case .latest: "latest"
        case .seasons(let count): "seasons(\(count))"
        case .previousSeason: "previous_season"
        }
    }
}

/// The dates one input of one step covers.
public struct InputWindow: Hashable, Sendable {
    /// Dates to be read, ascending, all inside history.
    public let dates: DateSet
    /// Dates the window wants that lie before history: counted, never read, never awaited.
    public let beforeHistory: Int

    /// A window over `dates`.
    public init(dates: DateSet, beforeHistory: Int) {
        self.dates = dates
        self.beforeHistory = beforeHistory
    }
}

extension Lookback {
    /// The window of a step for `date` over the days of `calendar`.
    ///
    /// - Parameters:
    ///   - calendar: which days the input has partitions on.
    ///   - historyStart: the first date of history; earlier ones are only counted.
    public func window(
        before date: GameDate, on schedule: Schedule, _ calendar: PartitionCalendar, historyStart: GameDate
    ) -> InputWindow {
        if calendar == .single { return InputWindow(dates: [.reference], beforeHistory: 0) }
        let all = calendar == .monthOpenings ? schedule.monthOpenings(from: historyStart) : calendar.dates(of: schedule)
        let wanted: [GameDate]
        switch self {
        case .none: wanted = [date]
        case .days(let count): wanted = all.before(date).filter { $0 >= date - count }
        case .gameDates(let count): return gameDates(count, before: date, of: all, historyStart: historyStart)
        case .season: wanted = seasons(1, before: date, of: all, on: schedule)
        case .seasonToDate: wanted = seasons(1, before: date + 1, as: date, of: all, on: schedule)
        case .latest: wanted = seasons(1, before: date + 1, as: date, of: all, on: schedule).suffix(1)
        case .seasons(let count): wanted = seasons(count, before: date, of: all, on: schedule)
        case .previousSeason:
            guard let previous = schedule.season(of: date)?.previous else {
                return InputWindow(dates: [], beforeHistory: 0)
            }
            wanted = all.before(date).filter { schedule.season(of: $0) == previous }
        }
        let inside = wanted.filter { $0 >= historyStart }
        return InputWindow(dates: DateSet(inside), beforeHistory: wanted.count - inside.count)
    }

    // The days before `date` in the season of `own`, by default of `date` itself, and in those before it.
    private func seasons(
        _ count: Int, before date: GameDate, as own: GameDate? = nil, of all: DateSet, on schedule: Schedule
    ) -> [GameDate] {
        guard let season = schedule.season(of: own ?? date) else { return [] }
        return all.before(date).filter { day in
            guard let year = schedule.season(of: day)?.startYear else { return false }
            return year <= season.startYear && year > season.startYear - count
        }
    }

    private func gameDates(
        _ count: Int, before date: GameDate, of all: DateSet, historyStart: GameDate
    ) -> InputWindow {
        let inside = all.before(date).suffix(count).filter { $0 >= historyStart }
        return InputWindow(dates: DateSet(inside), beforeHistory: count - inside.count)
    }
}
