import GameCalendar
import Rehearsal

/// First and last date of a measurement, written `first:last`.
struct DateSpan: CustomStringConvertible {
    let first: GameDate
    let last: GameDate

    init(_ text: String) throws {
        let parts = text.split(separator: ":")
        guard parts.count == 2, let first = GameDate(parts[0]), let last = GameDate(parts[1]), first <= last else {
            throw Unmeasured(description: "a history is first:last, such as 2021-10-19:2024-06-30, not '\(text)'")
        }
        self.first = first
        self.last = last
    }

    var description: String { "\(first):\(last)" }
    func contains(_ date: GameDate) -> Bool { (first...last).contains(date) }
}

/// What the command line asks for.
struct BenchOptions {
    let data: String
    let history: DateSpan
    /// Measured runs of each command, after one that is not counted.
    let runs: Int
    /// Dates that arrive one by one in a running service.
    let lived: Int
    /// What is measured.
    let parts: Set<Bench.Part>
    /// Folder the result file is written to; nil for none.
    let results: String?
    /// File whose table between the marks `bench:begin` and `bench:end` is replaced; nil for none.
    let readme: String?
    /// The program measured.
    let program: String
    /// This program.
    let bench: String

    static let usage = """
        backcourt-bench --data FOLDER [options]
        Times whole commands, each a process of its own, and holds them against their bounds. Exits 1 when one is missed.

          --data FOLDER         raw CSV files
          --history FIRST:LAST  first and last date (2021-10-19:2024-06-30)
          --runs N              measured runs of each command, after one that is not counted (5)
          --lived N             dates that arrive one by one in a running service (100)
          --parts A,B           only these of \(Bench.Part.names);
                                all but live, postgres and seasons rest on imports, reading, jobs, predictions and
                                correction on backfill, too, and dashboard on predictions
          --results FOLDER      writes <date>.json there
          --readme FILE         replaces the table between its marks

        backcourt-bench floor STORE SCRATCH FIRST:LAST PHASES
        Reads the raw rows that the phases read and inserts the rows that they gave, nothing else; prints seconds.

        backcourt-bench server ADDRESS DATE
        Replaces a date's tables in a database, and claims steps beside seven others; prints seconds of both.
        """

    init(_ arguments: [String]) throws {
        guard let program = Program.sibling("backcourt"), let bench = Program.sibling("backcourt-bench") else {
            throw Unmeasured(description: "the program is not beside this one; run 'make bench'")
        }
        var values: [String: String] = [:]
        var rest = arguments[...]
        while let name = rest.popFirst() {
            guard ["--data", "--history", "--runs", "--parts", "--results", "--readme", "--lived"].contains(name),
                let value = rest.popFirst()
            else {
                throw Unmeasured(description: "'\(name)' is not known or lacks its value; see --help")
            }
            values[name] = value
        }
        guard let data = values["--data"] else {
            throw Unmeasured(description: "name the folder with raw files: --data FOLDER")
        }
        guard let runs = Int(values["--runs"] ?? "5"), runs > 0 else {
            throw Unmeasured(description: "--runs wants a number")
        }
        parts = try Set(
            (values["--parts"] ?? Bench.Part.names).split(separator: ",").map { name in
                guard let part = Bench.Part(rawValue: String(name)) else {
                    throw Unmeasured(description: "--parts has no '\(name)'; there are \(Bench.Part.names)")
                }
                return part
            })
        guard let lived = Int(values["--lived"] ?? "100"), lived > 0 else {
            throw Unmeasured(description: "--lived wants a number")
        }
        self.lived = lived
        self.data = data
        self.runs = runs
        self.program = program
        self.bench = bench
        history = try DateSpan(values["--history"] ?? "2021-10-19:2024-06-30")
        results = values["--results"]
        readme = values["--readme"]
    }
}
