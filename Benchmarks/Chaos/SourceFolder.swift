import DelimitedText
import Foundation
import GameCalendar
import Rehearsal

/// The raw files that every round imports: little enough for hundreds of rounds, and both phases have work to do.
struct SourceFolder: Sendable {
    private static let days = 14
    /// Where they are.
    let path: String

    /// Two short seasons of four made-up teams.
    init(simulatedBy program: Program, seed: UInt64, in folder: String) throws {
        path = "\(folder)/league"
        let shape = ["--seasons", "2", "--teams", "4", "--games", "12", "--lines"]
        let simulated = try program.run(["simulate", "--seed", String(seed), "--out", path] + shape)
        guard simulated.status == 0 else { throw Broken(description: "simulate: \(simulated.errors)") }
    }

    /// The first two weeks of the files in `data`.
    init(firstWeeksOf data: String, in folder: String) throws {
        path = "\(folder)/weeks"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let files = try FileManager.default.contentsOfDirectory(atPath: data).sorted().filter { $0.contains(".csv") }
        let tables = try files.map { try Table(name: $0, in: data) }
        guard let first = tables.compactMap({ table in table.lines.compactMap(table.date).min() }).min() else {
            throw Broken(description: "no file of \(data) has a column game_date")
        }
        let weeks = first...first + (Self.days - 1)
        for table in tables {
            let kept = table.lines.filter { table.date(of: $0).map(weeks.contains) ?? (table.dateColumn == nil) }
            guard !kept.isEmpty else { continue }
            let text = ([table.header] + kept).joined(separator: "\n") + "\n"
            try Data(text.utf8).write(to: URL(fileURLWithPath: "\(path)/\(table.name)"))
        }
    }
}

/// A raw file as lines.
private struct Table {
    /// Without the ending of a compressed file.
    let name: String
    let header: Substring
    let lines: [Substring]
    /// Where the date is; nil in a file without dates. Nothing before it is quoted.
    let dateColumn: Int?

    init(name: String, in folder: String) throws {
        self.name = name.hasSuffix(".gz") ? String(name.dropLast(3)) : name
        let text = try InputFile.read("\(folder)/\(name)").expanded()
        let all = String(decoding: text, as: UTF8.self).split(whereSeparator: \.isNewline)
        header = all.first ?? ""
        lines = Array(all.dropFirst())
        dateColumn = header.split(separator: ",", omittingEmptySubsequences: false).firstIndex(of: "game_date")
    }

    func date(of line: Substring) -> GameDate? {
        guard let dateColumn else { return nil }
        let cells = line.split(separator: ",", maxSplits: dateColumn + 1, omittingEmptySubsequences: false)
        return cells.count > dateColumn ? GameDate(cells[dateColumn]) : nil
    }
}
