import GRDBSQLite
import GameCalendar
import PipelineModel

/// SQLite with nothing around it.
final class Connection {
    private var handle: OpaquePointer?
    private var statements: [TableName: OpaquePointer] = [:]

    init(_ path: String, writes: Bool) throws {
        let flags = writes ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY
        guard sqlite3_open_v2(path, &handle, flags, nil) == SQLITE_OK else { throw failure(path) }
    }

    deinit {
        for statement in statements.values { sqlite3_finalize(statement) }
        sqlite3_close_v2(handle)
    }

    func execute(_ sql: String) throws {
        guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw failure(sql) }
    }

    /// Reads every value of `columns`, once.
    ///
    /// - Returns: a number that depends on all of them, so that nothing is left out.
    func scan(_ table: TableDeclaration, _ columns: [Column], _ span: DateSpan) throws -> Int {
        let names = columns.map { "\"\($0.name)\"" }.joined(separator: ", ")
        let condition =
            table.partitionColumn.map { " WHERE \"\($0)\" BETWEEN '\(span.first)' AND '\(span.last)'" } ?? ""
        let statement = try prepare("SELECT \(names) FROM \"\(table.name)\" NOT INDEXED\(condition)")
        defer { sqlite3_finalize(statement) }
        var sum = 0
        while sqlite3_step(statement) == SQLITE_ROW {
            for (index, column) in columns.enumerated() {
                let position = Int32(index)
                switch column.type {
                case .int, .bool: sum &+= Int(sqlite3_column_int64(statement, position))
                case .double: sum &+= Int(truncatingIfNeeded: sqlite3_column_double(statement, position).bitPattern)
                case .text, .date, .timestamp:
                    _ = sqlite3_column_text(statement, position)
                    sum &+= Int(sqlite3_column_bytes(statement, position))
                }
            }
        }
        return sum
    }

    /// Inserts every row of `content`, bound straight from its bytes.
    func insert(_ content: PartitionContent, into table: TableDeclaration) throws {
        let statement = try insertion(table)
        let types = table.columns.map(\.type)
        let static_: sqlite3_destructor_type? = nil
        try content.bytes.withUnsafeBytes { buffer in
            for row in 0..<content.rowCount {
                var reader = CellReader(buffer, at: content.offsets[row])
                for (index, type) in types.enumerated() {
                    let position = Int32(index + 1)
                    guard reader.isPresent() else {
                        sqlite3_bind_null(statement, position)
                        continue
                    }
                    switch type {
                    case .int: sqlite3_bind_int64(statement, position, Int64(reader.int()))
                    case .double: sqlite3_bind_double(statement, position, reader.double())
                    case .bool: sqlite3_bind_int(statement, position, reader.bool() ? 1 : 0)
                    case .text:
                        let text = reader.utf8()
                        let start = text.baseAddress?.assumingMemoryBound(to: CChar.self)
                        sqlite3_bind_text(statement, position, start, Int32(text.count), static_)
                    case .date: bind(reader.date().utf8, to: statement, position)
                    case .timestamp: sqlite3_bind_int64(statement, position, reader.timestamp().microseconds)
                    }
                }
                guard sqlite3_step(statement) == SQLITE_DONE else { throw failure("\(table.name)") }
                sqlite3_reset(statement)
            }
            sqlite3_clear_bindings(statement)
        }
    }

    private func bind(
        _ date: (UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8), to statement: OpaquePointer?,
        _ position: Int32
    ) {
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        withUnsafeBytes(of: date) {
            _ = sqlite3_bind_text(
                statement, position, $0.baseAddress?.assumingMemoryBound(to: CChar.self), 10, transient)
        }
    }

    private func insertion(_ table: TableDeclaration) throws -> OpaquePointer? {
        if let statement = statements[table.name] { return statement }
        let marks = table.columns.map { _ in "?" }.joined(separator: ", ")
        let statement = try prepare("INSERT INTO \"\(table.name)\" VALUES (\(marks))")
        statements[table.name] = statement
        return statement
    }

    private func prepare(_ sql: String) throws -> OpaquePointer? {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK else { throw failure(sql) }
        return statement
    }

    private func failure(_ subject: String) -> Unmeasured {
        Unmeasured(description: "\(subject): \(String(cString: sqlite3_errmsg(handle)))")
    }
}
