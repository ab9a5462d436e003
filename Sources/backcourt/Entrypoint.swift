import Commands
import Foundation

@main
enum Entrypoint {
    static func main() async {
        var invocation = Invocation(
            arguments: Array(CommandLine.arguments.dropFirst()), environment: ProcessInfo.processInfo.environment,
            console: .standard)
        invocation.answerSignals()
        exit(await Backcourt.run(invocation))
    }
}
