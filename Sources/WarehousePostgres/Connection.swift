internal import CLibPQ
internal import Foundation
internal import PipelineModel

/// One connection to the server. Whoever has it uses it alone.
///
/// Statements are prepared once; values travel in binary both ways.
final class Connection {
    private let handle: OpaquePointer
    private var prepared: [String: String] = [:]
    private var name = ""
    /// Where it leads, for sentences; without a password.
    let place: String

    /// Connects and sets the session up.
    ///
    /// - Throws: ``WarehouseError`` invalid for a server that is too old, schemaTooNew, unavailable, denied.
    init(_ address: PostgresAddress, _ settings: SessionSettings) throws(WarehouseError) {
        place = address.place
        handle = try Self.connect(address)
        guard PQserverVersion(handle) >= Self.oldestServer else {
            throw WarehouseError(.invalid, "\(place): the server is older than PostgreSQL 13; use a newer one")
        }
        for statement in settings.statements { try execute(statement) }
        try StoredSchema.refuseNewer(self)
    }

    private static let oldestServer: Int32 = 130_000

    deinit {
        PQfinish(handle)
    }

    /// Whether it can be used no more.
    var isLost: Bool { PQstatus(handle) == CONNECTION_BAD }

    /// Whether the server has ended the session since it was used last, as far as that is known without asking.
    var wasEnded: Bool {
        var wait = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
        // A last word comes before the end.
        for _ in 0..<4 where !isLost && poll(&wait, 1, 0) > 0 { PQconsumeInput(handle) }
        return isLost
    }

    // Connecting by steps, so that errors say what they are in codes instead of words in some language.
    private static func connect(_ address: PostgresAddress) throws(WarehouseError) -> OpaquePointer {
        var keys = address.options.map(\.name), values = address.options.map(\.value)
        keys += ["dbname", "client_encoding", "application_name"]
        values += [address.connection, "UTF8", "backcourt"]
        let begun = withCStrings(keys) { keys in
            withCStrings(values) { values in PQconnectStartParams(keys, values, 1) }
        }
        guard let handle = begun else {
            throw WarehouseError(.exhausted, "\(address.place): no memory for a connection; free some")
        }
        PQsetErrorVerbosity(handle, PQERRORS_VERBOSE)
        // What it says besides its answers would go to standard error; errors come with the answers.
        PQsetNoticeReceiver(handle, { _, _ in }, nil)
        let deadline = ContinuousClock.now + address.patience
        var state = PGRES_POLLING_WRITING
        while state != PGRES_POLLING_OK, state != PGRES_POLLING_FAILED {
            guard PQstatus(handle) != CONNECTION_BAD else { break }
            let left = deadline - ContinuousClock.now
            let events = state == PGRES_POLLING_READING ? POLLIN : POLLOUT
            var wait = pollfd(fd: PQsocket(handle), events: Int16(events), revents: 0)
            guard left > .zero, poll(&wait, 1, Int32(max(1, left / .milliseconds(1)))) > 0 else {
                PQfinish(handle)
                throw WarehouseError(
                    .unavailable,
                    "\(address.place): the server does not answer; check that it runs there and can be reached")
            }
            state = PQconnectPoll(handle)
        }
        guard PQstatus(handle) == CONNECTION_OK else {
            let reason = String(cString: PQerrorMessage(handle))
            PQfinish(handle)
            throw PostgresErrors(place: address.place).connecting(reason)
        }
        return handle
    }

    /// Calls the session so on the server.
    func call(_ name: String) throws(WarehouseError) {
        guard name != self.name else { return }
        try run("SELECT set_config('application_name', $1, false)", [.text(name)])
        self.name = name
    }

    /// Runs statements without values or results.
    func execute(_ sql: String) throws(WarehouseError) {
        _ = try checked(PQexec(handle, sql), nil)
    }

    /// Runs one statement, prepared on its first use.
    @discardableResult
    func run(_ sql: String, _ parameters: [Parameter] = [], about subject: String? = nil) throws(WarehouseError)
        -> QueryResult
    {
        let name = try prepare(sql, parameters.map(\.oid))
        let result = Self.withValues(parameters) { values, lengths, formats in
            PQexecPrepared(handle, name, Int32(parameters.count), values, lengths, formats, 1)
        }
        return try checked(result, subject)
    }

    private func prepare(_ sql: String, _ types: [UInt32]) throws(WarehouseError) -> String {
        if let name = prepared[sql] { return name }
        let name = "s\(prepared.count)"
        _ = try checked(PQprepare(handle, name, sql, Int32(types.count), types), nil)
        prepared[sql] = name
        return name
    }

    /// Runs one statement of somebody's own; values come as texts.
    func runOnce(_ sql: String) throws(WarehouseError) -> QueryResult {
        try checked(PQexecParams(handle, sql, 0, nil, nil, nil, nil, 0), nil)
    }

    private func checked(_ result: OpaquePointer?, _ subject: String?) throws(WarehouseError) -> QueryResult {
        guard let result else { throw failure(nil, subject) }
        let owned = QueryResult(result)
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_COPY_IN: return owned
        default: throw failure(result, subject)
        }
    }

    private func failure(_ result: OpaquePointer?, _ subject: String?) -> WarehouseError {
        let errors = PostgresErrors(place: place)
        let state = result.flatMap { PQresultErrorField($0, Int32(UInt8(ascii: "C"))) }.map { String(cString: $0) }
        let primary = result.flatMap { PQresultErrorField($0, Int32(UInt8(ascii: "M"))) }.map { String(cString: $0) }
        let detail = result.flatMap { PQresultErrorField($0, Int32(UInt8(ascii: "D"))) }.map { String(cString: $0) }
        let said = [primary, detail].compactMap { $0 }.joined(separator: ": ")
        guard !isLost, state != nil else {
            return errors.lost(said.isEmpty ? String(cString: PQerrorMessage(handle)) : said)
        }
        return errors.error(state ?? "", said, about: subject)
    }

    /// Runs `body` in a transaction begun by `begin`: all of it is committed, or nothing.
    func transaction<Value>(_ begin: String, _ body: (Connection) throws -> Value) throws -> Value {
        try execute(begin)
        do {
            let value = try body(self)
            try execute("COMMIT")
            return value
        } catch {
            rollBack()
            throw error
        }
    }

    /// Ends a transaction that failed. A connection that does not even do this is lost, and the server ends it by itself.
    func rollBack() {
        if !isLost { PQclear(PQexec(handle, "ROLLBACK")) }
    }

    /// Asks for COPY by `sql` and sends what `body` hands on.
    func copy(_ sql: String, about subject: String, _ body: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void)
        throws
    {
        _ = try checked(PQexec(handle, sql), subject)
        do {
            try body { bytes in
                let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
                guard PQputCopyData(handle, start, Int32(bytes.count)) == 1 else { throw failure(nil, subject) }
            }
        } catch {
            PQputCopyEnd(handle, "the rows cannot be sent")
            while let result = PQgetResult(handle) { PQclear(result) }
            throw error
        }
        guard PQputCopyEnd(handle, nil) == 1 else { throw failure(nil, subject) }
        var refusal: WarehouseError?
        while let result = PQgetResult(handle) {
            if PQresultStatus(result) != PGRES_COMMAND_OK { refusal = refusal ?? failure(result, subject) }
            PQclear(result)
        }
        if let refusal { throw refusal }
    }

    /// Waits at most so long for messages on a channel that is listened to, and takes all there are; whether there was one.
    func isNotified(within milliseconds: Int32) throws(WarehouseError) -> Bool {
        var isNotified = takeNotifications()
        var wait = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
        guard !isNotified, poll(&wait, 1, milliseconds) > 0 else { return isNotified }
        guard PQconsumeInput(handle) == 1 else { throw failure(nil, nil) }
        isNotified = takeNotifications()
        return isNotified
    }

    private func takeNotifications() -> Bool {
        var isNotified = false
        while let message = PQnotifies(handle) {
            PQfreemem(message)
            isNotified = true
        }
        return isNotified
    }

    private static func withValues<Result>(
        _ parameters: [Parameter],
        _ body: (UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> Result
    ) -> Result {
        // All values one after the other, each with a byte more so that an empty one has an address.
        var bytes: [UInt8] = []
        var starts: [Int?] = []
        for parameter in parameters {
            starts.append(parameter.bytes == nil ? nil : bytes.count)
            bytes += parameter.bytes ?? []
            bytes.append(0)
        }
        let lengths = parameters.map { Int32($0.bytes?.count ?? 0) }
        let formats = [Int32](repeating: 1, count: parameters.count)
        return bytes.withUnsafeBytes { buffer in
            let values = starts.map { start in
                start.flatMap { buffer.baseAddress?.advanced(by: $0).assumingMemoryBound(to: CChar.self) }
            }
            return body(values, lengths, formats)
        }
    }

    private static func withCStrings<Result>(
        _ texts: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result
    ) -> Result {
        let copies = texts.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return (copies.map { UnsafePointer($0) } + [nil]).withUnsafeBufferPointer { buffer in
            // Never empty: the list ends with nil.
            body(buffer.baseAddress.unsafelyUnwrapped)
        }
    }
}
