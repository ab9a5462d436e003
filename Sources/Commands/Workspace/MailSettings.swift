import Notifications
import PipelineModel

/// How notices are mailed: the key `mail` of the notifications in config.json.
struct MailSettings: Hashable, Sendable {
    private let host: String
    private let port: Int
    private let security: MailServer.Security
    private let sender: MailAddress
    private let recipients: [MailAddress]
    private let user: String?
    private let passwordVariable: String?
    private let level: NoticeLevel
    private let place: String

    private static let names = ["server", "port", "security", "from", "to", "user", "password_env", "level"]

    /// Reads the settings at `place`. The port is the usual one of the security if not given, the security STARTTLS, the
    /// level error.
    ///
    /// - Throws: ``CommandFailure`` usage: one sentence on the first mistake.
    init(_ value: SettingValue, at place: String) throws(CommandFailure) {
        if case .object(let members) = value, members["password"] != nil {
            throw .usage(
                "\(place).password is not read; put it into the environment and name the variable in password_env")
        }
        let reader = try SettingReader(value, at: place, names: Self.names)
        self.place = place
        security = try reader.choice("security", otherwise: .starttls)
        host = try reader.requiredText("server")
        port = try reader.number("port", in: 1...65_535) ?? security.usualPort
        guard MailServer(host: host, port: port) != nil else {
            throw reader.wrong("server", "is no host; write a name such as mail.example.org")
        }
        sender = try Self.address(try reader.requiredText("from"), reader, "from")
        recipients = try Self.recipients(reader)
        user = try reader.text("user")
        passwordVariable = try reader.text("password_env")
        guard (user == nil) == (passwordVariable == nil) else {
            throw .usage("\(place) has one of user and password_env; give both, or neither")
        }
        level = try reader.choice("level", otherwise: .error)
    }

    private static func recipients(_ reader: SettingReader) throws(CommandFailure) -> [MailAddress] {
        var recipients: [MailAddress] = []
        for value in try reader.list("to") {
            guard case .text(let text) = value else { throw reader.wrong("to", "is no list of addresses") }
            recipients.append(try address(text, reader, "to"))
        }
        guard !recipients.isEmpty else { throw reader.wrong("to", "names nobody; write [\"you@example.org\"]") }
        return recipients
    }

    private static func address(
        _ text: String, _ reader: SettingReader, _ name: String
    ) throws(CommandFailure) -> MailAddress {
        guard let address = MailAddress(text) else { throw reader.wrong(name, "has no address name@host") }
        return address
    }

    /// The channel.
    ///
    /// - Throws: ``CommandFailure`` usage when the password is not in `environment`.
    func channel(_ environment: [String: String]) throws(CommandFailure) -> any NoticeChannel {
        var login: MailServer.Login?
        if let user, let passwordVariable {
            guard let password = environment[passwordVariable], !password.isEmpty else {
                throw .usage("\(place): the environment has no \(passwordVariable), which is to hold the password")
            }
            login = MailServer.Login(user: user, password: password)
        }
        guard let server = MailServer(host: host, port: port, security: security, login: login) else {
            throw .usage("\(place).server is no host")
        }
        return MailChannel(server, from: sender, to: recipients, level: level)
    }

    /// What may be shown.
    var shown: String {
        let to = recipients.map(\.description).joined(separator: " ")
        return "\(host):\(port), \(security.rawValue), to \(to), from \(level.rawValue)"
    }
}
