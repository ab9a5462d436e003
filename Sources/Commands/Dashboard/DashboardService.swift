import Dashboard
import GameCalendar
import LiveServer
import NBA
import NBAPages
import PipelineModel
import PipelineRuntime
import ServiceLifecycle

/// The dashboard as a service: answers requests for pages, and tells readers what is new.
struct DashboardService: Service {
    // Seconds between two looks while somebody is connected, and between two knocks on connections.
    private static let pace = 1.0
    private static let knock = 10.0
    let site: Site
    private let desk: StandingDesk
    private let metrics: DashboardMetrics
    private let runner: ActionRunner
    private let clock: RuntimeClock

    init(_ session: Session, _ settings: SiteSettings, _ identifiers: Identifiers) async throws {
        let invocation = Invocation.current
        let (clock, desk, metrics) = (
            invocation.clock, StandingDesk(session, clock: invocation.clock), DashboardMetrics()
        )
        (self.clock, self.desk, self.metrics) = (clock, desk, metrics)
        let twin = CommandTwin(directory: session.workspace.directory, clock: clock)
        let runner = ActionRunner(session, identifiers, clock: clock, environment: invocation.environment)
        self.runner = runner
        let sources = DashboardSources(
            store: session.store, standing: { try await desk.standing() }, now: { clock.now() },
            secret: { AccessToken.newSecret() },
            twin: { await twin.answer($0, $1) }, readinessColumn: RowEnd.trustColumns[0].description,
            subject: BasketballPages(session.store))
        site = Site(sources, settings, actions: runner.desk)
    }

    /// Whether the store can be read.
    func readiness() async -> Readiness {
        do {
            _ = try await desk.standing()
            return .ready
        } catch is NothingToShow {
            return .ready
        } catch {
            return .notReady((error as? WarehouseError)?.message ?? "the store cannot be read")
        }
    }

    /// The answer to a request, counted and timed.
    func answer(_ request: WebRequest) async -> WebAnswer {
        let begun = clock.now()
        let answer = await site.answer(request) { [metrics, desk, site] in
            // Without a standing the numbers say that there is none.
            metrics.text(try? await desk.checked(), readers: site.feed.readerCount)
        }
        metrics.note(request, answer, seconds: clock.now().seconds(since: begun))
        return answer
    }

    // It ends when the group comes to it, neither before nor after: then its streams end, and after them the server.
    func run() async {
        await cancelWhenGracefulShutdown {
            var sinceKnock = Self.knock
            while !Task.isCancelled {
                let isTurn = sinceKnock >= Self.knock
                if isTurn {
                    sinceKnock = 0
                    // What cannot be written now is tried again.
                    try? await runner.closeAbandoned()
                }
                if site.feed.readerCount > 0 {
                    // What cannot be read now is told by the page itself, and tried again.
                    if let standing = try? await desk.standing() { site.feed.tell(standing.version) }
                    if isTurn { site.feed.knock() }
                }
                sinceKnock += Self.pace
                await clock.pause(Self.pace)
            }
        }
        site.feed.end()
    }
}
