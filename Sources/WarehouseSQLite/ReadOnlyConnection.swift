internal import GRDBSQLite
internal import PipelineModel

/// A connection of its own, on which nothing can be changed; closed with the value.
struct ReadOnlyConnection: ~Copyable {
    let handle: OpaquePointer?
    private let path: String

    /// Opens the file at `path`, which must exist.
    init(path: String) throws(WarehouseError) {
        self.path = path
        var handle: OpaquePointer?
        let status = sqlite3_open_v2(path, &handle, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nil)
        self.handle = handle
        guard status == SQLITE_OK else { throw failure() }
        sqlite3_busy_timeout(handle, 5000)
    }

    deinit {
        sqlite3_close_v2(handle)
    }

    /// From now on only SELECT and reading pragmas compile.
    borrowing func refuseEverythingButReading() {
        sqlite3_set_authorizer(
            handle,
            { _, action, name, argument, _, _ in
                switch action {
                case SQLITE_SELECT, SQLITE_READ, SQLITE_FUNCTION, SQLITE_RECURSIVE: return SQLITE_OK
                case SQLITE_PRAGMA: return ReadOnlyConnection.isHarmless(name, argument) ? SQLITE_OK : SQLITE_DENY
                default: return SQLITE_DENY
                }
            }, nil)
    }

    private static let readingPragmas: Set<String> = [
        "table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo", "database_list",
    ]
    private static let valuePragmas: Set<String> = [
        "user_version", "application_id", "page_count", "page_size", "freelist_count", "encoding",
    ]

    private static func isHarmless(_ name: UnsafePointer<CChar>?, _ argument: UnsafePointer<CChar>?) -> Bool {
        guard let name else { return false }
        let pragma = String(cString: name).lowercased()
        return readingPragmas.contains(pragma) || (valuePragmas.contains(pragma) && argument == nil)
    }

    /// Compiles the only statement of `sql`.
    ///
    /// - Throws: ``WarehouseError`` invalid when it does not compile, changes something, is empty or is not alone.
    borrowing func prepare(_ sql: String) throws(WarehouseError) -> OpaquePointer {
        var statement: OpaquePointer?
        var rest: OpaquePointer?
        var status = SQLITE_OK
        var restStatus = SQLITE_OK
        sql.withCString { text in
            var tail: UnsafePointer<CChar>?
            status = sqlite3_prepare_v2(handle, text, -1, &statement, &tail)
            guard status == SQLITE_OK else { return }
            restStatus = sqlite3_prepare_v2(handle, tail, -1, &rest, nil)
        }
        let isAlone = restStatus == SQLITE_OK && rest == nil
        sqlite3_finalize(rest)
        if status == SQLITE_AUTH {
            throw WarehouseError(.invalid, "only reading is allowed here: give one SELECT")
        }
        guard status == SQLITE_OK else { throw refusal() }
        guard let statement else { throw WarehouseError(.invalid, "the query is empty: give one SELECT") }
        guard isAlone, sqlite3_stmt_readonly(statement) != 0 else {
            sqlite3_finalize(statement)
            throw WarehouseError(.invalid, "only one reading statement is allowed here: give one SELECT")
        }
        return statement
    }

    /// What the connection says went wrong with the store.
    borrowing func failure() -> WarehouseError {
        ErrorTranslator(path: path, isReading: true)
            .error(sqlite3_errcode(handle), String(cString: sqlite3_errmsg(handle)))
    }

    /// The statement's fault, unless the store is at fault.
    borrowing func refusal() -> WarehouseError {
        let failure = failure()
        // Whoever asks for a table that is not there has misspelled it.
        return [.other, .schemaDiffers].contains(failure.code)
            ? WarehouseError(.invalid, "the query is refused: \(String(cString: sqlite3_errmsg(handle)))") : failure
    }
}
