import DelimitedText
import GameCalendar
import NBA
import PipelineModel

/// One file's good rows of one partition, in file order.
struct DayRows: Sendable {
    var content: PartitionContent
    /// The line of each row.
    var lines: [Int32]
}

/// A record that was set aside.
struct RefusedRecord: Sendable {
    let line: Int
    let fault: RowFault
    let text: String
}

/// What a file's records became.
struct ParsedRows: Sendable {
    /// Records below the header, defective ones included.
    var rowsRead = 0
    var days: [GameDate: DayRows] = [:]
    var refused: [RefusedRecord] = []
}

/// Turns the records of one file into encoded rows, partition by partition.
///
/// Rows are kept as values only while the file stays on one date; then they are encoded, which is a fraction of the size.
struct RowReader<Row: RawSource> {
    private var cursor: CellCursor
    private let fileID: Int
    private let schedule: ScheduleIndex
    private var rowsRead = 0
    private var refused: [RefusedRecord] = []
    private var chunks: [GameDate: [DayRows]] = [:]
    private var date = GameDate.reference
    private var pending: [Row] = []
    private var pendingLines: [Int32] = []
    private var game: GameFacts?

    init(positions: [Int], fileID: Int, schedule: ScheduleIndex) {
        cursor = CellCursor(positions: positions)
        self.fileID = fileID
        self.schedule = schedule
    }

    /// Takes the next record or defect.
    mutating func take(_ entry: CSVEntry) {
        rowsRead += 1
        switch entry {
        case .record(let record): read(record)
        case .defect(let defect):
            refused.append(
                RefusedRecord(
                    line: defect.line, fault: RowFault(.parse, defect.reason.description), text: defect.text))
        }
    }

    private mutating func read(_ record: CSVRecord) {
        var row = Row()
        cursor.begin(record)
        row.cells(&cursor)
        cursor.end()
        if let fault = readingFault ?? ruleFault(&row) {
            refused.append(RefusedRecord(line: record.line, fault: fault, text: record.reportText()))
            return
        }
        row.sourceFileID = fileID
        if row.partitionDate != date || pending.isEmpty {
            flush()
            date = row.partitionDate
        }
        pending.append(row)
        pendingLines.append(Int32(clamping: record.line))
    }

    /// The first thing a cell could not be, with all the others in its detail.
    private var readingFault: RowFault? {
        guard let first = cursor.faults.first else { return nil }
        return RowFault(first.code, cursor.faults.prefix(5).map(\.detail).joined(separator: "; "))
    }

    private mutating func ruleFault(_ row: inout Row) -> RowFault? {
        if let id = row.scheduledGameID, game?.gameID != id { game = schedule[id] }
        let named = row.scheduledGameID == nil ? nil : game
        row.derive(from: named)
        return row.fault(in: named)
    }

    private mutating func flush() {
        guard !pending.isEmpty else { return }
        do throws(ContentError) {
            let content = try PartitionContent(unordered: pending, columns: Row.table.columns)
            let chunk = DayRows(content: content, lines: pendingLines)
            chunks[date, default: []].append(DayRows(joining: [chunk], columns: content.columns))
        } catch {
            // Cells are finite, so this does not happen; if it did, the rows would be accounted for.
            for line in pendingLines {
                let fault = RowFault(.parse, "the rows of \(date) cannot be encoded: \(error)")
                refused.append(RefusedRecord(line: Int(line), fault: fault, text: ""))
            }
        }
        pending.removeAll(keepingCapacity: true)
        pendingLines.removeAll(keepingCapacity: true)
    }

    /// Everything taken.
    consuming func finished() -> ParsedRows {
        flush()
        var parsed = ParsedRows()
        parsed.rowsRead = rowsRead
        parsed.refused = refused
        parsed.days = chunks.mapValues { $0.count == 1 ? $0[0] : DayRows(joining: $0, columns: Row.table.columns) }
        return parsed
    }
}

extension DayRows {
    /// The rows of `chunks` one after the other, in arrays of exactly their size.
    init(joining chunks: [DayRows], columns: [Column]) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(chunks.reduce(0) { $0 + $1.content.bytes.count })
        var offsets = [0]
        offsets.reserveCapacity(chunks.reduce(1) { $0 + $1.content.rowCount })
        for chunk in chunks {
            let start = bytes.count
            bytes.append(contentsOf: chunk.content.bytes)
            for offset in chunk.content.offsets.dropFirst() { offsets.append(start + offset) }
        }
        content = PartitionContent(columns: columns, bytes: bytes, offsets: offsets)
        lines = chunks.flatMap(\.lines)
    }
}
