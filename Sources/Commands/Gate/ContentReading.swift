import GameCalendar
import NBA
import PipelineEngine
import PipelineModel
import PipelineRuntime
import Randomness

extension Session {
    // Dates the leak check proves, and what they are drawn with: the same store gives the same dates.
    private static let leakDates = 5
    private static let leakSeed: UInt64 = 2021

    /// What gate 2 asks of the rows of phase 4: keys, values, contamination and leaks. Reads everything in the scope, what
    /// is asked of the values beside the rest.
    func contentFacts(_ reports: ReportFacts) async throws -> ContentFacts {
        let covered = reports.coverage.tables.filter { $0.phase == .precompute }
        async let tables = contents(of: covered)
        var facts = ContentFacts()
        facts.contamination = try await contamination(on: reports.coverage.dates, reports.ledger)
        facts.leakDates = provable(reports)
        for date in facts.leakDates { facts.leaks += try await leaks(on: date, upTo: .precompute, reports.ledger) }
        facts.tables = try await tables
        return facts
    }

    /// Whether columns derive from rows that exist, one finding per rule.
    func contamination(on dates: DateSet, _ ledger: Ledger) async throws -> [ContaminationFinding] {
        try await ContaminationCheck(store: store, rules: NBACatalog.contaminationRules).findings(on: dates, ledger)
    }

    /// What knew too much on `date`.
    func leaks(on date: GameDate, upTo last: Phase, _ ledger: Ledger) async throws -> [LeakFinding] {
        let check = LeakCheck(store: store, catalog: catalog, upTo: last, tables: ResultNoise.tables) {
            (content, table, seed) throws(ContentError) in
            var random = SeededRandom(seed: seed)
            return try ResultNoise.disturbed(content, of: table, &random)
        }
        return try await check.findings(on: date, seed: Self.leakSeed, ledger)
    }

    /// Some dates on which everything is complete, so that a leak could be proved; ascending.
    func provable(_ reports: ReportFacts) -> [GameDate] {
        let phases = [Phase.raw, .analytics, .precompute].map { reports.wholePhases.completeDates(of: $0) ?? [] }
        let complete = phases.reduce(reports.coverage.dates) { $0.intersection($1) }
        var random = SeededRandom(seed: Self.leakSeed)
        return random.shuffled(complete.dates).prefix(Self.leakDates).sorted()
    }

    private func contents(of tables: [Coverage.Table]) async throws -> [ContentFacts.Table] {
        var contents: [ContentFacts.Table] = []
        for table in tables { contents.append(try await content(of: table)) }
        return contents
    }

    private func content(of table: Coverage.Table) async throws -> ContentFacts.Table {
        let declaration = try TableSpelling.declaration(table.name.rawValue, catalog)
        var content = ContentFacts.Table(declaration)
        let dates = table.statuses.map(\.date)
        for profile in try await store.profiles(of: declaration, columns: content.columns, on: dates).values {
            content.profile.add(profile)
        }
        for (date, keys) in try await store.repeatedKeys(of: declaration, on: dates).sorted(by: { $0.key < $1.key }) {
            content.repeatedKeys += keys.map { key in
                "\(table.name) \(date): \(key.values.map(\.description).joined(separator: " ")) \(key.count) times"
            }
        }
        let earlySeason = RowEnd.trustColumns[1].description
        if declaration.position(of: earlySeason) != nil {
            let tallies = try await store.tallies(of: declaration, columns: [earlySeason], on: dates)
            content.earlySeason = tallies.values.joined().filter { $0.values == [.bool(true)] }.reduce(0) {
                $0 + $1.count
            }
        }
        return content
    }
}
