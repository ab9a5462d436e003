import Commands
import Foundation

@main
enum Entrypoint {
    static func main() async {
        let invocation = Invocation(
            arguments: Array(CommandLine.arguments.dropFirst()), environment: ProcessInfo.processInfo.environment,
            console: .standard)
        let watch = SignalWatch(invocation.stop, invocation.signals)
        let status = await Backcourt.run(invocation)
        watch.end()
        exit(status)
    }
}
