import CMemorySetup
import Commands
import Foundation

@main
enum Entrypoint {
    static func main() async {
        // One pool of memory for each processor: eight, as is usual, keep 300 MB more of what a backfill has let go of.
        keep_memory_pools(Int32(truncatingIfNeeded: ProcessInfo.processInfo.activeProcessorCount))
        var invocation = Invocation(
            arguments: Array(CommandLine.arguments.dropFirst()), environment: ProcessInfo.processInfo.environment,
            console: .standard)
        invocation.answerSignals()
        exit(await Backcourt.run(invocation))
    }
}
