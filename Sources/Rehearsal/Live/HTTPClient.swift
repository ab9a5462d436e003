import Foundation

/// One connection that sends requests, one after the other; blocking, for whoever has a thread to spare.
package final class HTTPClient {
    /// An answer.
    package struct Answer: Sendable {
        /// The HTTP status.
        package let status: Int
        /// Status line and headers.
        package let head: String
        /// The body.
        package let body: String
    }

    /// Why nothing was answered.
    package struct Broken: Error, CustomStringConvertible {
        /// The sentence.
        package let description: String
    }

    private let descriptor: Int32
    private let token: String?
    private var received: [UInt8] = []

    /// Connects to the loopback port `port`; requests carry `token`, if there is one.
    package init(port: UInt16, token: String?) throws {
        self.token = token
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else {
            close(descriptor)
            throw Broken(description: "port \(port) refuses: \(String(cString: strerror(errno)))")
        }
        var noDelay: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &noDelay, socklen_t(MemoryLayout<Int32>.size))
    }

    deinit {
        close(descriptor)
    }

    /// Posts `body` as an event.
    package func post(_ body: String) throws -> Answer {
        try request("POST /api/events", body, type: "application/json")
    }

    /// Asks for `path`.
    package func get(_ path: String) throws -> Answer { try request("GET \(path)", "", type: nil) }

    /// Sends a form from a page of the server itself, unless `headers` say otherwise.
    package func submit(_ form: String, to path: String, headers: [String: String] = ["Origin": "http://localhost"])
        throws
        -> Answer
    {
        try request("POST \(path)", form, type: "application/x-www-form-urlencoded", headers)
    }

    /// Sends a request whose first line begins so, such as `DELETE /session/1`.
    package func request(
        _ line: String, _ body: String, type: String?, _ headers: [String: String] = [:]
    ) throws -> Answer {
        var text = "\(line) HTTP/1.1\r\nHost: localhost\r\nContent-Length: \(body.utf8.count)\r\n"
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) { text += "\(name): \(value)\r\n" }
        if let token { text += "Authorization: Bearer \(token)\r\n" }
        if let type { text += "Content-Type: \(type)\r\n" }
        try write(Array((text + "\r\n" + body).utf8))
        return try answer()
    }

    private func write(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Broken(description: "sending failed: \(String(cString: strerror(errno)))") }
            sent += count
        }
    }

    private func answer() throws -> Answer {
        let end = Array("\r\n\r\n".utf8)
        var headEnd = received.firstRange(of: end)
        while headEnd == nil {
            try receive()
            headEnd = received.firstRange(of: end)
        }
        guard let headEnd else { throw Broken(description: "the answer has no head") }
        let head = String(decoding: received[..<headEnd.lowerBound], as: UTF8.self)
        let lines = head.split(separator: "\r\n")
        let status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        let length =
            lines.first { $0.lowercased().hasPrefix("content-length:") }
            .flatMap { Int($0.split(separator: ":")[1].trimmingCharacters(in: .whitespaces)) } ?? 0
        while received.count < headEnd.upperBound + length { try receive() }
        let body = received[headEnd.upperBound..<headEnd.upperBound + length]
        let answer = Answer(status: status, head: head, body: String(decoding: body, as: UTF8.self))
        received.removeFirst(headEnd.upperBound + length)
        return answer
    }

    private func receive() throws {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { throw Broken(description: "the connection ended before the answer") }
        received += buffer.prefix(count)
    }
}
