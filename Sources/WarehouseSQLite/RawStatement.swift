internal import GRDB
internal import GRDBSQLite
internal import GameCalendar
internal import PipelineModel

/// A prepared statement for raw binding and stepping, out of the connection's cache.
///
/// Handed out reset and without bindings. Use one statement of a text at a time, and ``reset()`` it when done.
struct RawStatement {
    // Keeps the handle alive.
    private let statement: Statement
    let handle: OpaquePointer?

    init(_ db: Database, _ sql: String) throws {
        statement = try db.cachedStatement(sql: sql)
        handle = statement.sqliteStatement
        reset()
    }

    /// Advances to the next row; false at the end.
    func step() throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw failure()
        }
    }

    /// Steps to the end, so that the statement has its effect, and makes it ready for the next bindings.
    func run() throws {
        defer { sqlite3_reset(handle) }
        while try step() {}
    }

    /// Forgets position and bindings.
    func reset() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    /// What the connection says went wrong.
    func failure() -> DatabaseError {
        let connection = sqlite3_db_handle(handle)
        return DatabaseError(
            resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)),
            message: String(cString: sqlite3_errmsg(connection)))
    }

    /// Binds a copy of `cell` in its stored form to the parameter `index`, counted from 1.
    func bind(_ cell: Cell, at index: Int32) throws {
        let status: Int32
        switch cell {
        case .null: status = sqlite3_bind_null(handle, index)
        case .int(let value): status = sqlite3_bind_int64(handle, index, Int64(value))
        case .bool(let value): status = sqlite3_bind_int64(handle, index, value ? 1 : 0)
        case .double(let value): status = sqlite3_bind_double(handle, index, value)
        case .text(let value): status = bindText(value, at: index)
        case .date, .timestamp: status = bindText(cell.description, at: index)
        }
        guard status == SQLITE_OK else { throw failure() }
    }

    /// Binds `cells` to the parameters from 1 on.
    func bind(_ cells: Cell...) throws {
        for (index, cell) in cells.enumerated() { try bind(cell, at: Int32(index + 1)) }
    }

    private func bindText(_ text: String, at index: Int32) -> Int32 {
        // SQLITE_TRANSIENT: SQLite makes its own copy.
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        var text = text
        return text.withUTF8 { utf8 in
            utf8.withMemoryRebound(to: CChar.self) {
                sqlite3_bind_text64(
                    handle, index, $0.baseAddress, UInt64($0.count), transient, UInt8(SQLITE_UTF8))
            }
        }
    }
}

extension RawStatement {
    /// The text of the result column `column`, valid until the next step; nil unless text is stored.
    func utf8(_ column: Int32) -> UnsafeRawBufferPointer? {
        guard sqlite3_column_type(handle, column) == SQLITE_TEXT else { return nil }
        let text = sqlite3_column_text(handle, column)
        return UnsafeRawBufferPointer(start: text, count: Int(sqlite3_column_bytes(handle, column)))
    }

    /// The text of the result column `column`; nil unless text is stored.
    func text(_ column: Int32) -> String? {
        utf8(column).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The day of the result column `column`; nil unless one is stored.
    func date(_ column: Int32) -> GameDate? {
        utf8(column).flatMap { GameDate(utf8: $0) }
    }

    /// The integer of the result column `column`; 0 where none is stored.
    func int(_ column: Int32) -> Int {
        Int(sqlite3_column_int64(handle, column))
    }
}
