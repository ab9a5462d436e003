import ArgumentParser
import Dashboard
import Foundation
import GameCalendar
import LiveServer
import PipelineEngine
import PipelineModel
import PipelineRuntime

/// Serves the workspace until it is asked to stop.
struct ServeCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Show the pipeline as web pages; with --live take files and events and compute what follows.",
        usage: "backcourt serve [--live] [<options>]",
        discussion: """
            Pages show the stages with their gates, every game date, tables, runs, failures, plans and predictions, and stay \
            up to date while somebody looks. On this machine's own address everybody may look; whoever acts presents the \
            token of the file 'token' in the workspace. With --host the pages can be reached from elsewhere, and the token \
            is needed to look as well. The same in JSON is below /api/, such as /api/status; numbers for Prometheus at \
            /metrics.

            With --live the workspace's inbox is watched. A file renamed into it is loaded at once and moved to inbox/done, \
            or to inbox/rejected with the reason beside it; names that end in .part or .tmp are ignored. Whatever the rows \
            change is computed by events: analytics, precompute tables, predictions of the games to come, grades of those \
            that were played. Stale partitions that the next games read are healed first.

            GET /healthz and /readyz tell whether it lives and works; POST /api/events takes events as JSON, with the \
            token: Authorization: Bearer TOKEN.

            SIGTERM and SIGINT end it: running steps are finished, and the next start goes on with what is left.
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var jobs: JobOptions

    @Option(help: "Port to listen on; 0 for one the system picks.")
    var port = 8080

    @Option(help: "Name or address to listen on.")
    var host = "127.0.0.1"

    @Flag(help: "Watch the inbox, take events, and do what follows.")
    var live = false

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port is 0 to 65535, not \(port).") }
    }

    func execute() async throws -> ExitStatus {
        let session = try await Session.patient(workspace, live ? .live : .readWrite)
        let token = AccessToken(of: session.workspace)
        try token.makeIfMissing()
        let secret = try token.read()
        var settings = EventServerSettings(host: host, port: port, token: secret)
        settings.retryAfter = 1
        let isLocal = host == "localhost" || host == "::1" || host.hasPrefix("127.")
        let name = URL(fileURLWithPath: session.workspace.directory).lastPathComponent
        let site = SiteSettings(
            token: secret, isOpen: isLocal, hosts: isLocal ? SiteSettings.loopback.union([host]) : nil, name: name)
        let service = LiveService(
            session: session, settings: settings, site: site, jobs: jobs.jobs, verbosity: workspace.verbosity)
        return try await Invocation.current.stoppable {
            live ? try await service.live() : try await service.show()
        }
    }
}
