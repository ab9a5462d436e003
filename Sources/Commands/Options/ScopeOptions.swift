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
        return schedule.countingDates.within(facts.history)
    }

    /// The days meant as such, whether or not there are games on them; nil unless a range or a month is named.
    func stretch() throws -> ClosedRange<GameDate>? {
        if let first = startDate ?? endDate, let last = endDate ?? startDate { return first...last }
        return try monthRange()
    }
}

/// Which tables a command is about.
struct TableOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Comma-separated tables or job names.", valueName: "tables"))
    var table: String?

    @Option(help: ArgumentHelp("Comma-separated phases, 2 to 5.", valueName: "phases"))
    var phase: String?

    init() {}

    /// Whether the command line names tables or phases.
    var isExplicit: Bool { table != nil || phase != nil }

    /// The computed tables meant, in catalog order; all when none are named.
    func computed(_ catalog: Catalog) throws(CommandFailure) -> [TableName] {
        let named = try names(catalog)
        return named.filter { catalog.step(for: $0) != nil }
    }

    /// The tables meant, imported ones included, in catalog order; all when none are named.
    func names(_ catalog: Catalog) throws(CommandFailure) -> [TableName] {
        let phases = try phases()
        let wanted = try table.map { text throws(CommandFailure) in try TableSpelling.tables(text, catalog) }
        return catalog.tables.map(\.name).filter { name in
            let inPhase =
                phases.map { phases in catalog.entry(name).map { phases.contains($0.phase) } ?? false } ?? true
            return inPhase && (wanted?.contains(name) ?? true)
        }
    }

    private func phases() throws(CommandFailure) -> Set<Phase>? {
        guard let phase else { return nil }
        var phases: Set<Phase> = []
        for part in phase.split(separator: ",", omittingEmptySubsequences: false) {
            guard let number = Int(part), let phase = Phase(rawValue: number) else {
                throw .usage("'\(part)' is not a phase; write 2, 3, 4 or 5")
            }
            phases.insert(phase)
        }
        return phases
    }
}

/// The spellings a table goes by.
enum TableSpelling {
    /// The tables a comma list names: table names, job names, CamelCase names with the suffix Processor.
    static func tables(_ text: String, _ catalog: Catalog) throws(CommandFailure) -> Set<TableName> {
        var tables: Set<TableName> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            tables.insert(try table(part, catalog))
        }
        return tables
    }

    /// The table one spelling means.
    static func table(_ spelling: some StringProtocol, _ catalog: Catalog) throws(CommandFailure) -> TableName {
        let text = String(spelling)
        let bare = text.split(separator: "/").last.map(String.init) ?? text
        let candidates = [bare, snakeCase(bare)]
        for candidate in candidates {
            let name = TableName(rawValue: candidate)
            if let entry = catalog.entry(name),
                catalog.base(of: catalog.position(of: name) ?? 0) == catalog.position(of: name),
                text == bare || catalog.step(for: name)?.processor.job == text
            {
                return entry.name
            }
        }
        throw .usage("there is no table or job '\(text)'; 'backcourt processors' and 'backcourt schema' list them")
    }

    private static func snakeCase(_ text: String) -> String {
        let stem = text.hasSuffix("Processor") ? String(text.dropLast("Processor".count)) : text
        var words = ""
        for character in stem {
            if character.isUppercase, !words.isEmpty { words += "_" }
            words += character.lowercased()
        }
        return words
    }
}
