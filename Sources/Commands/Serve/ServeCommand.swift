import ArgumentParser
import GameCalendar
import LiveServer
import PipelineEngine
import PipelineModel
import PipelineRuntime

/// Serves the workspace until it is asked to stop.
struct ServeCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Take files and events as they come; compute what follows.",
        usage: "backcourt serve --live [<options>]",
        discussion: """
            With --live the workspace's inbox is watched. A file renamed into it is loaded at once and moved to inbox/done, \
            or to inbox/rejected with the reason beside it; names that end in .part or .tmp are ignored. Whatever the rows \
            change is computed by events: analytics, precompute tables, predictions of the games to come, grades of those \
            that were played. Stale partitions that the next games read are healed first.

            GET /healthz and /readyz tell whether it lives and works; POST /api/events takes events as JSON, with the token \
            of the file 'token' in the workspace: Authorization: Bearer TOKEN.

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
        if !live { throw ValidationError("Give --live; pages to look at are not part of this version.") }
    }

    func execute() async throws -> ExitStatus {
        let session = try await Session.patient(workspace, .live)
        let token = AccessToken(of: session.workspace)
        try token.makeIfMissing()
        var settings = EventServerSettings(host: host, port: port, token: try token.read())
        settings.retryAfter = 1
        let service = LiveService(
            session: session, settings: settings, jobs: jobs.jobs, verbosity: workspace.verbosity)
        return try await Invocation.current.stoppable { try await service.run() }
    }
}
