import DelimitedText
import GameCalendar
import NBA

/// Walks a source's one column list to declare it or to read a record into a row.
///
/// A source calls ``column(_:_:)`` once per column, always the same ones. What a cell's text cannot be is noted, not
/// thrown, so that one pass over a record finds everything that is wrong with it.
struct CellCursor {
    /// A column as a source names it.
    struct Declared {
        let name: String
        /// Whether a file without the column is of no use.
        let isRequired: Bool
    }

    /// Numbers beyond twelve digits are no counts, ids or points; refusing them keeps every sum inside 64 bits.
    static let largestNumber = Int64(999_999_999_999)

    private(set) var declared: [Declared] = []
    private(set) var faults: [RowFault] = []
    // Where each declared column stands in the file; −1 when it does not. Nil while declaring.
    private let positions: [Int]?
    private var record: CSVRecord?
    private var next = 0
    private var pool = TextPool()

    /// A cursor that collects the columns.
    init() {
        positions = nil
    }

    /// A cursor over records whose columns stand at `positions`, in declared order.
    init(positions: [Int]) {
        self.positions = positions
    }

    /// Turns to the next record.
    mutating func begin(_ record: CSVRecord) {
        self.record = record
        next = 0
        if !faults.isEmpty { faults.removeAll() }
    }

    /// Forgets the record, whose bytes are about to go.
    mutating func end() {
        record = nil
    }

    // The cell of the next column; nil when it is empty, absent or merely declared.
    @inline(__always)
    private mutating func cell(_ name: StaticString, isRequired: Bool, mayBeEmpty: Bool = false) -> CSVCell? {
        guard let positions, let record else {
            declared.append(Declared(name: name.description, isRequired: isRequired))
            return nil
        }
        let position = positions[next]
        next += 1
        guard position >= 0 else { return nil }
        let cell = record[position]
        guard cell.isEmpty else { return cell }
        if isRequired && !mayBeEmpty { faults.append(RowFault(.required, "\(name) is empty")) }
        return nil
    }

    private mutating func refuse(_ name: StaticString, _ cell: CSVCell, _ expected: String) {
        let text = cell.text()
        let shown = text.utf8.count > 60 ? String(text.prefix(60)) + "…" : text
        faults.append(RowFault(.parse, "\(name) '\(shown)' is not \(expected)"))
    }
}

extension CellCursor: SourceCells {
    mutating func column(_ name: StaticString, _ value: inout String) {
        guard let cell = cell(name, isRequired: true) else { return }
        value = text(cell)
    }

    mutating func column(_ name: StaticString, orEmpty value: inout String) {
        guard let cell = cell(name, isRequired: true, mayBeEmpty: true) else { return }
        value = text(cell)
    }

    mutating func column(_ name: StaticString, _ value: inout String?) {
        guard let cell = cell(name, isRequired: false) else { return }
        value = text(cell)
    }

    mutating func column(_ name: StaticString, _ value: inout Int) {
        guard let cell = cell(name, isRequired: true) else { return }
        if let number = int(name, cell) { value = number }
    }

    mutating func column(_ name: StaticString, _ value: inout Int?) {
        guard let cell = cell(name, isRequired: false) else { return }
        value = int(name, cell)
    }

    mutating func column(_ name: StaticString, _ value: inout Double) {
        guard let cell = cell(name, isRequired: true) else { return }
        if let number = double(name, cell) { value = number }
    }

    mutating func column(_ name: StaticString, _ value: inout Double?) {
        guard let cell = cell(name, isRequired: false) else { return }
        value = double(name, cell)
    }

    mutating func column(_ name: StaticString, _ value: inout Bool) {
        guard let cell = cell(name, isRequired: true) else { return }
        if let truth = cell.bool() { value = truth } else { refuse(name, cell, "0, 1, true or false") }
    }

    mutating func column(_ name: StaticString, _ value: inout GameDate) {
        guard let cell = cell(name, isRequired: true) else { return }
        if let date = GameDate(utf8: UnsafeRawBufferPointer(cell.bytes)) {
            value = date
        } else {
            refuse(name, cell, "a date YYYY-MM-DD that exists")
        }
    }

    mutating func column(_ name: StaticString, _ value: inout Timestamp?) {
        guard let cell = cell(name, isRequired: false) else { return }
        value = Timestamp(text(cell))
        if value == nil { refuse(name, cell, "an instant such as 2023-10-24T23:25:44Z") }
    }

    mutating func column<Value>(_ name: StaticString, _ value: inout Value, _ words: SourceWords<Value>) {
        guard let cell = cell(name, isRequired: true) else { return }
        if let known = words.meaning(text(cell)) { value = known } else { refuse(name, cell, words.expected) }
    }

    mutating func column<Value>(_ name: StaticString, _ value: inout Value?, _ words: SourceWords<Value>) {
        guard let cell = cell(name, isRequired: false) else { return }
        value = words.meaning(text(cell))
        if value == nil { refuse(name, cell, words.expected) }
    }

    private mutating func text(_ cell: CSVCell) -> String {
        cell.hasDoubledQuotes ? cell.text() : pool.text(cell.bytes)
    }

    private mutating func int(_ name: StaticString, _ cell: CSVCell) -> Int? {
        guard let number = cell.int(), abs(number) <= Self.largestNumber else {
            refuse(name, cell, "a whole number of at most twelve digits")
            return nil
        }
        return Int(number)
    }

    private mutating func double(_ name: StaticString, _ cell: CSVCell) -> Double? {
        guard let number = cell.double() else {
            refuse(name, cell, "a finite decimal number")
            return nil
        }
        return number
    }
}
