import Foundation
import Synchronization

/// A mail server on loopback that speaks just enough SMTP, for one mail after the other.
final class MailHost: Sendable {
    /// What it says beside what is usual.
    struct Manner: Sendable {
        var extensions = ["SIZE 1000000"]
        var toRecipient = "250 ok"
        var toText = "250 taken"
    }

    let port: Int
    private let manner: Manner
    private let state = Mutex((commands: [String](), mails: [String]()))

    var commands: [String] { state.withLock { $0.commands } }
    var mails: [String] { state.withLock { $0.mails } }

    init(_ manner: Manner = Manner()) {
        self.manner = manner
        let listener = Loopback.listen()
        port = Loopback.port(of: listener)
        Thread.detachNewThread { [self] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { return }
                Thread.detachNewThread { [self] in
                    serve(client)
                    close(client)
                }
            }
        }
    }

    private func serve(_ client: Int32) {
        Loopback.send(client, "220 loopback ESMTP\r\n")
        var buffer = ""
        while let line = Loopback.line(client, &buffer) {
            state.withLock { $0.commands.append(line) }
            switch line.prefix(4).uppercased() {
            case "EHLO":
                let lines = ["loopback"] + manner.extensions
                for (index, line) in lines.enumerated() {
                    Loopback.send(client, "250\(index == lines.count - 1 ? " " : "-")\(line)\r\n")
                }
            case "RCPT": Loopback.send(client, "\(manner.toRecipient)\r\n")
            case "AUTH":
                // The credentials come with the command, or after a 334.
                if line.split(separator: " ").count < 3 {
                    Loopback.send(client, "334 \r\n")
                    guard let line = Loopback.line(client, &buffer) else { return }
                    state.withLock { $0.commands.append(line) }
                }
                Loopback.send(client, "235 welcome\r\n")
            case "DATA":
                Loopback.send(client, "354 go on\r\n")
                var mail: [String] = []
                while let line = Loopback.line(client, &buffer), line != "." { mail.append(line) }
                state.withLock { [mail] in $0.mails.append(mail.joined(separator: "\n")) }
                Loopback.send(client, "\(manner.toText)\r\n")
            case "QUIT":
                Loopback.send(client, "221 bye\r\n")
                return
            default: Loopback.send(client, "250 ok\r\n")
            }
        }
    }
}

/// Sockets on 127.0.0.1.
enum Loopback {
    /// A socket that listens on a port of the system's choice.
    static func listen() -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        withAddress { name, length in
            _ = bind(descriptor, name, length)
            _ = Foundation.listen(descriptor, 64)
        }
        return descriptor
    }

    static func port(of descriptor: Int32) -> Int {
        var found = 0
        withAddress { name, length in
            var length = length
            _ = getsockname(descriptor, name, &length)
            found = name.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                Int(UInt16(bigEndian: $0.pointee.sin_port))
            }
        }
        return found
    }

    private static func withAddress(_ body: (UnsafeMutablePointer<sockaddr>, socklen_t) -> Void) {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
    }

    @discardableResult
    static func send(_ client: Int32, _ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return Foundation.send(client, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    }

    /// The next line without its end; nil when there is none.
    static func line(_ client: Int32, _ buffer: inout String) -> String? {
        var bytes = [UInt8](repeating: 0, count: 4096)
        while true {
            if let end = buffer.range(of: "\r\n") {
                defer { buffer.removeSubrange(..<end.upperBound) }
                return String(buffer[..<end.lowerBound])
            }
            let count = recv(client, &bytes, bytes.count, 0)
            guard count > 0 else { return nil }
            buffer += String(decoding: bytes[..<count], as: UTF8.self)
        }
    }
}
