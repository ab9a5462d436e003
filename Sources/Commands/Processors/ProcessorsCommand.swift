import ArgumentParser
import PipelineEngine
import PipelineModel

/// Lists the processors.
struct ProcessorsCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "processors",
        abstract: "List the processors with what they read, or draw how they hang together.",
        usage: "backcourt processors [<options>]",
        discussion: """
            Needs no workspace. --graph draws the tables as a tree, each under what it is computed from; with \
            --format json or csv it gives nodes and edges, and --dot writes them for Graphviz.

            Examples
              backcourt processors --format json
              backcourt processors --dot | dot -Tsvg > pipeline.svg
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var format: FormatOptions

    @Flag(help: "Print the job names, one a line.")
    var list = false

    @Flag(help: "Draw what reads what.")
    var graph = false

    @Flag(help: "Write the graph in the DOT language.")
    var dot = false

    func validate() throws {
        if [list, graph, dot].count(where: \.self) > 1 {
            throw ValidationError("Give one of --list, --graph and --dot.")
        }
    }

    func execute() async throws -> ExitStatus {
        let catalog = try Session.pipeline()
        if list {
            let jobs = catalog.steps.map(\.processor.job)
            Invocation.current.console.out(jobs.joined(separator: "\n") + "\n")
        } else if dot {
            Invocation.current.console.out(PipelineGraph(catalog).dot)
        } else if graph {
            format.print(PipelineGraph(catalog))
        } else {
            format.print(ProcessorsOutput(catalog: catalog))
        }
        return .success
    }
}
