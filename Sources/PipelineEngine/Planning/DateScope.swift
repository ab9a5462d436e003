public import GameCalendar

/// The days somebody asks about.
public enum DateScope: Hashable, Sendable {
    /// Everything from the beginning of history to its newest game.
    case history
    /// These dates.
    case dates([GameDate])
    /// The days with games of these seasons.
    case seasons([Season])
    /// Every day of a stretch, whether or not there are games on it.
    case stretch(ClosedRange<GameDate>)

    /// The game dates meant.
    public func dates(_ facts: Facts) -> DateSet {
        let schedule = facts.schedule
        let known = schedule.expectedDates.union(schedule.countingDates)
        switch self {
        case .dates(let dates): return DateSet(dates)
        case .seasons(let seasons):
            return DateSet(known.filter { date in schedule.season(of: date).map(seasons.contains) ?? false })
        case .stretch(let stretch): return known.within(stretch)
        case .history:
            // A game that was never played keeps its date from counting, but what is known before games is read later on.
            guard let newest = schedule.countingDates.last else { return [] }
            return DateSet(known.within(facts.history).filter { $0 <= newest })
        }
    }

    /// The days meant as such; nil unless a stretch is asked for.
    public var stretch: ClosedRange<GameDate>? {
        if case .stretch(let stretch) = self { stretch } else { nil }
    }

    /// The days of a month written `2023-11`; nil when it is none.
    public static func month(_ text: some StringProtocol) -> DateScope? {
        guard let first = GameDate("\(text)-01") else { return nil }
        let (year, number, _) = first.components
        let next = GameDate(year: number == 12 ? year + 1 : year, month: number == 12 ? 1 : number + 1, day: 1)
        return .stretch(first...((next ?? first + 31) - 1))
    }
}
