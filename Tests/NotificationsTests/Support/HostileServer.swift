import Foundation
import Synchronization

/// A server on loopback that does to its clients what it is told to.
final class HostileServer: Sendable {
    enum Behaviour: Hashable, Sendable, CustomStringConvertible {
        /// Reads the request and answers so.
        case answer(String)
        /// Accepts, and never sends a byte.
        case hang
        /// Sends so, and then this, for ever.
        case trickle(String, String)
        /// Accepts and ends the connection with a reset.
        case reset

        var description: String {
            switch self {
            case .answer(let text): "answers \(text.prefix(24).replacingOccurrences(of: "\r\n", with: " "))"
            case .hang: "hangs"
            case .trickle(let start, _): "trickles after \(start.prefix(12))"
            case .reset: "resets"
            }
        }

        static let ok = Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

        static func status(_ code: Int, _ fields: String = "") -> Behaviour {
            .answer("HTTP/1.1 \(code) X\r\n\(fields)Content-Length: 0\r\n\r\n")
        }
    }

    let port: Int
    private let descriptor: Int32
    private let state = Mutex((requests: [String](), connections: 0))

    var requests: [String] { state.withLock { $0.requests } }
    var connections: Int { state.withLock { $0.connections } }

    /// - Parameter readsFirst: whether a request comes before it answers, as in HTTP; not so in SMTP.
    init(_ behaviour: Behaviour, readsFirst: Bool = true) {
        let listener = Loopback.listen()
        descriptor = listener
        port = Loopback.port(of: listener)
        Thread.detachNewThread { [self] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { return }
                state.withLock { $0.connections += 1 }
                Thread.detachNewThread { [self] in
                    serve(client, behaviour, readsFirst)
                    close(client)
                }
            }
        }
    }

    /// Takes no more connections. The port stays its own, or another server would get what was meant for this one.
    func stop() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    deinit { close(descriptor) }

    var url: String { "http://127.0.0.1:\(port)/services/s3cret?key=s3cret" }

    private func serve(_ client: Int32, _ behaviour: Behaviour, _ readsFirst: Bool) {
        switch behaviour {
        case .answer(let text):
            if readsFirst { read(client) }
            Loopback.send(client, text)
            shutdown(client, Int32(SHUT_WR))
            _ = recvByte(client)
        case .hang: while recvByte(client) {}
        case .trickle(let start, let piece):
            if readsFirst { read(client) }
            guard Loopback.send(client, start) else { return }
            while Loopback.send(client, piece) { usleep(20_000) }
        case .reset:
            var linger = linger(l_onoff: 1, l_linger: 0)
            setsockopt(client, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Foundation.linger>.size))
        }
    }

    // Reads a request with its body.
    private func read(_ client: Int32) {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(client, &buffer, buffer.count, 0)
            guard count > 0 else { return }
            bytes += buffer[..<count]
            let text = String(decoding: bytes, as: UTF8.self)
            guard let end = text.range(of: "\r\n\r\n") else { continue }
            let field = text[..<end.lowerBound].lowercased().components(separatedBy: "content-length: ").last ?? ""
            guard text[end.upperBound...].utf8.count >= Int(field.prefix { $0.isNumber }) ?? 0 else { continue }
            state.withLock { $0.requests.append(text) }
            return
        }
    }

    private func recvByte(_ client: Int32) -> Bool {
        var byte: UInt8 = 0
        return recv(client, &byte, 1, 0) > 0
    }
}
