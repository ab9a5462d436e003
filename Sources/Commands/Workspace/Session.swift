import GameCalendar
import NBA
import PipelineEngine
import PipelineModel
import PipelineRuntime

/// A workspace with its store open and its pipeline checked: what most commands begin with.
struct Session: Sendable {
    /// The workspace.
    let workspace: Workspace
    /// Its store.
    let store: any Store
    /// The pipeline.
    let catalog: Catalog
    /// What is known of the channels that tell notices, from one batch of the process to the next.
    let channelMemory: ChannelMemory
    private let access: StoreAccess
    /// The league calendar as it was read last.
    let calendar = KnownCalendar()
    /// What was worked out of it last.
    let ledgers = KnownLedger()

    /// Opens the workspace named by `options`.
    init(_ options: WorkspaceOptions, _ access: StoreAccess = .readOnly) throws {
        workspace = try Workspace(option: options.workspace)
        catalog = try Self.pipeline(workspace.configuration.teams)
        store = try workspace.store(access, holding: Self.tables(catalog))
        channelMemory = ChannelMemory(since: Invocation.current.clock.now())
        self.access = access
    }

    /// Opens the workspace for work that nobody watches: a store that another process is writing to, or whose disk
    /// refuses, is asked again.
    static func patient(_ options: WorkspaceOptions, _ access: StoreAccess = .readWrite) async throws -> Session {
        let outcome = await Invocation.current.clock.retrying {
            () async throws(WarehouseError) -> Result<Session, any Error> in
            do {
                return .success(try Session(options, access))
            } catch let error as WarehouseError where error.category == .transient || error.code == .exhausted {
                throw error
            } catch {
                return .failure(error)
            }
        }
        return try outcome.get().get()
    }

    /// The NBA pipeline for a league of `teams`, or for all of them.
    ///
    /// - Throws: ``CommandFailure`` when the catalog does not fit together.
    static func pipeline(_ teams: Set<String>? = nil) throws(CommandFailure) -> Catalog {
        do {
            return try Catalog(
                sources: NBACatalog.sources, projections: NBACatalog.projections,
                processors: teams.map(NBACatalog.league) ?? NBACatalog.processors)
        } catch {
            throw .usage("the catalog is not valid: \(error.issues.joined(separator: "; "))")
        }
    }

    /// Every table of the store: engine tables, sources, outputs.
    static func tables(_ catalog: Catalog) -> [TableDeclaration] { EngineTables.all + catalog.tables }

    /// Everything a decision rests on, read now.
    func facts() async throws -> Facts {
        let store = try await storeFacts()
        let schedule = try await schedule(store)
        return Facts(
            schedule: schedule, history: reaching(newestComputed(store), try history(schedule)), store: store,
            readAt: Invocation.current.clock.now())
    }

    // A store that an earlier program made gets the tables it lacks with the first command that may write.
    private func storeFacts() async throws -> StoreFacts {
        let facts = try await store.facts(counting: catalog.tables)
        guard !facts.absentTables.isEmpty, access != .readOnly else { return facts }
        try await patiently { () async throws(WarehouseError) in try await store.prepare(Self.tables(catalog)) }
        return try await store.facts(counting: catalog.tables)
    }

    // An open end of history reaches as far as something was computed, though its games may be gone from the schedule.
    private func reaching(_ newest: GameDate?, _ history: ClosedRange<GameDate>) -> ClosedRange<GameDate> {
        guard workspace.configuration.historyEnd == nil, let newest, newest > history.upperBound else { return history }
        return history.lowerBound...newest
    }

    private func newestComputed(_ store: StoreFacts) -> GameDate? {
        let names = Set(catalog.steps.map { catalog.entries[$0.entry].name })
        var newest: GameDate?
        for partition in store.states.keys where newest.map({ partition.date > $0 }) ?? true {
            if names.contains(partition.table) { newest = partition.date }
        }
        for partition in store.rowCounts.keys where newest.map({ partition.date > $0 }) ?? true {
            if names.contains(partition.table) { newest = partition.date }
        }
        return newest
    }

    /// A ledger over facts read now.
    func ledger() async throws -> Ledger {
        let facts = try await facts()
        return ledgers.ledger(over: facts) ?? Ledger(catalog: catalog, facts: facts)
    }

    /// The league calendar that is stored; empty before the first import.
    func schedule() async throws -> Schedule {
        try await schedule(try await store.facts(counting: [ScheduledGame.table]))
    }

    private func schedule(_ facts: StoreFacts) async throws -> Schedule {
        if let known = calendar.schedule(as: facts) { return known }
        // The rows decide, not what is recorded of them.
        let dates = facts.rowCounts.keys.filter { $0.table == CalendarGame.input }.map(\.date).sorted()
        let contents = try await store.contents(of: CalendarGame.stored, on: dates)
        let schedule = NBACatalog.calendar(of: dates.flatMap { contents[$0].map(CalendarGame.rows(from:)) ?? [] })
        calendar.keep(schedule, of: facts)
        return schedule
    }

    /// First and last date of history.
    ///
    /// - Throws: ``CommandFailure`` when nothing was imported yet.
    func history(_ schedule: Schedule) throws(CommandFailure) -> ClosedRange<GameDate> {
        let configuration = workspace.configuration
        // Before the first game is played, history is what is to come.
        let first =
            configuration.historyStart ?? calendar.historyStart ?? schedule.countingDates.first
            ?? schedule.expectedDates.first
        let last = configuration.historyEnd ?? schedule.countingDates.last
        guard let first else { throw .usage("nothing is imported yet; run 'backcourt import FOLDER'") }
        let end = last ?? first
        guard first <= end else { return first...first }
        return first...end
    }

    /// Commits what work that nobody watches has done: a store that is busy, or whose disk refuses, is asked again.
    func commit(_ changes: ChangeSet) async throws(WarehouseError) {
        try await patiently { () async throws(WarehouseError) in _ = try await store.commit(changes) }
    }

    /// Repeats `body` as steps are repeated, by the category of what went wrong.
    @discardableResult
    func patiently<Value: Sendable>(
        _ body: () async throws(WarehouseError) -> Value
    ) async throws(WarehouseError) -> Value {
        try await Invocation.current.clock.retrying(body).get()
    }

    /// A fresh worker, for leases.
    func worker() -> (worker: Worker, identifiers: Identifiers) {
        let clock = Invocation.current.clock
        let started = clock.now()
        var worker = Worker()
        worker.pid = Int(ProcessIdentity.pid)
        worker.host = ProcessIdentity.host
        let tag = String(UInt32.random(in: 0...UInt32.max), radix: 36)
        worker.workerID = "\(worker.pid)x\(tag)"
        worker.startedAt = started
        worker.heartbeatAt = started
        return (worker, Identifiers(worker: worker.workerID, now: clock.now))
    }
}
