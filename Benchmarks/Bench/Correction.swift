import DelimitedText
import Foundation

/// A late correction: one second more for one player in one game.
struct Correction {
    /// When in a season the game was.
    enum Moment: String {
        case opening = "of an opening day"
        case middle = "in the middle of a season"
    }

    /// The corrected file, under its own name and not compressed.
    let file: String

    /// Corrects the newest but one file of player box scores in `folder`.
    init(of folder: String, at moment: Moment, in scratch: String) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter {
            $0.hasPrefix("player_boxscores_")
        }.sorted()
        guard let name = names.dropLast(names.count > 1 ? 1 : 0).last else {
            throw Unmeasured(description: "\(folder) has no player box scores to correct")
        }
        let bytes = try InputFile.read("\(folder)/\(name)").expanded()
        var lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        let header = lines[0].split(separator: ",")
        guard let column = header.firstIndex(of: "seconds_played"),
            let row = lines.indices.dropFirst(moment == .opening ? 1 : lines.count / 2).first(where: {
                Self.seconds(lines[$0], column) != nil
            }),
            let seconds = Self.seconds(lines[row], column)
        else { throw Unmeasured(description: "\(name) has no row that can be corrected") }
        var cells = lines[row].split(separator: ",", omittingEmptySubsequences: false)
        let corrected = String(seconds + 1)
        cells[column] = corrected[...]
        lines[row] = cells.joined(separator: ",")[...]
        let folder = "\(scratch)/correction \(moment)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        file = "\(folder)/\(name.hasSuffix(".gz") ? String(name.dropLast(3)) : name)"
        try Data(lines.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: file))
    }

    // The seconds of a row without quoted cells that leaves room for one more.
    private static func seconds(_ line: Substring, _ column: Int) -> Int? {
        guard !line.contains("\"") else { return nil }
        let cells = line.split(separator: ",", omittingEmptySubsequences: false)
        guard column < cells.count, let seconds = Int(cells[column]), (60...2800).contains(seconds) else { return nil }
        return seconds
    }
}
