import DelimitedText
import GameCalendar
import NBA
import PipelineModel

/// A raw table as import sees it: its shape, its files and how to read one.
///
/// A value made from the row type, so that the reading loop is compiled for each type and nothing is looked up per row.
struct RawTable: Sendable {
    let declaration: TableDeclaration
    let files: SourceFileNames
    let columns: [CellCursor.Declared]
    private let parse: @Sendable (CSVDocument, [Int], Int, ScheduleIndex) -> ParsedRows

    init<Row: RawSource>(of row: Row.Type) {
        declaration = Row.table
        files = Row.files
        columns = Row.sourceColumns
        parse = { document, positions, fileID, schedule in
            var reader = RowReader<Row>(positions: positions, fileID: fileID, schedule: schedule)
            document.forEachEntry { reader.take($0) }
            return reader.finished()
        }
    }

    var name: TableName { declaration.name }
    /// Whether the table is one partition.
    var isReference: Bool { declaration.partitionColumn == nil }
    /// Whether the table is the schedule, which other tables are held against.
    var isSchedule: Bool { name == ScheduledGame.table.name }

    /// Every raw table in the order files are read.
    static let all: [RawTable] = [
        RawTable(of: Arena.self), RawTable(of: PlayerReference.self), RawTable(of: ScheduledGame.self),
        RawTable(of: TeamBox.self), RawTable(of: PlayerBox.self), RawTable(of: Shot.self),
        RawTable(of: GameLine.self), RawTable(of: PropLine.self), RawTable(of: InactiveListing.self),
    ]

    /// Reads every record of `document` as a row of the table.
    ///
    /// - Throws: ``FileRefusal`` missing_column.
    func rows(of document: CSVDocument, fileID: Int, schedule: ScheduleIndex) throws(FileRefusal) -> ParsedRows {
        let missing = columns.filter { $0.isRequired && document.header.index(of: $0.name) == nil }
        guard missing.isEmpty else {
            let names = missing.map { "'\($0.name)'" }.joined(separator: ", ")
            throw FileRefusal(
                "missing_column", "the column \(names) of \(name) is missing; add it or correct the header line")
        }
        return parse(document, columns.map { document.header.index(of: $0.name) ?? -1 }, fileID, schedule)
    }
}

extension RawSource {
    /// The columns in reading order.
    fileprivate static var sourceColumns: [CellCursor.Declared] {
        var cursor = CellCursor()
        var blank = Self()
        blank.cells(&cursor)
        return cursor.declared
    }
}
