import Foundation
import Rehearsal

extension Bench {
    // Readers at once, and seconds of each measurement.
    private static let readers = 50
    private static let seconds = 10
    private static let mostBytes = 300_000.0

    /// Pages of the complete store, read by many at once while a backfill writes to it.
    func measureDashboard() throws {
        guard FileManager.default.isExecutableFile(atPath: HTTPLoad.tool) else {
            say("dashboard: SKIPPED, \(HTTPLoad.tool) is not installed")
            return
        }
        let program = try copy("predicted", to: "shown")
        let service = try LiveProgram(program, errors: "\(scratch.path)/shown.err", isLive: false)
        defer {
            if service.stop() == nil { service.child.send(SIGKILL) }
        }
        let pages = try pages(of: program)
        let reader = try service.reader()
        var largest = 0.0
        for page in pages.values.flatMap(\.self) {
            let answer = try reader.get(page)
            guard answer.status == 200 else { throw Unmeasured(description: "\(page) answers \(answer.status)") }
            largest = max(largest, Double(answer.body.utf8.count))
        }
        add(Finding("largest page", largest / 1000, "kB", atMost: Self.mostBytes / 1000))
        // What pages rest on is read by now, once; from here on something changes all the time.
        let writing = try program.start(["backfill", "phase5", "--force", "--jobs", "1", "--quiet"])
        defer {
            writing.send(SIGKILL)
            _ = writing.wait()
        }
        let load = HTTPLoad(folder: scratch.path, port: service.port, readers: Self.readers, seconds: Self.seconds)
        for (name, bound) in [("first page", 0.1), ("other pages", 0.2)] {
            let result = try load.run(pages[name] ?? [])
            add(Finding("\(name), 95 % of \(Self.readers) readers at once", result.p95, "s", atMost: bound))
            add(Finding("\(name), answers a second", result.rate, "/s"))
            add(Finding("\(name), answers that failed", Double(result.failures), "", atMost: 0))
        }
        guard !writing.hasEnded else { throw Unmeasured(description: "the backfill ended before the readers did") }
    }

    // The first page alone, and one of each kind of the others.
    private func pages(of program: Program) throws -> [String: [String]] {
        let date = try middleDate()
        let players = try prepare(
            program,
            [
                "query",
                "SELECT player_id FROM player_game_summary WHERE game_date = '\(date)' AND points > 20 LIMIT 3",
                "--format", "csv",
            ])
        let ids = players.output.split(separator: "\n").dropFirst().map(String.init)
        let others = [
            "/tables", "/tables/player_game_summary", "/tables/ml_feature_store_v2", "/dates/\(date)", "/runs",
            "/failures", "/gates", "/gates/2", "/plan", "/plan?season=2022-23", "/players", "/teams", "/teams/BOS",
            "/slates/\(date)", "/accuracy",
        ]
        return ["first page": ["/"], "other pages": others + ids.map { "/players/\($0)" }]
    }
}

/// Requests of many readers at once, sent by a tool that does nothing else.
struct HTTPLoad {
    static let tool = "/usr/bin/wrk"
    let folder: String
    let port: UInt16
    let readers: Int
    let seconds: Int

    struct Result {
        /// Seconds within which 95 of 100 answers came.
        var p95 = 0.0
        /// Answers a second.
        var rate = 0.0
        /// Answers that were none, or said that something is wrong.
        var failures = 0
    }

    /// Asks for `paths` in turn.
    func run(_ paths: [String]) throws -> Result {
        let (script, output) = ("\(folder)/load.lua", "\(folder)/load.txt")
        let list = paths.map { "\"\($0)\"" }.joined(separator: ",")
        let text = """
            local paths = {\(list)}
            local turn = 0
            request = function()
              turn = turn + 1
              return wrk.format("GET", paths[turn % #paths + 1])
            end
            done = function(summary, latency, requests)
              local errors = summary.errors
              local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
              io.write(string.format("result %f %f %d\\n", latency:percentile(95) / 1e6,
                summary.requests / (summary.duration / 1e6), failed))
            end
            """
        try Data(text.utf8).write(to: URL(fileURLWithPath: script))
        try? FileManager.default.removeItem(atPath: output)
        let command = [
            Self.tool, "-t1", "-c\(readers)", "-d\(seconds)s", "-s", script, "http://127.0.0.1:\(port)",
        ]
        let child = try ChildProcess(command, environment: ["PATH": "/usr/bin:/bin"], output: output, errors: output)
        _ = child.wait()
        let said = FileManager.default.contents(atPath: output).map { String(decoding: $0, as: UTF8.self) } ?? ""
        let words = said.split(separator: "\n").last { $0.hasPrefix("result ") }?.split(separator: " ") ?? []
        guard words.count == 4, let p95 = Double(words[1]), let rate = Double(words[2]), let failures = Int(words[3])
        else { throw Unmeasured(description: "\(Self.tool) said: \(said)") }
        return Result(p95: p95, rate: rate, failures: failures)
    }
}
