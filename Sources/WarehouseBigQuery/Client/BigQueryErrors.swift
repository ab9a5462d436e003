internal import PipelineModel

/// What the server says went wrong: a status of HTTP, or that of a job.
struct ServerComplaint: Hashable, Sendable, Decodable {
    /// Its word for it, such as `rateLimitExceeded`.
    var reason: String
    /// What it says to people.
    var message: String

    private enum CodingKeys: String, CodingKey { case reason, message }

    init(reason: String, message: String) { (self.reason, self.message) = (reason, message) }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        reason = try values.decodeIfPresent(String.self, forKey: .reason) ?? ""
        message = try values.decodeIfPresent(String.self, forKey: .message) ?? ""
    }

    // Two transactions wrote one table. There is no reason of its own for it, only this part of the sentence.
    private var isConflict: Bool { message.contains("due to concurrent update") }

    // Quotas of moments, which other reasons stand for as well.
    private var isCrowded: Bool {
        message.contains("Too many DML statements outstanding") || message.contains("oncurrent api requests")
    }

    /// What it comes to, with the status of HTTP it came with; 400 for a job that failed.
    func code(status: Int = 400) -> WarehouseError.Code {
        if isConflict || isCrowded { return .busy }
        switch reason {
        case "backendError", "internalError", "jobBackendError", "jobInternalError", "rateLimitExceeded",
            "jobRateLimitExceeded", "userRateLimitExceeded", "tableUnavailable", "timeout":
            return .unavailable
        case "quotaExceeded", "resourcesExceeded", "responseTooLarge", "billingTierLimitExceeded":
            return .exhausted
        case "accessDenied", "billingNotEnabled", "blocked", "forbidden", "authError": return .denied
        case "notFound": return .schemaDiffers
        case "resourceInUse": return .busy
        // Rows that a load refuses; of anything else it is a request that is none.
        case "invalid" where message.contains("row") || message.contains("JSON"): return .constraint
        default: break
        }
        switch status {
        case 401, 403: return .denied
        case 404: return .schemaDiffers
        case 408, 429, 500...599: return .unavailable
        default: return .other
        }
    }
}

/// Turns what the server reports into the closed list, by its reasons.
struct BigQueryErrors: Sendable {
    /// The store that every sentence names.
    let place: String

    func error(_ complaint: ServerComplaint, status: Int = 400, about subject: String? = nil) -> WarehouseError {
        let code = complaint.code(status: status)
        let said = Self.line(complaint.message.isEmpty ? "status \(status)" : complaint.message)
        let where_ = subject.map { "\($0) in \(place)" } ?? place
        return WarehouseError(code, "\(where_): \(Self.sentence(for: code, complaint.reason, said))")
    }

    /// The error for a server that cannot be reached, or does not finish what it says.
    func lost(_ reason: String) -> WarehouseError {
        WarehouseError(
            .unavailable,
            "\(place): no answer (\(Self.line(reason))); check the address and the network, and run the command again")
    }

    /// The error for credentials that are not taken.
    func refused(_ reason: String) -> WarehouseError {
        WarehouseError(
            .denied,
            "\(place): the credentials are not taken (\(Self.line(reason))); name a key file that holds in the address or in "
                + "GOOGLE_APPLICATION_CREDENTIALS")
    }

    /// The error for an answer that cannot be understood.
    func strange(_ what: String) -> WarehouseError {
        WarehouseError(
            .other, "\(place): the server's answer is not understood (\(what)); check the address's endpoint")
    }

    private static func line(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? "no reason given"
        return line.count > 300 ? "\(line.prefix(300))…" : line
    }

    private static func sentence(for code: WarehouseError.Code, _ reason: String, _ said: String) -> String {
        switch code {
        case .busy: "others write what is to be written (\(said)); try again when they have finished"
        case .unavailable: "the server has no time (\(said)); run the command again"
        case .denied:
            "this account may not do it, or is unknown (\(said)); give it the roles that Docs/bigquery.md lists"
        case .schemaDiffers:
            "a table or dataset is not there, or in another location (\(said)); check the address's location and run "
                + "'backcourt schema --verify'"
        case .exhausted: "a quota is used up (\(said)); wait until it is renewed, or have it raised"
        case .constraint: "it was refused (\(said)); nothing was written"
        default: "\(said)\(reason.isEmpty ? "" : " [\(reason)]")"
        }
    }
}
