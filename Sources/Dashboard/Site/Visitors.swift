internal import LiveServer
internal import Synchronization

/// Who may see pages and who may act: whoever has shown the token, in a header or once in a form.
final class Visitors: Sendable {
    private static let secondsOfStay = 12 * 3600
    private static let most = 64
    private let token: BearerToken
    private let hosts: Set<String>?
    private let secret: @Sendable () -> String
    // Sessions with the second they end in.
    private let sessions = Mutex<[String: Double]>([:])

    /// Visitors who know `token`.
    ///
    /// - Parameters:
    ///   - hosts: names that a request may be addressed to, so that no foreign page can be made to read this one under a
    ///     name of its own; nil for any.
    ///   - secret: makes a text that nobody can guess, for each session.
    init(token: String, hosts: Set<String>?, secret: @escaping @Sendable () -> String) {
        (self.token, self.hosts, self.secret) = (BearerToken(token), hosts, secret)
    }

    /// Whether the request is addressed to this server.
    func isAddressedHere(_ request: WebRequest) -> Bool {
        guard let hosts else { return true }
        guard let host = request.headers["host"] else { return false }
        return hosts.contains(Self.name(of: host))
    }

    /// Whether the request comes with the token, or from somebody who has shown it.
    func isKnown(_ request: WebRequest, at second: Double) -> Bool {
        if let header = request.headers["authorization"], token.judge(header) == .right { return true }
        guard let session = Self.session(of: request) else { return false }
        return sessions.withLock { ($0[session] ?? 0) > second }
    }

    /// Whether a form was sent from a page of this server, or by a program that knows the token.
    func isSameOrigin(_ request: WebRequest) -> Bool {
        if let header = request.headers["authorization"], token.judge(header) == .right { return true }
        if let site = request.headers["sec-fetch-site"], site != "same-origin" { return false }
        guard let origin = request.headers["origin"], let host = request.headers["host"] else { return false }
        return origin == "http://\(host)" || origin == "https://\(host)"
    }

    /// A new session's cookie for whoever presents the token; nil for any other text.
    func admit(_ presented: String, of request: WebRequest, at second: Double) -> String? {
        guard token.isSecret(Array(presented.utf8)) else { return nil }
        let session = secret()
        sessions.withLock { sessions in
            sessions = sessions.filter { $0.value > second }
            if sessions.count >= Self.most, let oldest = sessions.min(by: { $0.value < $1.value }) {
                sessions[oldest.key] = nil
            }
            sessions[session] = second + Double(Self.secondsOfStay)
        }
        return
            "\(Self.cookie(of: request))=\(session); Path=/; HttpOnly; SameSite=Strict; Max-Age=\(Self.secondsOfStay)"
    }

    /// Ends the session of a request.
    func dismiss(_ request: WebRequest) {
        guard let session = Self.session(of: request) else { return }
        sessions.withLock { $0[session] = nil }
    }

    private static func session(of request: WebRequest) -> String? {
        for part in (request.headers["cookie"] ?? "").split(separator: ";") {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, pair[0].filter({ $0 != " " }) == cookie(of: request) else { continue }
            return String(pair[1])
        }
        return nil
    }

    // Browsers keep one set of cookies for all ports of a host: each dashboard has a name of its own.
    private static func cookie(of request: WebRequest) -> String {
        let host = request.headers["host"] ?? ""
        let port = host.dropFirst(name(of: host).count).filter { $0.isASCII && $0.isNumber }
        return "backcourt_session" + (port.isEmpty ? "" : "_\(port)")
    }

    // Without the port.
    private static func name(of host: String) -> String {
        if host.hasPrefix("[") { return String(host.prefix { $0 != "]" }) + "]" }
        return String(host.prefix { $0 != ":" }).lowercased()
    }
}
