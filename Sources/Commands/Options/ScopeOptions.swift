public import ArgumentParser
public import GameCalendar
import PipelineEngine
import PipelineModel

extension GameDate: ExpressibleByArgument {
    /// Parses `YYYY-MM-DD`.
    public init?(argument: String) { self.init(argument) }
}

/// Which dates and tables a command is about: exactly one kind of date scope, or none for the whole history.
struct ScopeOptions: ParsableArguments {
    @Option(help: ArgumentHelp("First date, inclusive; alone it means that one day.", valueName: "date"))
    var startDate: GameDate?

    @Option(help: ArgumentHelp("Last date, inclusive; alone it means that one day.", valueName: "date"))
    var endDate: GameDate?

    @Option(help: ArgumentHelp("Comma-separated dates.", valueName: "dates"))
    var dates: String?

    @Option(help: ArgumentHelp("Comma-separated seasons, such as 2021-22.", valueName: "seasons"))
    var season: String?

    @Option(help: ArgumentHelp("One month, such as 2023-11.", valueName: "month"))
    var month: String?

    init() {}

    func validate() throws {
        let kinds = [startDate != nil || endDate != nil, dates != nil, season != nil, month != nil]
        guard kinds.count(where: \.self) <= 1 else {
            throw ValidationError(
                "Give one kind of scope: --start-date/--end-date, --dates, --season or --month.")
        }
        if let startDate, let endDate, endDate < startDate {
            throw ValidationError("--end-date \(endDate) is before --start-date \(startDate).")
        }
        _ = try listedDates()
        _ = try listedSeasons()
        _ = try monthRange()
    }

    /// Whether the command line names a scope.
    var isExplicit: Bool {
        startDate != nil || endDate != nil || dates != nil || season != nil || month != nil
    }

    private func listedDates() throws -> [GameDate]? {
        try dates?.split(separator: ",", omittingEmptySubsequences: false).map { part in
            guard let date = GameDate(part) else {
                throw ValidationError("'\(part)' is not a date; write YYYY-MM-DD.")
            }
            return date
        }
    }

    private func listedSeasons() throws -> [Season]? {
        try season?.split(separator: ",", omittingEmptySubsequences: false).map { part in
            guard let season = Season(part) else {
                throw ValidationError("'\(part)' is not a season; write it like 2021-22.")
            }
            return season
        }
    }

    private func monthRange() throws -> ClosedRange<GameDate>? {
        guard let month else { return nil }
        guard let first = GameDate("\(month)-01") else {
            throw ValidationError("'\(month)' is not a month; write it like 2023-11.")
        }
        let (year, number, _) = first.components
        let next = GameDate(year: number == 12 ? year + 1 : year, month: number == 12 ? 1 : number + 1, day: 1)
        return first...((next ?? first + 31) - 1)
    }

    /// The dates meant; the whole history when none are named.
    func dates(_ facts: Facts) throws -> DateSet {
        let schedule = facts.schedule
        let known = schedule.expectedDates.union(schedule.countingDates)
        if let listed = try listedDates() { return DateSet(listed) }
        if let seasons = try listedSeasons() {
            return DateSet(known.filter { date in schedule.season(of: date).map(seasons.contains) ?? false })
        }
        if let stretch = try stretch() { return known.within(stretch) }
        // A game that was never played keeps its date from counting, but what is known before games is read later on.
        guard let newest = schedule.countingDates.last else { return [] }
        return DateSet(known.within(facts.history).filter { $0 <= newest })
    }

    /// The days meant as such, whether or not there are games on them; nil unless a range or a month is named.
    func stretch() throws -> ClosedRange<GameDate>? {
        if let first = startDate ?? endDate, let last = endDate ?? startDate { return first...last }
        return try monthRange()
    }
}
