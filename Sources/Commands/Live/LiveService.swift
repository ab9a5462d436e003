import Dashboard
import GameCalendar
import LiveServer
import Logging
import PipelineEngine
import PipelineModel
import PipelineRuntime
import ServiceLifecycle

/// What `serve` runs: pages, and with them the pipeline as a service, with an inbox, a door for events, and a publisher that
/// does what follows.
struct LiveService {
    // Seconds after which what nobody took, or what has waited its hour, is told.
    private static let tellingPace = 60.0
    let session: Session
    let settings: EventServerSettings
    let site: SiteSettings
    let jobs: Int
    let verbosity: Verbosity

    /// Shows pages until somebody asks to stop; to be called where signals ask to.
    ///
    /// - Returns: success when it was asked to stop and has.
    func show() async throws -> ExitStatus {
        let dashboard = try await DashboardService(session, site, session.worker().identifiers)
        let server = EventServer(
            settings, readiness: { await dashboard.readiness() }, intake: nil,
            pages: { await dashboard.answer($0) }, listening: { announce($0) })
        try await run([server, dashboard])
        return .success
    }

    /// Lives until somebody asks to stop; to be called where signals ask to.
    ///
    /// - Returns: success when it was asked to stop and has.
    func live() async throws -> ExitStatus {
        guard let lock = try await PublisherLock(session) else {
            throw CommandFailure(
                .heldElsewhere, "another process publishes for \(session.workspace.directory); stop that one first")
        }
        let worker = WorkerSession(session: session, verbosity: verbosity, name: "serve")
        let identifiers = session.worker().identifiers
        let desk = try worker.desk(identifiers)
        let (bell, health, stop) = (Bell(), ServiceHealth(), Invocation.current.stop)
        try await healSlate(identifiers)
        let intake = EventIntake(session, identifiers) { bell.ring() }
        let dashboard = try await DashboardService(session, site, identifiers)
        let server = EventServer(
            settings, readiness: { health.sentence.map(Readiness.notReady) ?? .ready },
            intake: { await intake.take($0) }, pages: { await dashboard.answer($0) }, listening: { announce($0) })
        let folder = InboxFolder(path: "\(session.workspace.directory)/inbox")
        let inbox = LiveInbox(
            folder: folder, session: session, desk: desk, loaded: { bell.ring() }, tell: tell)
        let listener = session.store.telling { bell.ring() }
        defer { withExtendedLifetime(listener) {} }
        let publisher = Publisher(
            session: session, worker: worker, lock: lock, jobs: jobs, bell: bell, isTold: listener != nil, stop: stop,
            clock: Invocation.current.clock,
            told: { report in
                if let error = report.error { tell("waiting for the store: \(error.message)") }
                if report.handled > 0 { tell(report.text) }
            }, health: health)
        let watch = InboxWatch(folder, take: { await inbox.take($0) }, report: tell)
        let teller = Task {
            await desk.deliverAgain(every: Self.tellingPace, until: stop, on: Invocation.current.clock)
        }
        defer { teller.cancel() }
        try await run([server, dashboard, watch, publisher])
        return .success
    }

    // Until one of them ends, or somebody asks to stop.
    private func run(_ services: [any Service]) async throws {
        let stop = Invocation.current.stop
        let group = ServiceGroup(
            configuration: .init(
                services: services.map { .init(service: $0, successTerminationBehavior: .gracefullyShutdownGroup) },
                logger: Logger(label: "serve") { _ in SwiftLogNoOpLogHandler() }))
        let ender = Task {
            await stop.requested()
            await group.triggerGracefulShutdown()
        }
        defer { ender.cancel() }
        do {
            try await group.run()
        } catch let error as EventServerError {
            if case .stopped = error { throw CommandFailure(.store, error.description) }
            throw CommandFailure.usage(error.description)
        } catch let error as ServiceGroupError {
            // Its description shows the services with everything they hold.
            throw CommandFailure(.store, "the service ended by itself (\(error.errorCode)); start it again")
        }
    }

    // What the next games read may have become stale while nobody was here.
    private func healSlate(_ identifiers: Identifiers) async throws {
        guard let date = try await session.schedule().slate else {
            return tell("no games are to be played; waiting for a schedule")
        }
        let now = Invocation.current.clock.now()
        let events = [Topic.analyticsTrigger, .precomputeTrigger, .predictionsTrigger].map { topic in
            PipelineEvent(identifiers.next("e"), topic, on: date, correlation: "live-\(date)", at: now)
        }
        try await session.send(events)
        tell("the next games are on \(date)")
    }

    private func announce(_ port: Int) {
        let host = settings.host.contains(":") ? "[\(settings.host)]" : settings.host
        tell("listening on http://\(host):\(port)")
    }

    private func tell(_ sentence: String) {
        if verbosity > .quiet { Invocation.current.console.err("backcourt: \(sentence)\n") }
    }
}
