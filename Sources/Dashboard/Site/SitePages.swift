internal import GameCalendar
internal import LiveServer
internal import Markup
internal import PipelineEngine
internal import PipelineModel

/// Reads what a page shows and makes it.
struct SitePages {
    private static let sampleRows = 8
    // More bars are not told apart, and reading them all takes its time.
    private static let runsOfBatch = 12_000
    let site: Site
    let standing: Standing

    var store: any WarehouseReader { site.sources.store }

    func page(_ path: [String], _ request: WebRequest) async throws -> Page {
        let name = path.count == 2 ? path[1] : nil
        switch (path.first, path.count) {
        case (nil, _):
            return OverviewPage(
                standing: standing, showsAll: request.value("seasons") == "all", canAct: site.actions != nil
            ).page
        case ("tables", 1):
            let (profiles, isWhole) = await site.profiles.current(standing)
            return TablesPage(standing: standing, profiles: profiles, isWhole: isWhole).page
        case ("tables", 2): return try await table(name ?? "")
        case ("dates", 2): return try await date(name ?? "")
        case ("runs", 1): return try await runs(request)
        case ("runs", 2): return try await run(name ?? "")
        case ("batches", 2): return try await batch(name ?? "")
        case ("failures", 1): return failures()
        case ("gates", 1): return GatesPage(standing: standing, verdicts: try await verdicts(nil)).page
        case ("gates", 2): return try await gate(name ?? "", request)
        case ("plan", 1): return plan(request)
        case ("actions", 1): return try await actions()
        case ("actions", 3) where path[1] == "new": return try await newAction(path[2], request)
        case ("actions", 2): return try await action(name ?? "")
        default:
            if let page = try await site.sources.subject.page(path, request, standing) { return page }
            return .missing("There is nothing at this address.", at: "")
        }
    }

    // Those of workers that have ended are interrupted, whatever their rows say.
    private func runs(matching filter: RecordFilter) async throws -> [RunRecord] {
        standing.ledger.facts.store.standing(try await store.records(RunRecord.self, matching: filter))
    }

    private func table(_ name: String) async throws -> Page {
        guard let entry = standing.catalog.entry(TableName(rawValue: name)), !entry.isProjection else {
            return .missing("There is no table '\(name)'.", at: "/tables")
        }
        let newest =
            entry.table.partitionColumn == nil
            ? GameDate.reference
            : standing.ledger.facts.store.rowCounts.keys.filter { $0.table == entry.name }.map(\.date).max()
        var sample: (GameDate, [[Cell]])?
        if let newest {
            let content = try await store.contents(of: StoredColumns(entry.table), on: [newest])[newest]
            if let content {
                sample = (newest, (0..<min(content.rowCount, Self.sampleRows)).map { content.cells(row: $0) })
            }
        }
        var query = RunQuery()
        query.table = entry.name
        return TablePage(
            standing: standing, entry: entry, profile: try await site.profiles.profile(of: entry.table, standing),
            sample: sample, runs: try await runs(matching: query.filter)
        ).page
    }

    private func date(_ text: String) async throws -> Page {
        guard let date = GameDate(text) else {
            return .missing("'\(text)' is not a date; write YYYY-MM-DD.", at: "/dates")
        }
        var records = DateRecords()
        let filter = RecordFilter.column("game_date", is: .date(date))
        // By table as well: so a store finds them by its indexes.
        let computed = standing.catalog.steps.map { Cell.text(standing.catalog.entries[$0.entry].name.rawValue) }
        let all = standing.catalog.tables.map { Cell.text($0.name.rawValue) }
        records.inputs = try await store.records(
            PartitionInput.self, matching: filter.and(.isIn("table_name", computed)))
        records.issues = try await store.records(ImportIssue.self, matching: filter)
        var query = RunQuery()
        query.date = date
        records.runs = try await runs(matching: query.filter.and(.isIn("processor_name", all)))
        let games = try await site.sources.subject.parts(of: date, standing)
        return DatePage(date: date, standing: standing, records: records, games: games).page
    }

    private func runs(_ request: WebRequest) async throws -> Page {
        var query = RunQuery()
        query.table = request.value("table").map(TableName.init(rawValue:))
        query.status = request.value("status").flatMap(RunStatus.init)
        query.date = request.value("date").flatMap { GameDate($0) }
        if let at = request.instant("at"), let run = request.value("before") { query.before = (at, run) }
        let runs = try await runs(matching: query.filter)
        return RunsPage(query: query, runs: runs, standing: standing).page
    }

    private func run(_ id: String) async throws -> Page {
        guard let run = try await runs(matching: .column("run_id", is: .text(id))).first else {
            return .missing("There is no run '\(id)'.", at: "/runs")
        }
        var suggestion: String?
        if standing.facts.unresolved.contains(where: { $0.runID == id }) {
            var ledger = standing.ledger
            let shortfall =
                run.status == .blocked ? ledger.shortfall(of: run.partition, recorded: run.awaited) : Shortfall()
            suggestion = FailureSuggestion.command(for: run, waitingFor: shortfall)
        }
        let content = try PartitionContent(unordered: [run], columns: RunRecord.table.columns)
        return RunPage(run: run, cells: content.cells(row: 0), suggestion: suggestion).page
    }

    private func batch(_ id: String) async throws -> Page {
        let filter = RecordFilter.column("batch_id", is: .text(id))
        guard let batch = try await store.records(Batch.self, matching: filter).first else {
            return .missing("There is no batch '\(id)'.", at: "/runs")
        }
        let newest = filter.newest(by: "created_at", limit: Self.runsOfBatch)
        let runs = try await runs(matching: newest).reversed()
        let work = standing.batches.first { $0.batch.batchID == id }
        let actions = site.actions == nil ? [] : work.map(ActionForms.about) ?? []
        return BatchPage(
            batch: batch, work: work, actions: actions, runs: Array(runs), isCut: runs.count == Self.runsOfBatch,
            standing: standing
        ).page
    }

    private func failures() -> Page {
        let unresolved = standing.facts.unresolved
        let list: Element =
            unresolved.isEmpty
            ? .paragraph("No unresolved failures.") : FailureList(Array(unresolved.prefix(100)), standing).element
        let rest = unresolved.count - 100
        let more = rest > 0 ? [Element.paragraph("And \(rest) more; backcourt failures lists them all.")] : []
        let breakers = standing.ledger.facts.store.breakers.values.filter { $0.openedAt != nil }
            .sorted { $0.processorName < $1.processorName }
        let stopped = PageTable(
            "Processors stopped for failing again and again",
            [.text("Processor"), .text("State"), .number("Failures"), .text("Last error")],
            breakers.map { breaker in
                [
                    .link(breaker.processorName.rawValue, "/tables/\(breaker.processorName)"),
                    Element(text: "\(breaker.state)"), Element(text: "\(breaker.failures)"),
                    Element(text: breaker.lastError ?? ""),
                ]
            })
        let retry = site.actions == nil ? [] : [ActionForms.retry]
        return Page(
            "Failures", at: "/failures",
            [
                .section("Unresolved: \(unresolved.count)", id: "unresolved", [list] + more + retry),
                .section("Stopped processors", id: "breakers", [stopped.element]),
            ])
    }

    private func verdicts(_ gate: Int?) async throws -> [GateVerdict] {
        let filter = gate.map { RecordFilter.column("gate", is: .int($0)) } ?? RecordFilter()
        return try await store.records(GateVerdict.self, matching: filter.newest(by: "evaluated_at", limit: 60))
    }

    private func gate(_ text: String, _ request: WebRequest) async throws -> Page {
        guard let gate = Int(text), Gates.all.contains(where: { $0.number == gate }) else {
            return .missing("There is no gate '\(text)'; there are 0 to \(Gates.all.count - 1).", at: "/gates")
        }
        let verdicts = try await verdicts(gate)
        let wanted = request.instant("at")
        let shown = wanted.flatMap { at in verdicts.first { $0.evaluatedAt == at } } ?? verdicts.first
        return GatePage(gate: gate, standing: standing, verdicts: verdicts, shown: shown).page
    }

    private func plan(_ request: WebRequest) -> Page {
        let query = PlanQuery { request.value($0) }
        var plan: Plan?
        if query.problem == nil {
            var planner = Planner(standing.ledger)
            plan = planner.plan(query.request(standing))
        }
        let actions = site.actions == nil || plan?.steps.isEmpty != false ? [] : [ActionForms.backfill(query)]
        return PlanPage(query: query, plan: plan, standing: standing, actions: actions).page
    }
}

extension WebRequest {
    // The last microsecond of the year 9999.
    private static let latest: Int64 = 253_402_300_799_999_999

    /// An instant in microseconds since 1970; nil for anything that is none.
    fileprivate func instant(_ name: String) -> Timestamp? {
        guard let microseconds = value(name).flatMap({ Int64($0) }), (1...Self.latest).contains(microseconds) else {
            return nil
        }
        return Timestamp(microseconds: microseconds)
    }
}

extension Catalog.Entry {
    var isProjection: Bool { if case .projection = role { true } else { false } }
}
