import ArgumentParser
import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineRuntime

/// Takes part in the backfill, beside any number of others.
struct WorkerCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker",
        abstract: "Share the backfill with other workers, on this machine or on others.",
        usage: "backcourt worker [<phase>] [--jobs <jobs>] [--until-idle] [<options>]",
        discussion: """
            Any number of workers compute what is missing, partial or stale, in stages behind the gates, as 'backfill' does. \
            Without a phase it goes through all of them; with one the gates are left out. Each takes the earliest dates that no other is at; a partition is computed by the one that holds its lease. A \
            worker that is killed, or does not answer for as long as worker_timeout_seconds says, loses what it holds to \
            the others.

            When nothing is left, or a gate holds, it waits until partitions change or a waiver is given; with --until-idle \
            it ends instead: 0 when everything is complete, 1 when something is left. While the store is out of reach it \
            tries again and again. SIGTERM and SIGINT end it when its running steps are finished; a second one cancels them.

            'backcourt status' lists the workers.
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var scope: ScopeOptions
    @OptionGroup var jobs: JobOptions

    @Argument(help: "phase3, phase4, phase5 or all.")
    var target: BackfillTarget = .all

    @Flag(help: "End when nothing is left to do.")
    var untilIdle = false

    func execute() async throws -> ExitStatus {
        var options = BatchOptions()
        options.jobs = jobs.jobs
        options.datesPerBlock = SharedWork.datesPerBlock
        options.command = Invocation.current.commandLine
        let dates = try scope.scope()
        return try await Invocation.current.stoppable { [options] in
            var wait = StoreWait(verbosity: workspace.verbosity)
            guard let session = try await wait.session(workspace) else {
                return Invocation.current.signals.status
            }
            let work = SharedWork(
                session: session, target: target, scope: dates, options: options, format: format,
                verbosity: workspace.verbosity, endsWhenIdle: untilIdle)
            return try await work.run()
        }
    }
}
