import Foundation
import Rehearsal

/// Pictures of the dashboard over a league: a made-up one, or that of a folder.
struct Screenshots {
    /// Why no pictures were taken.
    struct Untaken: Error, CustomStringConvertible {
        let description: String
    }

    private let program: Program
    private let folder: ScratchFolder
    private let destination: String
    private let docs: String?
    private let data: String?

    init(_ arguments: [String]) throws {
        var values: [String: String] = [:]
        var rest = arguments[...]
        while let name = rest.popFirst() {
            guard ["--into", "--docs", "--data"].contains(name), let value = rest.popFirst() else {
                throw Untaken(
                    description: "'\(name)' is not known or lacks its value; there are --into, --docs, --data")
            }
            values[name] = value
        }
        guard let path = Program.sibling("backcourt") else {
            throw Untaken(description: "the program is not beside this one; run 'make screenshots'")
        }
        guard Browser.isInstalled else {
            throw Untaken(description: "Chromium's driver is not installed; run 'apt-get install chromium-driver'")
        }
        folder = try ScratchFolder("backcourt-screenshots")
        program = Program(path: path, workspace: "\(folder.path)/league")
        (destination, docs, data) = (values["--into"] ?? "screenshots", values["--docs"], values["--data"])
    }

    func take() throws {
        try prepare()
        try FileManager.default.createDirectory(atPath: destination, withIntermediateDirectories: true)
        let service = try LiveProgram(program, errors: "\(folder.path)/err", isLive: false)
        defer { _ = service.stop() }
        let browser = try Browser()
        let address = "http://127.0.0.1:\(service.port)"
        try browser.look(Browser.Look(width: 1440, isDark: false))
        try browser.open("\(address)/sign-in")
        try browser.type(service.token, into: "input[name=token]")
        try browser.click("main form.act button")
        let pages = try pages()
        // What is read beside the first look at a page is there at the second.
        for (_, path) in pages { try browser.open(address + path) }
        usleep(5_000_000)
        for look in Browser.Look.all {
            try browser.look(look)
            for (name, path) in pages {
                try browser.open(address + path)
                let picture = try browser.picture()
                try write(picture, "\(destination)/\(name)-\(look.name).png")
                if let docs, Self.shown.contains("\(name)-\(look.name)") {
                    try FileManager.default.createDirectory(atPath: docs, withIntermediateDirectories: true)
                    try write(try browser.picture(isWhole: false), "\(docs)/\(name)-\(look.name).png")
                }
            }
        }
        print("\(pages.count * Browser.Look.all.count) pictures in \(destination)")
    }

    // Pictures that the documentation shows.
    private static let shown: Set<String> = [
        "overview-1440-light", "player-1440-dark", "date-1440-light", "overview-390-dark",
    ]

    private func prepare() throws {
        let raw = data ?? "\(folder.path)/raw"
        if data == nil { try run(["simulate", "--seasons", "2", "--seed", "7", "--lines", "--out", raw]) }
        try run(["init"])
        try run(["import", raw])
        try run(["backfill", "--jobs", "2"])
    }

    private func run(_ arguments: [String]) throws {
        let finished = try program.run(arguments + ["--quiet"])
        guard finished.status == 0 else {
            throw Untaken(description: "\(arguments.joined(separator: " ")): \(finished.errors)")
        }
    }

    private func write(_ picture: [UInt8], _ path: String) throws {
        try Data(picture).write(to: URL(fileURLWithPath: path))
    }

    private func pages() throws -> [(name: String, path: String)] {
        let date = try value("SELECT game_date FROM player_game_summary ORDER BY game_date DESC LIMIT 1 OFFSET 2000")
        let player = try value(
            "SELECT player_id FROM player_game_summary WHERE game_date = '\(date)' ORDER BY points DESC LIMIT 1")
        let team = try value("SELECT team_abbr FROM team_defense_game_summary WHERE game_date = '\(date)' LIMIT 1")
        let run = try value(
            "SELECT run_id FROM processor_run_history WHERE data_date = '\(date)' ORDER BY run_id DESC LIMIT 1")
        let batch = try value("SELECT batch_id FROM batch ORDER BY batch_id DESC LIMIT 1")
        return [
            ("overview", "/"), ("tables", "/tables"), ("table", "/tables/player_daily_cache"),
            ("date", "/dates/\(date)"),
            ("runs", "/runs"), ("run", "/runs/\(run)"), ("batch", "/batches/\(batch)"), ("failures", "/failures"),
            ("gates", "/gates"), ("gate", "/gates/2"), ("plan", "/plan?policy=force"), ("actions", "/actions"),
            ("confirm", "/actions/new/retry?failed=1&blocked=1"),
            ("sign-in", "/sign-in"), ("players", "/players"), ("player", "/players/\(player)"), ("teams", "/teams"),
            ("team", "/teams/\(team)"), ("slate", "/slates/\(date)"), ("accuracy", "/accuracy"),
        ]
    }

    private func value(_ sql: String) throws -> String {
        let finished = try program.run(["query", sql, "--format", "csv"])
        guard finished.status == 0, let line = finished.output.split(separator: "\n").dropFirst().first else {
            throw Untaken(description: "nothing to show: \(finished.errors)")
        }
        return String(line)
    }
}
