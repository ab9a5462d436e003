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
        _ = try scope()
    }

    /// Whether the command line names a scope.
    var isExplicit: Bool {
        startDate != nil || endDate != nil || dates != nil || season != nil || month != nil
    }

    /// What is meant.
    func scope() throws -> DateScope {
        if let dates { return .dates(try Self.listed(dates, "a date; write YYYY-MM-DD") { GameDate($0) }) }
        if let season { return .seasons(try Self.listed(season, "a season; write it like 2021-22") { Season($0) }) }
        if let first = startDate ?? endDate, let last = endDate ?? startDate { return .stretch(first...last) }
        guard let month else { return .history }
        guard let scope = DateScope.month(month) else {
            throw ValidationError("'\(month)' is not a month; write it like 2023-11.")
        }
        return scope
    }

    private static func listed<Value>(_ text: String, _ what: String, _ read: (Substring) -> Value?) throws -> [Value] {
        try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
            guard let value = read(part) else { throw ValidationError("'\(part)' is not \(what).") }
            return value
        }
    }

    /// The dates meant; the whole history when none are named.
    func dates(_ facts: Facts) throws -> DateSet { try scope().dates(facts) }

    /// The days meant as such, whether or not there are games on them; nil unless a range or a month is named.
    func stretch() throws -> ClosedRange<GameDate>? { try scope().stretch }
}
