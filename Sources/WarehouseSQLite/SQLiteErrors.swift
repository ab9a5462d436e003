internal import GRDB
internal import GRDBSQLite
internal import PipelineModel

/// Turns what SQLite reports into the closed list, by result code; by text only where SQLite has one code for all.
struct ErrorTranslator: Sendable {
    /// The file every sentence names.
    let path: String
    /// Whether nothing but reading was asked of the store.
    var isReading = false

    /// The error for people; one that is a ``WarehouseError`` already stays as it is.
    func callAsFunction(_ error: any Error, about subject: String? = nil) -> WarehouseError {
        if let error = error as? WarehouseError { return error }
        guard let error = error as? DatabaseError else { return WarehouseError(.other, "\(path): \(error)") }
        return self.error(error.resultCode.rawValue, error.message ?? "unknown error", about: subject)
    }

    /// The error for a primary result code of SQLite and what SQLite says about it.
    func error(_ result: Int32, _ reason: String, about subject: String? = nil) -> WarehouseError {
        let isOtherSchema = result == SQLITE_ERROR && Self.absences.contains { reason.contains($0) }
        let code = isOtherSchema ? .schemaDiffers : Self.code(of: result)
        let place = subject.map { "\($0) in \(path)" } ?? path
        let sentence =
            isReading && code == .readOnly ? Self.unreadable(reason) : Self.sentence(for: code, result, reason)
        return WarehouseError(code, "\(place): \(sentence)")
    }

    // What SQLite says when a table is not as it is declared.
    private static let absences = ["no such column", "no such table", "has no column named"]

    // Readers share an index of the log, a file beside the store that the first of them makes.
    private static func unreadable(_ reason: String) -> String {
        "cannot be read (\(reason)); check the file's permissions, and that its folder is writable, which reading needs "
            + "unless another process has the store open"
    }

    /// The code for a primary result code of SQLite.
    static func code(of result: Int32) -> WarehouseError.Code {
        switch result {
        case SQLITE_BUSY, SQLITE_LOCKED: .busy
        case SQLITE_FULL, SQLITE_IOERR, SQLITE_NOMEM: .exhausted
        case SQLITE_CORRUPT, SQLITE_NOTADB: .corrupt
        case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH: .readOnly
        case SQLITE_CONSTRAINT: .constraint
        case SQLITE_INTERRUPT: .unavailable
        default: .other
        }
    }

    private static func sentence(for code: WarehouseError.Code, _ result: Int32, _ reason: String) -> String {
        switch code {
        case .busy: "another process is writing to the store (\(reason)); try again when it has finished"
        case .exhausted where result == SQLITE_FULL: "no space left (\(reason)); free some and run the command again"
        case .exhausted where result == SQLITE_NOMEM:
            "no memory left (\(reason)); free some and run the command again with --jobs 1 or fewer dates"
        case .exhausted:
            "the disk refuses, or there is no space left (\(reason)); check it or free some and run the command again"
        case .corrupt:
            "not a readable store (\(reason)); check the disk, then restore it from a backup or name another file"
        case .readOnly: "cannot be opened for writing (\(reason)); check that directory and file exist and are writable"
        case .schemaDiffers:
            "its tables are not those of this version (\(reason)); 'backcourt schema --verify' lists what differs, "
                + "'backcourt init' elsewhere and an import make a workspace of this version"
        case .constraint: "the rows were refused (\(reason)); nothing was written"
        default: "\(reason)"
        }
    }
}
