internal import PipelineModel

/// Turns what the server reports into the closed list, by its five-letter states.
struct PostgresErrors: Sendable {
    /// The database that every sentence names.
    let place: String

    /// The error for a state and what the server says about it.
    func error(_ state: String, _ reason: String, about subject: String? = nil) -> WarehouseError {
        let code = Self.code(of: state)
        let where_ = subject.map { "\($0) in \(place)" } ?? place
        return WarehouseError(code, "\(where_): \(Self.sentence(for: code, state, reason.trimmed))")
    }

    /// The error for a connection that is gone.
    func lost(_ reason: String) -> WarehouseError {
        WarehouseError(
            .unavailable,
            "\(place): the connection was lost (\(Self.line(reason))); check that the server runs, and run the command again"
        )
    }

    /// The error for a connection that did not come about; `reason` is all that libpq says, with a state where the server has
    /// spoken.
    func connecting(_ reason: String) -> WarehouseError {
        for line in reason.split(separator: "\n") {
            guard let found = line.firstRange(of: "FATAL:  ") else { continue }
            let said = line[found.upperBound...]
            let state = String(said.prefix(5))
            return error(state, said.dropFirst(7).description)
        }
        return WarehouseError(
            .unavailable,
            "\(place): no connection (\(Self.line(reason))); check address and network, and that the server runs")
    }

    private static func line(_ reason: String) -> String {
        reason.trimmed.split(separator: "\n").first.map(String.init) ?? "no reason given"
    }

    /// The code for a state of the server.
    static func code(of state: String) -> WarehouseError.Code {
        switch state {
        case "40001", "40P01", "55P03": .busy
        case "57014", "25P03", "53300", "57P01", "57P02", "57P03", "57P05": .unavailable
        case "42501", "28000", "28P01": .denied
        case "25006": .readOnly
        case "42P01", "42703", "3F000", "42804", "42P10": .schemaDiffers
        case "3D000": .invalid
        default:
            switch state.prefix(2) {
            case "08": .unavailable
            case "23": .constraint
            case "53": .exhausted
            case "58", "XX": .corrupt
            default: .other
            }
        }
    }

    private static func sentence(for code: WarehouseError.Code, _ state: String, _ reason: String) -> String {
        switch code {
        case .busy: "others hold what is to be written (\(reason)); try again when they have finished"
        case .unavailable: "the server has no time or has ended the session (\(reason)); run the command again"
        case .denied where state == "42501":
            "the role may not do this (\(reason)); grant it the rights that Docs/postgres.md lists"
        case .denied:
            "the server does not let this role in (\(reason)); check user, PGPASSWORD or ~/.pgpass, and pg_hba.conf"
        case .readOnly: "nothing may be written (\(reason)); name a server that takes writes"
        case .schemaDiffers:
            "its tables are not those of this version (\(reason)); 'backcourt schema --verify' lists what differs"
        case .invalid: "\(reason); create the database, or name another one"
        case .constraint: "the rows were refused (\(reason)); nothing was written"
        case .exhausted: "the server has no room left (\(reason)); free some and run the command again"
        case .corrupt: "the server reports damage (\(reason)); look into its log"
        default: "\(reason) [\(state)]"
        }
    }
}
