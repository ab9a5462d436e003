import Foundation
import Rehearsal

/// Takes a picture of every page, in every look.
@main
enum Main {
    static func main() {
        do {
            try Screenshots(Array(CommandLine.arguments.dropFirst())).take()
        } catch {
            FileHandle.standardError.write(Data("screenshots: \(error)\n".utf8))
            exit(1)
        }
    }
}
