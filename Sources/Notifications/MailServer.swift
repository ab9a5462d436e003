/// The server that takes mail, and how it is spoken to.
package struct MailServer: Hashable, Sendable {
    /// How the connection is protected.
    package enum Security: String, Hashable, Sendable, CaseIterable {
        /// STARTTLS, or no mail at all.
        case starttls
        /// TLS from the first byte.
        case tls
        /// None: name, password and mail can be read on the way.
        case none

        /// The port servers listen on for it.
        package var usualPort: Int {
            switch self {
            case .starttls: 587
            case .tls: 465
            case .none: 25
            }
        }
    }

    /// Who one is to the server.
    package struct Login: Hashable, Sendable {
        let user: String
        let password: String

        /// A name and its password.
        package init(user: String, password: String) {
            self.user = user
            self.password = password
        }
    }

    let host: String
    let port: Int
    let security: Security
    let login: Login?

    /// A server; nil when `host` is no name or address, or `port` is out of 1...65535.
    package init?(host: String, port: Int? = nil, security: Security = .starttls, login: Login? = nil) {
        let port = port ?? security.usualPort
        let isName = host.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        guard !host.isEmpty, isName, (1...65_535).contains(port) else { return nil }
        self.host = host
        self.port = port
        self.security = security
        self.login = login
    }

    /// The form libcurl takes; without name and password.
    var url: String { "\(security == .tls ? "smtps" : "smtp")://\(host):\(port)" }
}
