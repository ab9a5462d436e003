internal import Dispatch
internal import GRDBSQLite
package import PipelineModel

extension SQLiteWarehouse {
    /// What becomes of the rows of one SELECT, taken one by one on a connection that cannot write.
    ///
    /// Whole numbers, numbers and texts come as such, blobs as hexadecimal text.
    ///
    /// - Parameters:
    ///   - begin: makes an answer to which no row has been added, from the names of the columns.
    ///   - row: adds a row.
    /// - Throws: ``WarehouseError`` invalid for anything that is not one reading statement.
    package func query<Answer: Sendable>(
        _ sql: String, _ begin: @escaping @Sendable (_ columns: [String]) -> Answer,
        row: @escaping @Sendable (inout Answer, [Cell]) -> Void
    ) async throws(WarehouseError) -> Answer {
        let path = path
        return try await Self.offExecutor { () throws(WarehouseError) in
            let connection = try ReadOnlyConnection(path: path)
            connection.refuseEverythingButReading()
            let statement = try connection.prepare(sql)
            defer { sqlite3_finalize(statement) }
            let columns = (0..<sqlite3_column_count(statement)).map {
                String(cString: sqlite3_column_name(statement, $0))
            }
            var answer = begin(columns)
            while true {
                switch sqlite3_step(statement) {
                case SQLITE_ROW: row(&answer, columns.indices.map { Self.cell(statement, Int32($0)) })
                case SQLITE_DONE: return answer
                default: throw connection.refusal()
                }
            }
        }
    }

    /// The rows of one SELECT, all together.
    package func query(_ sql: String) async throws(WarehouseError) -> (columns: [String], rows: [[Cell]]) {
        try await query(sql) { columns in
            (columns, [])
        } row: { answer, row in
            answer.rows.append(row)
        }
    }

    // Runs blocking work on a thread of its own.
    static func offExecutor<Value: Sendable>(
        _ body: @escaping @Sendable () throws(WarehouseError) -> Value
    ) async throws(WarehouseError) -> Value {
        let outcome = await withCheckedContinuation {
            (done: CheckedContinuation<Result<Value, WarehouseError>, Never>) in
            DispatchQueue.global().async { done.resume(returning: Result(catching: body)) }
        }
        return try outcome.get()
    }

    private static func cell(_ statement: OpaquePointer, _ column: Int32) -> Cell {
        let count = Int(sqlite3_column_bytes(statement, column))
        switch sqlite3_column_type(statement, column) {
        case SQLITE_INTEGER: return .int(Int(sqlite3_column_int64(statement, column)))
        case SQLITE_FLOAT: return .double(sqlite3_column_double(statement, column))
        case SQLITE_TEXT:
            let bytes = UnsafeRawBufferPointer(start: sqlite3_column_text(statement, column), count: count)
            return .text(String(decoding: bytes, as: UTF8.self))
        case SQLITE_BLOB:
            let bytes = UnsafeRawBufferPointer(start: sqlite3_column_blob(statement, column), count: count)
            return .text(bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
        default: return .null
        }
    }
}
