import Foundation
import Rehearsal

/// Kills and interrupts the program and lets its disk fail, again and again, and proves that nothing is lost.
///
///     backcourt-chaos [--data FOLDER] [--rounds 200] [--seed N] [--round N] [--parts files,services,server]
///     backcourt-chaos observe STORE REPORT             the second reader; ends when its input does
@main
enum Main {
    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        do {
            if arguments.first == "observe", arguments.count == 3 {
                exit(try Observer(store: arguments[1]).watch(reportingTo: arguments[2]) ? 0 : 1)
            }
            let options = try ChaosOptions(arguments)
            exit(try Chaos(options).run() ? 0 : 1)
        } catch {
            say("chaos: \(error)")
            exit(2)
        }
    }
}

/// Prints a line at once.
func say(_ line: String) {
    FileHandle.standardOutput.write(Data("\(line)\n".utf8))
}

/// A claim that did not hold.
struct Broken: Error, CustomStringConvertible {
    let description: String
}
