/// Where events are accepted, from whom, and with how much patience.
package struct EventServerSettings: Hashable, Sendable {
    /// Name or address to listen on.
    package var host: String
    /// Port to listen on, 0...65535; 0 for one the system picks.
    package var port: Int
    /// What a sender must present as a bearer token; not empty.
    package var token: String
    /// Bytes of the largest body.
    package var maximumBodySize = 64 * 1024
    /// Time a sender has for the head of a request, for its body, and for taking the answer; also how long a connection
    /// may be idle. Sending a byte now and then buys no more of it.
    package var patience = Duration.seconds(10)
    /// Connections held at once; more wait to be accepted. Files that the process may open limit it as well.
    package var maximumConnections = 2048
    /// Seconds after which a sender may try again when events are not accepted.
    package var retryAfter = 5

    /// Settings with the usual limits.
    package init(host: String = "127.0.0.1", port: Int = 8080, token: String) {
        self.host = host
        self.port = port
        self.token = token
    }
}

/// Why no events can be accepted.
package enum EventServerError: Error, Hashable, CustomStringConvertible {
    /// Another program listens there.
    case addressInUse(host: String, port: Int)
    /// The system refuses to listen there.
    case cannotListen(host: String, port: Int, reason: String)
    /// The token is empty: everybody would be let in.
    case noToken
    /// The server ended although nobody asked it to.
    case stopped(reason: String)

    /// One sentence.
    package var description: String {
        switch self {
        case .addressInUse(let host, let port):
            "port \(port) on \(host) is in use by another program; stop that one, or choose another port"
        case .cannotListen(let host, let port, let reason):
            "cannot listen on \(host) port \(port): \(reason)"
        case .noToken:
            "events are not accepted without a token"
        case .stopped(let reason):
            "the server stopped: \(reason)"
        }
    }
}
