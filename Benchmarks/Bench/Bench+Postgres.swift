import Foundation
import NBA
import PipelineModel
import Rehearsal

extension Bench {
    /// The same work over a server on the same machine.
    func measurePostgres() throws {
        guard PostgresDatabase.server != nil else { return say("postgres: SKIPPED, there is no server") }
        var imported = try PostgresDatabase()
        let program = workspace("served")
        add(
            try measure("PostgreSQL: import of the whole folder", ["import", "<folder>"], bound: nil) { _ in
                imported = try PostgresDatabase()
                try join(program, imported)
                return try timed(program, ["import", options.data])
            })
        var both = Measurement(
            "PostgreSQL: phases 3 and 4", "backcourt backfill phase3 --jobs 2; … phase4", bound: 30)
        var floors = Measurement("PostgreSQL: floor of phases 3 and 4", "psql, COPY in binary", bound: nil)
        floors.memoryBound = nil
        var finished = imported
        for run in 0...options.runs {
            let database = try PostgresDatabase(copying: imported)
            try join(program, database)
            let outcomes = try Self.phases.map { try timed(program, $0) }
            let floor = try floor(of: database)
            finished = database
            guard run > 0 else { continue }
            both.add(outcomes)
            floors.add([], seconds: floor)
        }
        add(both)
        add(floors)
        add(Finding("PostgreSQL: phases 3 and 4 over their floor", both.median / floors.median, "×", atMost: 2))
        add(
            try measure("PostgreSQL: nothing to do", ["backfill", "phase4"], bound: 0.5) { _ in
                try timed(program, ["backfill", "phase4"])
            })
        try measureSteps(finished)
        for count in [1, 2, 4] { try measureWorkers(count, from: imported) }
    }

    // Phases 3 and 4 by so many workers of one thread each, as hosts that share the server.
    private func measureWorkers(_ count: Int, from imported: PostgresDatabase) throws {
        var both = Measurement(
            "PostgreSQL: phases 3 and 4 by \(count == 1 ? "1 worker" : "\(count) workers")",
            "backcourt worker phase3 --until-idle; … phase4", bound: nil)
        for run in 0...options.runs {
            let database = try PostgresDatabase(copying: imported)
            let hosts = (0..<count).map { workspace("host-\($0)") }
            for host in hosts { try join(host, database) }
            var outcomes: [ChildProcess.Outcome] = []
            let begun = ContinuousClock.now
            for phase in ["phase3", "phase4"] {
                let workers = try hosts.map { try $0.start(["worker", phase, "--until-idle", "--quiet"]) }
                outcomes += workers.map { $0.wait() }
            }
            let seconds = (ContinuousClock.now - begun) / .seconds(1)
            guard outcomes.allSatisfy({ $0.status == 0 }) else {
                throw Unmeasured(description: "\(count) workers ended with \(outcomes.map(\.ending))")
            }
            if run > 0 { both.add(outcomes, seconds: seconds) }
        }
        add(both)
    }

    private func join(_ program: Program, _ database: PostgresDatabase) throws {
        try prepare(
            program,
            [
                "init", "--force", "--store", "postgres", "--url", database.address,
                "--history-start", "\(options.history.first)", "--history-end", "\(options.history.last)",
            ])
    }

    private func measureSteps(_ database: PostgresDatabase) throws {
        let output = "\(scratch.path)/server.txt"
        let child = try ChildProcess(
            [options.bench, "server", database.address, "2023-01-20"], output: output, errors: output)
        let ending = child.wait().ending
        let text = FileManager.default.contents(atPath: output).map { String(decoding: $0, as: UTF8.self) } ?? ""
        let numbers = text.split { $0.isWhitespace }.compactMap { Double($0) }
        guard numbers.count == 3 else {
            throw Unmeasured(description: "the server trial ended with \(ending): \(text)")
        }
        add(Finding("PostgreSQL: one date's ten tables replaced", numbers[0], "s", atMost: 0.02))
        add(Finding("PostgreSQL: 48 steps claimed together beside seven other workers", numbers[1], "s"))
        add(Finding("PostgreSQL: of these, one", numbers[1] / 48, "s", atMost: 0.002))
        add(Finding("PostgreSQL: one step claimed alone beside seven other workers", numbers[2], "s", atMost: 0.002))
    }

    // Dates in one transaction, times five tables: as many partitions as the program writes together.
    private static let datesTogether = 10

    /// Seconds in which psql copies the same rows in binary into the same tables, in transactions of as many partitions.
    private func floor(of full: PostgresDatabase) throws -> Double {
        let folder = "\(scratch.path)/copies"
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let tables = NBACatalog.processors.filter { [3, 4].contains($0.phase.rawValue) }.map(\.outputTable)
        let names = tables.map { "\($0.dataset).\($0.name)" }
        let spans = try dates(in: full).chunked(by: Self.datesTogether)
        var (unload, load) = ("", names.map { "TRUNCATE \($0);\n" }.joined() + "SET synchronous_commit = off;\n")
        for (phase, members) in [names.prefix(5), names.dropFirst(5)].enumerated() {
            for (number, span) in spans.enumerated() {
                load += "BEGIN;\n"
                for (table, name) in members.enumerated() {
                    let file = "\(folder)/\(phase)-\(number)-\(table)"
                    let rows =
                        "SELECT * FROM \(name) WHERE game_date BETWEEN '\(span[0])' AND '\(span[span.count - 1])'"
                    unload += "\\copy (\(rows)) TO '\(file)' (FORMAT binary)\n"
                    load += "\\copy \(name) FROM '\(file)' (FORMAT binary)\n"
                }
                load += "COMMIT;\n"
            }
        }
        try unload.write(toFile: "\(folder)/unload", atomically: true, encoding: .utf8)
        try full.run(script: "\(folder)/unload")
        let empty = try PostgresDatabase(copying: full)
        try load.write(toFile: "\(folder)/load", atomically: true, encoding: .utf8)
        let begun = ContinuousClock.now
        try empty.run(script: "\(folder)/load")
        return (ContinuousClock.now - begun) / .seconds(1)
    }

    private func dates(in database: PostgresDatabase) throws -> [String] {
        let output = try prepare(
            workspace("served"),
            ["query", "SELECT DISTINCT game_date FROM player_game_summary ORDER BY 1", "--format", "csv"]
        ).output
        return output.split(separator: "\n").dropFirst().map(String.init)
    }
}

extension Processor {
    fileprivate var outputTable: TableDeclaration { Output.table }
}

extension Array {
    fileprivate func chunked(by size: Int) -> [[Element]] {
        stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }
}
