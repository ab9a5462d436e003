import ContentDigest
import DelimitedText
import GameCalendar
import NBA
import PipelineModel

/// A file that was read to its end.
struct ParsedFile: Sendable {
    let source: SourceFile
    let fileID: Int
    /// Of the bytes that were read.
    let digest: Digest
    private(set) var rows: ParsedRows
    /// The dates it feeds, ascending.
    let dates: [GameDate]
    private let document: CSVDocument

    /// Reads `source`.
    init(_ source: SourceFile, fileID: Int, schedule: ScheduleIndex) throws(FileRefusal) {
        let opened = try source.open()
        rows = try source.table.rows(of: opened.document, fileID: fileID, schedule: schedule)
        dates = rows.days.keys.sorted()
        (self.source, self.fileID, digest, document) = (source, fileID, opened.digest, opened.document)
    }

    /// Hands over the rows, which it then no longer holds.
    mutating func takeRows() -> FileDays {
        defer { rows.days = [:] }
        return FileDays(name: source.name, days: rows.days)
    }

    /// The records that begin on `lines`, as they stand in the file.
    func texts(on lines: Set<Int>) -> [Int: String] {
        guard !lines.isEmpty else { return [:] }
        var texts: [Int: String] = [:]
        document.forEachEntry { entry in
            guard case .record(let record) = entry, lines.contains(record.line) else { return }
            texts[record.line] = record.reportText()
        }
        return texts
    }
}

extension SourceFile {
    /// The dates in the file's game_date column; empty when the file cannot be read.
    func scannedDates() -> Set<GameDate> {
        guard let document = try? open().document, let position = document.header.index(of: "game_date") else {
            return []
        }
        var dates: Set<GameDate> = []
        var last: GameDate?
        document.forEachEntry { entry in
            guard case .record(let record) = entry else { return }
            guard let date = GameDate(utf8: UnsafeRawBufferPointer(record[position].bytes)), date != last else {
                return
            }
            dates.insert(date)
            last = date
        }
        return dates
    }
}
