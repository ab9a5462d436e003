import Foundation

/// A reply as it came over the wire.
struct Reply: Sendable {
    let status: Int
    let headers: [String: String]
    let body: String

    /// The reply in `bytes`; nil when they are none, or not all of it.
    init?(_ bytes: [UInt8], hasBody: Bool = true) {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let split = text.range(of: "\r\n\r\n") else { return nil }
        let lines = text[..<split.lowerBound].components(separatedBy: "\r\n")
        let words = lines[0].split(separator: " ")
        guard words.count > 1, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else { return nil }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { return nil }
            headers[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(
                in: .whitespaces)
        }
        let body = String(text[split.upperBound...])
        guard let length = headers["content-length"].flatMap({ Int($0) }) else { return nil }
        guard !hasBody || body.utf8.count >= length else { return nil }
        (self.status, self.headers, self.body) = (status, headers, body)
    }

    /// The code of an error in the shape all have; nil for anything else.
    var errorCode: String? {
        let object = try? JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: [String: String]]
        guard let error = object?["error"], error["message"]?.isEmpty == false, error.count == 2 else { return nil }
        return headers["content-type"] == "application/json" ? error["code"] : nil
    }

    /// The members of a body that is one object.
    var object: [String: Any] {
        (try? JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any]) ?? [:]
    }
}

/// A socket on loopback. Its calls block; they belong into ``blocking(_:)``.
final class Connection: Sendable {
    struct Refused: Error {}

    let descriptor: Int32

    /// - Throws: `Refused` when nobody listens.
    init(to port: Int, patience seconds: Int = 30) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var time = timeval(tv_sec: seconds, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else {
            close(descriptor)
            throw Refused()
        }
    }

    deinit { close(descriptor) }

    /// Sends text; false when the peer does not take it.
    @discardableResult
    func write(_ text: String) -> Bool {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// No more will be sent.
    func finish() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// The next reply; nil when the connection ends before it is whole.
    func reply(hasBody: Bool = true) -> Reply? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return Reply(bytes, hasBody: hasBody) }
            bytes += buffer[..<count]
            if let reply = Reply(bytes, hasBody: hasBody) { return reply }
        }
    }

    /// Everything up to the end of a chunked reply, or of the connection.
    func everything() -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while !bytes.suffix(5).elementsEqual(Array("0\r\n\r\n".utf8)) {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Whether the peer has ended the connection; waits for it, or for bytes.
    func isEnded() -> Bool {
        var byte: UInt8 = 0
        return recv(descriptor, &byte, 1, 0) <= 0
    }
}

/// Runs `body` where it may block: on a thread of its own, for those of Dispatch are few.
func blocking<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result(catching: body)) }
    }
}

/// Lets this process open as many files as it may.
func raiseFileLimit() -> Int {
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    limit.rlim_cur = limit.rlim_max
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    return Int(min(limit.rlim_cur, rlim_t(Int32.max)))
}
