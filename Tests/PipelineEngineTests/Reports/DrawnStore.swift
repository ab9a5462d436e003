import ContentDigest
import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineTesting

/// A store drawn as strips, one per table: `x` complete, `-` missing, `p` partial, `s` stale, `e` emptied behind the
/// store's back, `.` no games.
///
/// Two processors: totals read the readings of their date, forecasts read duties and the season's totals. A third when an
/// outlook is drawn: it reads forecast and readings of its date and the levels of the season, which are then complete.
struct DrawnStore {
    static let catalogTables: [TableName] = [
        "duty", "readings", "hints", DailyTotal.input, DailyLevel.input, Forecast.input, Outlook.input,
    ]
    let catalog: Catalog
    var facts: Facts
    /// One run per partition drawn, as if each had been written once.
    var runs: [RunRecord] = []

    /// Draws `total` and `forecast` from `start`; raw data is complete but for the dates drawn otherwise in `readings`.
    init(
        total: String, forecast: String, readings: String? = nil, hints: String? = nil,
        outlook: String? = nil, from start: GameDate = GameDate(dayNumber: 19_662)
    ) throws {
        let later: [any Processor] = outlook == nil ? [] : [DailyLevelProcessor(), OutlookProcessor()]
        catalog = try Catalog(
            sources: WeatherSample.sources, projections: outlook == nil ? [] : [ReadingSetMember.self],
            processors: [DailyTotalProcessor(), ForecastProcessor()] + later)
        let raw = String(total.map { $0 == "." ? "." : "x" })
        let schedule = strip(raw, from: start).schedule
        let history = start...(start + total.count - 1)
        facts = Facts(
            schedule: schedule, history: history, store: StoreFacts(), readAt: SampleChanges.instant(1_000_000))
        facts.store.countedTables = Set(Self.catalogTables)
        draw("duty", raw, from: start)
        draw("readings", readings ?? raw, from: start)
        draw("hints", hints ?? String(raw.map { $0 == "." ? "." : "-" }), from: start)
        draw(DailyTotal.input, total, from: start)
        draw(Forecast.input, forecast, from: start)
        settle(DailyTotal.input, total, from: start)
        settle(Forecast.input, forecast, from: start)
        guard let outlook else { return }
        for table in [ReadingSetMember.input, DailyLevel.input] { draw(table, raw, from: start) }
        draw(Outlook.input, outlook, from: start)
        settle(DailyLevel.input, raw, from: start)
        settle(Outlook.input, outlook, from: start)
    }

    var ledger: Ledger { Ledger(catalog: catalog, facts: facts) }
    var dates: DateSet { facts.schedule.countingDates }

    /// Facts about `tables` on the scope `dates`, by default every game date.
    func reportFacts(
        _ tables: [TableName] = catalogTables, on dates: DateSet? = nil, inputs: [PartitionInput] = []
    ) -> ReportFacts {
        ReportFacts(ledger: ledger, dates: dates ?? self.dates, tables: tables, runs: runs, inputs: inputs)
    }

    func report(
        _ name: String, _ tables: [TableName] = catalogTables, on dates: DateSet? = nil, inputs: [PartitionInput] = []
    ) -> Report? {
        GapReports.named(name)?.report(reportFacts(tables, on: dates, inputs: inputs))
    }

    /// Waives `table`, or everything, on one date.
    mutating func waive(_ table: String, _ date: GameDate) {
        var waiver = Waiver()
        (waiver.waiverID, waiver.tableName, waiver.reason) = ("w-\(table)-\(date)", table, "it never existed")
        (waiver.startDate, waiver.endDate) = (date, date)
        facts.store.waivers.append(waiver)
    }

    /// Enters a run that is newer than what wrote the partition.
    mutating func attempt(
        _ table: TableName, _ date: GameDate, _ status: RunStatus, _ category: ErrorCategory? = nil,
        _ code: String? = nil
    ) {
        var run = SampleChanges.run("late-\(table)-\(date)", table, on: date, status, at: 900)
        (run.errorCategory, run.errorCode, run.errorMessage) = (category, code, code.map { "\(table) \(date): \($0)" })
        runs.append(run)
        facts.store.unsettledRuns[Partition(table, date)] = run
    }

    private mutating func draw(_ table: TableName, _ drawing: String, from start: GameDate) {
        for (offset, mark) in drawing.enumerated() where mark != "." && mark != "-" {
            var state = PartitionState()
            (state.tableName, state.gameDate, state.runID) = (table, start + offset, "run-\(table)-\(start + offset)")
            (state.rowCount, state.rowsMissing) = (3, mark == "p" ? 1 : 0)
            state.digest = Digest(of: "\(table) \(start + offset)")
            (state.changedAtCommit, state.computedAtCommit, state.processorVersion) = (5, 10, "1")
            state.configDigest = catalog.step(for: table)?.configDigest
            facts.store.states[state.partition] = state
            if mark != "e" { facts.store.rowCounts[state.partition] = 3 }
            var run = SampleChanges.run(
                state.runID, table, on: state.gameDate, mark == "p" ? .partial : .success, at: offset)
            (run.rowsWritten, run.durationSeconds) = (3, Double(offset + 1))
            run.phase = (catalog.entry(table)?.phase ?? .raw).label
            runs.append(run)
        }
    }

    // What a step would have recorded; nothing for what is drawn stale.
    private mutating func settle(_ table: TableName, _ drawing: String, from start: GameDate) {
        var ledger = ledger
        guard let step = catalog.step(for: table) else { return }
        for (offset, mark) in drawing.enumerated() {
            let partition = Partition(table, start + offset)
            guard let state = facts.store.states[partition] else { continue }
            facts.store.states[partition]?.inputDigest =
                mark == "s" ? .absent : ledger.inputDigest(of: step, on: partition.date, as: state)
        }
    }

    /// The lineage recorded for a partition now.
    func lineage(_ table: TableName, _ date: GameDate) -> [PartitionInput] {
        var ledger = ledger
        let inputs = catalog.step(for: table)?.inputs.filter { $0.input.requirement != .fallback } ?? []
        return ledger.lineage(inputs, on: date).map { $0.record(for: Partition(table, date)) }
    }
}

extension Report {
    /// Each row as printed, its cells parted by spaces; NULL is a dash.
    var lines: [String] {
        rows.map { $0.map { $0 == .null ? "-" : $0.description }.joined(separator: " ") }
    }

    /// The cells of one column, as printed.
    func column(_ name: String) -> [String] {
        guard let index = columns.firstIndex(of: name) else { return [] }
        return rows.map { $0[index].description }
    }

    /// A total, as printed; nil when there is none of this name.
    func total(_ name: String) -> String? { total.first { $0.name == name }?.value.description }
}
