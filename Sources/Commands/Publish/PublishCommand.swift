import ArgumentParser
import Foundation
import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineRuntime

/// Publishes an event.
struct PublishCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish",
        abstract: "Publish an event and do what follows from it.",
        usage: "backcourt publish [<options>] [<topic>]",
        discussion: """
            Topics: phase2-complete, phase3-complete, phase4-complete and predictions-complete report that a processor \
            has ended for a date; phase3-trigger, phase4-trigger and predictions-trigger ask for a phase of a date. A \
            topic may begin with nba-. Without a topic the event is read from standard input as JSON.

            phase2-complete on the command line reports every raw table of the date that is complete. Events are kept in \
            the outbox until they are acted on; the same message twice is acted on once.

            Examples
              backcourt publish phase4-trigger --analysis-date 2023-11-01 --correlation-id backfill-phase4-2023-11-01
              echo '{"topic":"phase3-trigger","game_date":"2023-11-01"}' | backcourt publish
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var jobs: JobOptions

    @Argument(help: "What the event is about.")
    var topic: String?

    @Option(help: ArgumentHelp("The date it is about.", valueName: "date"))
    var analysisDate: GameDate?

    @Option(help: ArgumentHelp("Shared by everything that follows from it.", valueName: "id"))
    var correlationID: String?

    @Option(help: ArgumentHelp("The processor that ended, for the -complete topics.", valueName: "table"))
    var processor: String?

    func validate() throws {
        guard let topic else {
            if analysisDate != nil || correlationID != nil || processor != nil {
                throw ValidationError("Name a topic, or give the whole event on standard input.")
            }
            return
        }
        guard Topic(spelling: topic) != nil else {
            let known = Topic.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("'\(topic)' is no topic; topics are \(known).")
        }
        if analysisDate == nil { throw ValidationError("Give --analysis-date.") }
        if let correlationID, !PipelineEvent.isID(correlationID) {
            throw ValidationError("--correlation-id '\(correlationID)' is not \(PipelineEvent.idRule).")
        }
    }

    func execute() async throws -> ExitStatus {
        let session = try await Session.patient(workspace, .live)
        let events = try await events(session)
        guard let first = events.first else { return .success }
        let isRepeat = try await send(events, session)
        let cascade = Cascade(session: session, verbosity: workspace.verbosity, name: "publish", jobs: jobs.jobs)
        let outcome = try await Invocation.current.stoppable { try await cascade.run() }
        outcome.tellError()
        format.print(PublishOutput(event: first, isRepeat: isRepeat, outcome: outcome))
        return outcome.status
    }

    // An event is stored once. Returns whether all of them are known already.
    private func send(_ events: [PipelineEvent], _ session: Session) async throws -> Bool {
        let known = try await session.storedTopics(of: events)
        for event in events {
            if let topic = known[event.messageID], topic != event.topic.rawValue {
                throw CommandFailure.usage(event.conflict(with: topic))
            }
        }
        let new = events.filter { known[$0.messageID] == nil }
        if !new.isEmpty { try await session.send(new) }
        return new.isEmpty
    }

    private func events(_ session: Session) async throws -> [PipelineEvent] {
        let clock = Invocation.current.clock
        let identifiers = session.worker().identifiers
        guard let topic = topic.flatMap(Topic.init(spelling:)), let date = analysisDate else {
            let body = FileHandle.standardInput.readDataToEndOfFile()
            do throws(EventDefect) {
                let event = try PipelineEvent(json: Array(body), identifier: identifiers.next("e"), at: clock.now())
                if let name = session.unknownProcessor(of: event) {
                    throw EventDefect(code: .invalidField, message: "processor_name: there is no table '\(name)'")
                }
                return [event]
            } catch {
                throw CommandFailure.usage("standard input: \(error.message)")
            }
        }
        let correlation = correlationID ?? "live-\(date)"
        var event = PipelineEvent(identifiers.next("e"), topic, on: date, correlation: correlation, at: clock.now())
        guard case .completed(let phase) = topic.meaning else { return [event] }
        guard let processor else {
            return try await session.reports(of: phase, on: date, correlation, identifiers)
        }
        event.processorName = try TableSpelling.table(processor, session.catalog)
        event.status = .success
        return [event]
    }
}

extension Session {
    /// What the complete tables of `phase` on `date` would report.
    ///
    /// - Throws: ``CommandFailure`` when nothing of the date is complete; names the nearest game dates.
    func reports(
        of phase: Phase, on date: GameDate, _ correlation: String, _ identifiers: Identifiers
    ) async throws -> [PipelineEvent] {
        let events = try await reports(of: [phase], on: date, correlation, identifiers)
        guard !events.isEmpty else {
            throw CommandFailure.usage("nothing of \(phase.label) is complete on \(date); import or compute it first")
        }
        return events
    }

    /// The same of several phases; empty when nothing is complete.
    func reports(
        of phases: [Phase], on date: GameDate, _ correlation: String, _ identifiers: Identifiers
    ) async throws -> [PipelineEvent] {
        var ledger = try await ledger()
        try requireGames(on: date, ledger)
        var events: [PipelineEvent] = []
        for (entry, description) in catalog.entries.enumerated() where phases.contains(description.phase) {
            guard description.calendar != .single, ledger.catalog.base(of: entry) == entry,
                ledger.status(entry, on: date) == .complete, let state = ledger.state(entry, on: date)
            else { continue }
            events.append(
                PipelineEvent(
                    identifiers.next("e"), of: state, description.phase, correlation: correlation,
                    at: Invocation.current.clock.now()))
        }
        return events
    }

    /// - Throws: ``CommandFailure`` when no game is expected on `date`; names the nearest game dates.
    func requireGames(on date: GameDate, _ ledger: Ledger) throws(CommandFailure) {
        let schedule = ledger.facts.schedule
        guard !schedule.expectedDates.contains(date) else { return }
        let near = schedule.neighbours(of: date)
        let dates = [near.before, near.after].compactMap { $0?.description }
        let advice =
            dates.isEmpty ? "no schedule is imported" : "the nearest game dates are \(dates.joined(separator: " and "))"
        throw .usage("no games are scheduled on \(date); \(advice)")
    }
}

extension Cascade.Outcome {
    /// Says why publishing ended before its time.
    func tellError() {
        guard case .drained(let report) = self, let error = report.error else { return }
        Invocation.current.console.err("backcourt: \(error.message)\n")
    }

    /// How the command ends.
    var status: ExitStatus {
        switch self {
        case .drained(let report): report.status(Invocation.current.signals)
        case .leftToService: .success
        }
    }
}

/// An event that was published, as people and machines read it.
struct PublishOutput: CommandOutput {
    let event: PipelineEvent
    /// Whether it was stored before.
    let isRepeat: Bool
    let outcome: Cascade.Outcome

    var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init(name: "message_id", value: .string(event.messageID)),
            .init(name: "correlation_id", value: .string(event.correlationID)),
        ]
        if isRepeat { members.append(.init(name: "repeat", value: .bool(true))) }
        if case .drained(let report) = outcome { members.append(.init(name: "downstream", value: report.json)) }
        return .object(members)
    }

    var list: ResultList {
        ResultList(
            columns: ["message_id", "correlation_id", "topic", "game_date"],
            rows: [
                [
                    .text(event.messageID), .text(event.correlationID), .text(event.topic.rawValue),
                    .date(event.gameDate),
                ]
            ])
    }

    var text: String {
        let published =
            "\(isRepeat ? "Known already:" : "Published") \(event.topic.rawValue) for \(event.gameDate) as \(event.messageID)."
        switch outcome {
        case .drained(let report):
            return Wrapping.filled([
                published, report.text, "Look at it with 'backcourt trace \(event.correlationID)'.",
            ])
        case .leftToService: return Wrapping.filled([published, "The running service acts on it."])
        }
    }
}
