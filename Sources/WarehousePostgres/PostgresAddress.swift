internal import CLibPQ
package import PipelineModel

/// Where a store is: what libpq takes, such as `postgresql://user@host:5432/league?sslmode=verify-full` or `service=league`.
///
/// Host, port, user, TLS modes and files that are not named come from libpq's environment variables and service files, the
/// password from `PGPASSWORD` or the password file; it is no part of an address, which is kept and shown.
package struct PostgresAddress: Hashable, Sendable {
    /// As it was given.
    package let connection: String
    /// The same for people.
    package let place: String
    /// How long connecting may take.
    var patience: Duration = .seconds(10)
    /// What is said beside ``connection``, which may say otherwise: a peer that is gone is noticed within half a minute.
    var options: [(name: String, value: String)] {
        [
            ("keepalives_idle", "10"), ("keepalives_interval", "5"), ("keepalives_count", "3"),
            ("tcp_user_timeout", "30000"),
        ]
    }

    /// Reads an address.
    ///
    /// - Throws: ``WarehouseError`` invalid for a text that is none, or one with a password.
    package init(_ text: String) throws(WarehouseError) {
        // What libpq says quotes the text, which may hold a password.
        guard let parsed = PQconninfoParse(text, nil) else {
            throw WarehouseError(
                .invalid, "this is no address of a PostgreSQL database; write postgresql://user@host:port/database")
        }
        defer { PQconninfoFree(parsed) }
        var values: [String: String] = [:]
        var hasSecret = false
        var option = parsed
        while let name = option.pointee.keyword {
            if let value = option.pointee.val {
                values[String(cString: name)] = String(cString: value)
                // Stars are what libpq would have shown instead.
                hasSecret = hasSecret || option.pointee.dispchar.map { $0.pointee == UInt8(ascii: "*") } ?? false
            }
            option += 1
        }
        // A slash in a password ends the host, and what is left of it lands here.
        let isSplit = ["host", "dbname"].contains { values[$0]?.contains("@") ?? false }
        guard !hasSecret, !isSplit else {
            throw WarehouseError(
                .invalid,
                "the address holds a password, and addresses are kept and shown; put it in PGPASSWORD or in ~/.pgpass")
        }
        guard (values["port"] ?? "").split(separator: ",").allSatisfy({ Int($0) != nil }) else {
            throw WarehouseError(
                .invalid,
                "this is no address of a PostgreSQL database: its port is no number; write ...@host:5432/database")
        }
        connection = text
        place = Self.place(values)
    }

    private static func place(_ values: [String: String]) -> String {
        if let service = values["service"] { return "PostgreSQL service \(service)" }
        let user = values["user"].map { "\($0)@" } ?? ""
        let host = values["host"] ?? values["hostaddr"] ?? ""
        let port = values["port"].map { ":\($0)" } ?? ""
        return "postgresql://\(user)\(host)\(port)/\(values["dbname"] ?? "")"
    }
}

/// How long a server waits for a worker that is silent.
package struct WorkerTiming: Hashable, Sendable {
    /// Seconds from one sign of life to the next: a quarter of the silence.
    package var heartbeat: Double
    /// Seconds of silence after which a worker counts as dead.
    package var silence: Double

    /// A sign of life every 15 seconds, where nothing else is said.
    package init(silence: Double = 60) {
        (self.silence, heartbeat) = (silence, silence / 4)
    }
}

/// What every session begins with.
struct SessionSettings: Sendable {
    /// The schemas that names without one are looked for in.
    let schemas: [String]
    /// Whether nothing may be written.
    let isReadOnly: Bool
    /// Seconds a statement may take.
    let patience: Int

    // Seconds a transaction may wait for its next statement: a paused process holds nothing for longer.
    private static let pause = 10

    /// What the session of a worker is called on the server, so that others find it when they have to end it.
    static func name(of worker: String) -> String { String("backcourt \(worker)".prefix(63)) }

    var statements: [String] {
        var settings = [
            ("TimeZone", "'UTC'"), ("DateStyle", "'ISO, YMD'"), ("standard_conforming_strings", "on"),
            ("extra_float_digits", "1"), ("lock_timeout", "'5s'"), ("statement_timeout", "'\(patience)s'"),
            ("idle_in_transaction_session_timeout", "'\(Self.pause)s'"), ("tcp_keepalives_idle", "10"),
            ("tcp_keepalives_interval", "5"), ("tcp_keepalives_count", "3"), ("tcp_user_timeout", "30000"),
            // What anybody has seen is on disk: a server that crashes outlives nobody who relies on what it has lost.
            ("synchronous_commit", "on"),
        ]
        if isReadOnly { settings.append(("default_transaction_read_only", "on")) }
        if !schemas.isEmpty { settings.append(("search_path", TableSQL.list(schemas))) }
        return [settings.map { "SET \($0) = \($1)" }.joined(separator: "; ")]
    }
}

extension String {
    /// Without the line breaks and blanks around it.
    var trimmed: String {
        let inner = drop { $0.isWhitespace }
        return String(inner.reversed().drop { $0.isWhitespace }.reversed())
    }
}
