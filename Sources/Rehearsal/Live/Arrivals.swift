import DelimitedText
import Foundation

/// The raw files of a folder, cut so that they arrive as they did: a date's results the evening after, its lines before.
package struct Arrivals: Sendable {
    private static let scheduleResults = ["away_pts", "home_pts", "overtimes", "attendance", "duration"]
    fileprivate struct Source: Sendable {
        let name: String
        let header: String
        /// Lines by the date in their second column; reference files have none.
        var dates: [String: [Substring]] = [:]
        var rest: [Substring] = []

        func lines(_ isWanted: (String) -> Bool) -> [Substring] {
            dates.filter { isWanted($0.key) }.sorted { $0.key < $1.key }.flatMap(\.value)
        }
    }

    private var sources: [Source] = []
    /// Every date of the schedule with final games, ascending.
    package let dates: [String]

    /// Reads every CSV file of `folder`.
    package init(folder: String) throws {
        var played: Set<String> = []
        for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
            guard name.hasSuffix(".csv") || name.hasSuffix(".csv.gz") else { continue }
            let text = String(decoding: try InputFile.read("\(folder)/\(name)").expanded(), as: UTF8.self)
            var lines = text.split(separator: "\n")
            let header = String(lines.removeFirst())
            var source = Source(name: name.replacingOccurrences(of: ".gz", with: ""), header: header)
            let isDated = header.split(separator: ",").dropFirst().first == "game_date"
            for line in lines {
                guard isDated, let date = line.split(separator: ",", maxSplits: 2).dropFirst().first else {
                    source.rest.append(line)
                    continue
                }
                source.dates[String(date), default: []].append(line)
                if name.hasPrefix("schedule_"), line.contains(",Final,") { played.insert(String(date)) }
            }
            sources.append(source)
        }
        dates = played.sorted()
    }

    /// Everything known in the morning of `next`: results of the dates before, lines and lists up to it.
    package func files(before next: String) -> [String: String] {
        var files: [String: String] = [:]
        for source in sources {
            let isKnown = { (date: String) in Self.isAhead(source) ? date <= next : date < next }
            let lines =
                source.name.hasPrefix("schedule_")
                ? schedule(source, before: next) : source.rest + source.lines { isKnown($0) }
            files[source.name] = Self.text(source.header, lines)
        }
        return files
    }

    /// What arrives after the games of `date`, when those of `next` are to come.
    package func files(of date: String, next: String) -> [String: String] {
        var files: [String: String] = [:]
        for source in sources {
            if source.name.hasPrefix("schedule_") {
                guard source.dates[date] != nil || source.dates[next] != nil else { continue }
                files[source.name] = Self.text(source.header, schedule(source, before: next))
            } else if let lines = source.dates[Self.isAhead(source) ? next : date] {
                let name = source.name.replacingOccurrences(of: ".csv", with: "_\(date).csv")
                files[name] = Self.text(source.header, lines)
            }
        }
        return files
    }

    private static func isAhead(_ source: Source) -> Bool {
        ["betting_lines_", "props_", "inactives_"].contains(where: source.name.hasPrefix)
    }

    private func schedule(_ source: Source, before next: String) -> [Substring] {
        let names = source.header.split(separator: ",").map(String.init)
        let status = names.firstIndex(of: "status")
        let blank = Self.scheduleResults.compactMap(names.firstIndex(of:))
        return source.dates.sorted { $0.key < $1.key }.flatMap { date, lines -> [Substring] in
            guard date >= next else { return lines }
            return lines.map { line in
                var cells = Self.cells(line)
                if let status { cells[status] = "Scheduled" }
                for place in blank where place < cells.count { cells[place] = "" }
                return Substring(cells.joined(separator: ","))
            }
        }
    }

    // Commas inside quotation marks do not separate.
    private static func cells(_ line: Substring) -> [String] {
        var cells = [""]
        var isQuoted = false
        for character in line {
            if character == "\"" { isQuoted.toggle() }
            if character == ",", !isQuoted { cells.append("") } else { cells[cells.count - 1].append(character) }
        }
        return cells
    }

    private static func text(_ header: String, _ lines: [Substring]) -> String {
        header + "\n" + lines.map { $0 + "\n" }.joined()
    }
}
