internal import GRDBSQLite
internal import GameCalendar
internal import PipelineModel

/// Turns result rows into the canonical encoding, one cell after the other.
///
/// A value of the wrong kind, as only a hand-edited store has, is an error and never becomes a default.
struct RowReader {
    let table: TableName
    let columns: [Column]
    private let types: [ColumnType]
    private let nullable: [Bool]

    /// A reader of rows whose result columns are `columns`, in this order.
    init(_ table: TableName, _ columns: [Column]) {
        self.table = table
        self.columns = columns
        types = columns.map(\.type)
        nullable = columns.map(\.isNullable)
    }

    /// Reads every remaining row of `statement`; `place` names them in an error, `size` is how many bytes are likely.
    func content(
        of statement: RawStatement, likely size: Int = 8192, place: @autoclosure () -> String
    ) throws -> PartitionContent {
        var builder = ContentBuilder(reserving: size)
        var rows = 0
        while try statement.step() {
            if let column = append(statement.handle, to: &builder) {
                throw corrupt(column: column, statement.handle, "\(place()), row \(rows + 1) in order")
            }
            builder.endRow()
            rows += 1
        }
        return (consume builder).content(columns: columns)
    }

    // Appends the current row; the position of the first cell that cannot be, else nil.
    //
    // Connections run in SQLite's multi-thread mode, where values may be looked at after sqlite3_column_value.
    @inline(__always)
    private func append(_ handle: OpaquePointer?, to builder: inout ContentBuilder) -> Int? {
        for column in types.indices {
            let value = sqlite3_column_value(handle, Int32(truncatingIfNeeded: column))
            let stored = sqlite3_value_type(value)
            if stored == SQLITE_NULL, nullable[column] {
                builder.appendNull()
                continue
            }
            switch (types[column], stored) {
            case (.int, SQLITE_INTEGER): builder.append(Int(sqlite3_value_int64(value)))
            case (.double, SQLITE_FLOAT): builder.append(sqlite3_value_double(value))
            case (.bool, SQLITE_INTEGER):
                let number = sqlite3_value_int64(value)
                guard number == 0 || number == 1 else { return column }
                builder.append(number == 1)
            case (.text, SQLITE_TEXT): builder.append(utf8: text(value))
            case (.date, SQLITE_TEXT):
                guard let date = GameDate(utf8: text(value)) else { return column }
                builder.append(date)
            case (.timestamp, SQLITE_TEXT):
                guard let instant = TimestampText.read(text(value)) else { return column }
                builder.append(instant)
            default: return column
            }
        }
        return nil
    }

    @inline(__always)
    private func text(_ value: OpaquePointer?) -> UnsafeRawBufferPointer {
        let text = sqlite3_value_text(value)
        return UnsafeRawBufferPointer(start: text, count: Int(sqlite3_value_bytes(value)))
    }

    private func corrupt(column: Int, _ handle: OpaquePointer?, _ place: String) -> WarehouseError {
        let found =
            sqlite3_column_text(handle, Int32(column)).map { "'\(String(cString: $0).prefix(40))'" } ?? "NULL"
        return WarehouseError(
            .corrupt,
            "\(place): column \(columns[column].name) holds \(found), which is no \(columns[column].type.rawValue);"
                + " the store was changed by hand, restore a backup or write the partition again")
    }
}
