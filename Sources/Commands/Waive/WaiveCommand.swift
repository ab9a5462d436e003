import ArgumentParser
import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineRuntime

/// Accepts that partitions will not be complete.
struct WaiveCommand: ReportingCommand {
    private static let shortestReason = 10

    static let configuration = CommandConfiguration(
        commandName: "waive",
        abstract: "Accept that dates of a table will not be complete, list or revoke such waivers.",
        discussion: """
            A waiver satisfies gates and required inputs, is listed in every coverage output, and changes no data. It \
            covers every day between the scope's dates, a list of dates one waiver for each stretch of neighbouring game \
            dates. What becomes complete after all is reported as waiver_unneeded by the gates. Gate 0's conditions on \
            schemas are never covered.

            Examples
              backcourt waive nbac_player_boxscore --dates 2023-11-02 --reason "never published by the source"
              backcourt waive '*' --start-date 2024-02-16 --end-date 2024-02-19 --reason "replayed exhibition" \
            --expires 2025-01-01
              backcourt waive --list
              backcourt waive --revoke ID
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var scope: ScopeOptions

    @Argument(help: ArgumentHelp("A table or job name, or * for all.", valueName: "table"))
    var table: String?

    @Option(help: "Why; at least ten characters.")
    var reason: String?

    @Option(help: ArgumentHelp("From the start of which day, UTC, it no longer holds.", valueName: "date"))
    var expires: GameDate?

    @Flag(help: "List every waiver.")
    var list = false

    @Option(help: ArgumentHelp("Take a waiver back.", valueName: "id"))
    var revoke: String?

    func validate() throws {
        let forms = [table != nil, list, revoke != nil].count(where: \.self)
        guard forms == 1 else { throw ValidationError("Give a table to waive, --list or --revoke ID.") }
        guard table != nil else {
            if reason != nil || expires != nil || scope.isExplicit {
                throw ValidationError("--list and --revoke take neither dates nor a reason.")
            }
            return
        }
        guard scope.isExplicit else { throw ValidationError("Say which dates: --dates, --start-date/--end-date, …") }
        let said = (reason ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard said.count >= Self.shortestReason, said.contains(where: \.isLetter) else {
            throw ValidationError("Give a --reason of at least \(Self.shortestReason) characters.")
        }
    }

    func execute() async throws -> ExitStatus {
        let session = try Session(workspace, list ? .readOnly : .readWrite)
        if list {
            let known = try await session.store.records(
                Waiver.self, matching: RecordFilter().newest(by: "waiver_id", limit: 1))
            // Without one, nothing needs to be imported for it to stand against.
            known.isEmpty ? format.print(WaiverOutput(waivers: [])) : try await show(session, [])
        } else if let revoke {
            try await take(back: revoke, session)
        } else {
            try await waive(session)
        }
        return .success
    }

    private func waive(_ session: Session) async throws {
        let now = Invocation.current.clock.now()
        let name = table == "*" ? "*" : try TableSpelling.table(table ?? "", session.catalog).rawValue
        if let expires, expires.start <= now {
            throw CommandFailure.usage("--expires \(expires) has passed; a waiver that holds at no time waives nothing")
        }
        let facts = try await session.facts()
        let stretches = try stretches(facts)
        guard !stretches.isEmpty else { throw CommandFailure.usage("the scope holds no dates") }
        let identifiers = session.worker().identifiers
        let waivers = stretches.map { stretch in
            var waiver = Waiver()
            (waiver.waiverID, waiver.tableName) = (identifiers.next("w"), name)
            (waiver.startDate, waiver.endDate) = (stretch.lowerBound, stretch.upperBound)
            (waiver.reason, waiver.createdBy, waiver.createdAt) = (reason ?? "", ProcessIdentity.user, now)
            waiver.expiresAt = expires?.start
            return facts.store.waivers.first { $0.revokedAt == nil && $0.saysTheSame(as: waiver) } ?? waiver
        }
        let known = Set(facts.store.waivers.map(\.waiverID))
        let new = waivers.filter { !known.contains($0.waiverID) }
        if !new.isEmpty { try await write(new, at: now, session) }
        try await show(session, waivers.map(\.waiverID))
    }

    // The days asked for as such, else the stretches of neighbouring game dates.
    private func stretches(_ facts: Facts) throws -> [ClosedRange<GameDate>] {
        if let stretch = try scope.stretch() { return [stretch] }
        let known = facts.schedule.expectedDates.union(facts.schedule.countingDates)
        let dates = try scope.dates(facts)
        return dates.runs(in: known.union(dates))
    }

    private func take(back id: String, _ session: Session) async throws {
        let found = try await session.store.records(Waiver.self, matching: .column("waiver_id", is: .text(id)))
        guard var waiver = found.first else {
            throw CommandFailure.usage("there is no waiver '\(id)'; 'backcourt waive --list' shows them")
        }
        let now = Invocation.current.clock.now()
        if waiver.revokedAt == nil {
            waiver.revokedAt = now
            try await write([waiver], at: now, session)
        }
        try await show(session, [id])
    }

    private func write(_ waivers: [Waiver], at now: Timestamp, _ session: Session) async throws {
        var changes = ChangeSet(at: now)
        try changes.upsert(waivers)
        try await session.store.commit(changes)
    }

    // Those with these ids; all when none are named.
    private func show(_ session: Session, _ ids: [String]) async throws {
        var ledger = try await session.ledger()
        let waivers = ledger.facts.store.waivers.filter { ids.isEmpty || ids.contains($0.waiverID) }
        let standings = waivers.sorted { ($0.createdAt, $0.waiverID) < ($1.createdAt, $1.waiverID) }.map {
            WaiverStanding($0, in: &ledger)
        }
        format.print(WaiverOutput(waivers: standings, isList: list))
    }
}

extension Waiver {
    // Whoever runs a command again, not knowing whether it got through, wants no second one.
    fileprivate func saysTheSame(as other: Waiver) -> Bool {
        (tableName, startDate, endDate) == (other.tableName, other.startDate, other.endDate)
            && (reason, expiresAt) == (other.reason, other.expiresAt)
    }
}

extension GameDate {
    /// Midnight UTC at the day's start.
    fileprivate var start: Timestamp { Timestamp(microseconds: Int64(dayNumber) * 86_400_000_000) }
}
