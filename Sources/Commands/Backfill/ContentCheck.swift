import ContentDigest
import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineRuntime

/// Reads stored rows again and compares them with the digests of their states.
struct ContentCheck {
    // Dates read at once, so that memory stays bounded.
    private static let datesPerRead = 50
    private let session: Session
    private let verbosity: Verbosity

    init(_ session: Session, _ verbosity: Verbosity) {
        self.session = session
        self.verbosity = verbosity
    }

    /// What reading all rows showed.
    struct Verdict {
        /// Where rows or projections are not the ones recorded.
        var problems: [VerificationProblem] = []
        /// Over table, date and digest of every partition read, in the order of names and dates.
        var digest = Digest.ofNothing
    }

    /// Partitions of `tables` whose rows are not the ones their state describes.
    ///
    /// A table's projections are checked with it.
    func mismatches(in ledger: Ledger, _ tables: [TableName], dates: DateSet? = nil) async throws -> Set<Partition> {
        let problems = try await verdict(in: ledger, tables, dates: dates).problems
        return Set(
            problems.compactMap { problem in
                guard let table = problem.table, let date = problem.date else { return nil }
                return Partition(table, date)
            })
    }

    /// What ``mismatches(in:_:dates:)`` finds, withdrawn from `ledger`; the store does not know of it yet.
    func doubt(withdrawingFrom ledger: inout Ledger, _ tables: [TableName]) async throws -> ContentDoubt {
        let damaged = try await mismatches(in: ledger, tables)
        return ContentDoubt(damaged: damaged, withdrawn: ledger.withdraw(damaged))
    }

    /// Checks every stored partition of `tables`, on `dates` only when given.
    func verdict(in ledger: Ledger, _ tables: [TableName], dates: DateSet? = nil) async throws -> Verdict {
        var verdict = Verdict()
        let hasher = ContentHasher()
        let display = ProgressDisplay(verbosity)
        defer { display.end() }
        let chunks = chunks(of: tables, dates, ledger)
        let total = chunks.reduce(0) { $0 + $1.dates.count }
        var checked = 0
        for chunk in chunks {
            verdict.problems += try await problems(in: chunk, ledger, hasher)
            checked += chunk.dates.count
            display.show(WorkProgress(checked, of: total, "partitions", latest: chunk.description))
        }
        verdict.digest = hasher.finalized()
        return verdict
    }

    // Dates of one table that are read at once.
    private struct Chunk: CustomStringConvertible {
        let entry: Int
        let table: TableDeclaration
        let dates: [GameDate]
        var description: String { "\(table.name)" + (dates.last.map { " \($0)" } ?? "") }
    }

    private func chunks(of tables: [TableName], _ dates: DateSet?, _ ledger: Ledger) -> [Chunk] {
        tables.sorted().flatMap { name -> [Chunk] in
            guard let entry = session.catalog.position(of: name) else { return [] }
            let stored = storedDates(of: name, ledger).filter { $0 == .reference || dates?.contains($0) ?? true }
            return stride(from: 0, to: stored.count, by: Self.datesPerRead).map { start in
                Chunk(
                    entry: entry, table: session.catalog.entries[entry].table,
                    dates: Array(stored[start..<min(start + Self.datesPerRead, stored.count)]))
            }
        }
    }

    private func problems(
        in chunk: Chunk, _ ledger: Ledger, _ hasher: borrowing ContentHasher
    ) async throws -> [VerificationProblem] {
        let (contents, unreadable) = try await contents(of: chunk.table, on: chunk.dates)
        var found = unreadable
        for date in chunk.dates where !unreadable.contains(where: { $0.date == date }) {
            let content = contents[date] ?? PartitionContent(emptyWith: chunk.table.columns)
            let digest = content.digest
            hasher.update(chunk.table.name.rawValue)
            hasher.update(fixed: date.dayNumber)
            hasher.update(digest)
            found += problems(of: content, digest, chunk.entry, date, ledger)
        }
        return found
    }

    // A value its column cannot hold spoils one partition, not the check: the rest is read date by date.
    private func contents(
        of table: TableDeclaration, on dates: [GameDate]
    ) async throws -> ([GameDate: PartitionContent], [VerificationProblem]) {
        do throws(WarehouseError) {
            return (try await session.store.contents(of: StoredColumns(table), on: dates), [])
        } catch {
            guard error.code == .corrupt else { throw error }
            guard dates.count > 1 else {
                let problem = VerificationProblem(
                    table: table.name, date: dates.first, code: "unreadable_rows", detail: error.message)
                return ([:], [problem])
            }
        }
        var contents: [GameDate: PartitionContent] = [:]
        var problems: [VerificationProblem] = []
        for date in dates {
            let (read, unreadable) = try await self.contents(of: table, on: [date])
            contents.merge(read) { _, new in new }
            problems += unreadable
        }
        return (contents, problems)
    }

    // Dates with a state or with rows.
    private func storedDates(of name: TableName, _ ledger: Ledger) -> [GameDate] {
        let recorded = ledger.facts.store.states.keys.filter { $0.table == name }.map(\.date)
        let counted = ledger.facts.store.rowCounts.keys.filter { $0.table == name }.map(\.date)
        return DateSet(recorded + counted).dates
    }

    private func problems(
        of content: PartitionContent, _ digest: Digest, _ entry: Int, _ date: GameDate, _ ledger: Ledger
    ) -> [VerificationProblem] {
        let name = session.catalog.entries[entry].name
        func problem(_ code: String, _ detail: String) -> VerificationProblem {
            VerificationProblem(table: name, date: date, code: code, detail: detail)
        }
        guard let state = ledger.facts.store.states[Partition(name, date)] else {
            return [problem("unrecorded_rows", "\(content.rowCount) rows without a recorded state")]
        }
        guard digest == state.digest, content.rowCount == state.rowCount else {
            return [
                problem(
                    "content_mismatch",
                    "\(content.rowCount) rows, digest \(digest.hex.prefix(12)); recorded are \(state.rowCount) rows, "
                        + "digest \(state.digest.hex.prefix(12))")
            ]
        }
        return session.catalog.projections[entry].compactMap { projection in
            let recorded = ledger.facts.store.states[Partition(projection.input, date)]?.digest
            let found = try? projection.content(of: content).digest
            guard recorded != found else { return nil }
            return problem("projection_mismatch", "the recorded digest of \(projection.input) is not its rows'")
        }
    }
}
