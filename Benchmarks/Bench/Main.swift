import Foundation
import Rehearsal

/// Measures the program against its bounds.
///
@main
enum Main {
    static func main() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        do {
            if arguments.isEmpty || arguments.contains("--help") || arguments.contains("-h") {
                say(BenchOptions.usage)
            } else if arguments.first == "floor", arguments.count == 5 {
                let phases = Set(arguments[4].split(separator: ",").compactMap { Int($0) })
                let floor = try await Floor(store: arguments[1], history: DateSpan(arguments[3]), phases: phases)
                say("\(try floor.run(into: arguments[2]))")
            } else if arguments.first == "server", arguments.count == 3 {
                say(try await ServerTrial(address: arguments[1], date: arguments[2]).run())
            } else {
                exit(try Bench(BenchOptions(arguments)).run() ? 0 : 1)
            }
        } catch {
            say("bench: \(error)")
            exit(2)
        }
    }
}

/// Prints a line at once.
func say(_ line: String) {
    FileHandle.standardOutput.write(Data("\(line)\n".utf8))
}

/// Something that could not be measured.
struct Unmeasured: Error, CustomStringConvertible {
    let description: String
}
