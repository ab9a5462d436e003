import Dashboard
import LiveServer
import PipelineRuntime
import Synchronization

/// Read commands over HTTP: `GET /api/gaps?report=missing-dates` answers what `backcourt gaps --report=missing-dates --format
/// json` prints.
struct CommandTwin: Sendable {
    // Commands that write nothing, and options of theirs that name files or cost more than a reader may ask for.
    private static let commands: Set<String> = [
        "processors", "schema", "gaps", "plan", "status", "history", "failures", "trace", "lines", "players",
        "explain", "config",
    ]
    private static let refused: Set<String> = [
        "workspace", "format", "watch", "what-if", "explain", "help", "version",
    ]
    private static let mostRows = 10_000
    // Commands at work at once, and those that wait for their turn.
    private let turns = Turns(2, waiting: 8)
    let directory: String
    let clock: RuntimeClock

    /// The answer to `/api/` and `path`.
    func answer(_ path: [String], _ query: [(name: String, value: String)]) async -> WebAnswer {
        guard let command = path.first, Self.commands.contains(command) else {
            return Self.error(
                404, "not_found",
                "there is no /api/\(path.joined(separator: "/")); there are \(Self.commands.sorted().joined(separator: ", "))"
            )
        }
        var arguments = [command]
        for word in path.dropFirst() {
            guard !word.hasPrefix("-") else { return Self.error(400, "bad_request", "'\(word)' is no argument") }
            arguments.append(word)
        }
        for (name, value) in query {
            guard name.allSatisfy({ $0.isASCII && ($0.isLowercase || $0 == "-") }), name.first?.isLetter == true,
                !Self.refused.contains(name)
            else { return Self.error(400, "bad_request", "'\(name)' cannot be asked for here; use the command line") }
            if name == "limit", (Int(value) ?? 0) > Self.mostRows {
                return Self.error(400, "bad_request", "at most \(Self.mostRows) rows can be asked for here")
            }
            arguments.append(value.isEmpty ? "--\(name)" : "--\(name)=\(value)")
        }
        let answer = await turns.take { await run(arguments + ["--format=json", "--workspace=\(directory)"]) }
        return answer ?? Self.error(503, "busy", "too many ask at once; try again in a moment")
    }

    private func run(_ arguments: [String]) async -> WebAnswer {
        let (results, messages) = (Text(), Text())
        let invocation = Invocation(
            arguments: arguments, environment: [:],
            console: Console(out: { results.append($0) }, err: { messages.append($0) }), clock: clock)
        let code = await Backcourt.run(invocation)
        switch ExitStatus(rawValue: code) {
        case .success, .incomplete: return Self.json(200, results.text, code)
        case .usage: return Self.error(400, "usage", Self.sentence(messages.text))
        default: return Self.error(503, "store", Self.sentence(messages.text))
        }
    }

    // What is told on a terminal, without the name in front and the usage behind.
    private static func sentence(_ message: String) -> String {
        let line = message.split(separator: "\n").first.map(String.init) ?? "the command failed"
        for prefix in ["backcourt: ", "Error: "] where line.hasPrefix(prefix) {
            return String(line.dropFirst(prefix.count))
        }
        return line
    }

    static func json(_ status: Int, _ text: String, _ code: Int32 = 0) -> WebAnswer {
        WebAnswer(
            status,
            headers: [
                ("Content-Type", "application/json"), ("Cache-Control", "no-store"), ("Backcourt-Exit-Code", "\(code)"),
            ], body: .bytes(Array(text.utf8)))
    }

    static func error(_ status: Int, _ code: String, _ message: String) -> WebAnswer {
        let body: JSONValue = ["error": ["code": .string(code), "message": .string(message)]]
        return json(status, body.compact + "\n", status == 400 ? ExitStatus.usage.rawValue : ExitStatus.store.rawValue)
    }
}

/// Text that comes piece by piece.
private final class Text: Sendable {
    private let pieces = Mutex("")

    var text: String { pieces.withLock { $0 } }

    func append(_ piece: String) { pieces.withLock { $0 += piece } }
}
