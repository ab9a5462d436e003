import DelimitedText
import GameCalendar
import NBA
import PipelineModel

/// Writes the rows of one source file as text, cell by cell in the order the row names its columns.
struct SourceText<Row: RawSource> {
    private var cells = WrittenCells()

    /// A text with the header line only.
    init() {
        var header = HeaderCells()
        var blank = Row()
        blank.cells(&header)
        cells.writer.record(header.names)
    }

    /// Writes a row.
    mutating func append(_ row: Row) {
        var row = row
        row.cells(&cells)
        cells.writer.endRecord()
    }

    /// What has been written so far.
    var bytes: [UInt8] { cells.writer.bytes }
}

/// Collects the names of the columns.
private struct HeaderCells: SourceCells {
    var names: [String] = []

    private mutating func note(_ name: StaticString) { names.append(name.description) }

    mutating func column(_ name: StaticString, _ value: inout String) { note(name) }
    mutating func column(_ name: StaticString, orEmpty value: inout String) { note(name) }
    mutating func column(_ name: StaticString, _ value: inout String?) { note(name) }
    mutating func column(_ name: StaticString, _ value: inout Int) { note(name) }
    mutating func column(_ name: StaticString, _ value: inout Int?) { note(name) }
    mutating func column(_ name: StaticString, _ value: inout Double) { note(name) }
    mutating func column(_ name: StaticString, _ value: inout Double?) { note(name) }
    mutating func column(_ name: StaticString, _ value: inout Bool) { note(name) }
    mutating func column(_ name: StaticString, _ value: inout GameDate) { note(name) }
    mutating func column(_ name: StaticString, _ value: inout Timestamp?) { note(name) }
    mutating func column<Value>(_ name: StaticString, _ value: inout Value, _ words: SourceWords<Value>) { note(name) }
    mutating func column<Value>(_ name: StaticString, _ value: inout Value?, _ words: SourceWords<Value>) { note(name) }
}

/// Writes the values of the columns.
private struct WrittenCells: SourceCells {
    var writer = CSVWriter()

    mutating func column(_ name: StaticString, _ value: inout String) { writer.text(value) }
    mutating func column(_ name: StaticString, orEmpty value: inout String) { writer.text(value) }
    mutating func column(_ name: StaticString, _ value: inout String?) { writer.text(value) }
    mutating func column(_ name: StaticString, _ value: inout Int) { writer.int(Int64(value)) }
    mutating func column(_ name: StaticString, _ value: inout Int?) { writer.int(value.map(Int64.init)) }
    mutating func column(_ name: StaticString, _ value: inout Double) { writer.double(value) }
    mutating func column(_ name: StaticString, _ value: inout Double?) { writer.double(value) }
    mutating func column(_ name: StaticString, _ value: inout Bool) { writer.int(value ? 1 : 0) }
    mutating func column(_ name: StaticString, _ value: inout GameDate) { writer.text(value.description) }
    mutating func column(_ name: StaticString, _ value: inout Timestamp?) { writer.text(value?.description) }

    mutating func column<Value>(_ name: StaticString, _ value: inout Value, _ words: SourceWords<Value>) {
        writer.text(words.word(value))
    }

    mutating func column<Value>(_ name: StaticString, _ value: inout Value?, _ words: SourceWords<Value>) {
        writer.text(value.map(words.word))
    }
}
