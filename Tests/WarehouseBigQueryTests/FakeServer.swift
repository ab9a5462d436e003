import Foundation
import Synchronization

/// A request as it came over the wire.
struct FakeRequest: Sendable {
    let method: String
    /// Without what was asked for behind the question mark.
    let path: String
    let fields: [String: String]
    let body: String

    /// Whether the way ends so.
    func ends(_ method: String, _ end: String) -> Bool { self.method == method && path.hasSuffix(end) }
}

/// What is sent back.
struct FakeReply: Sendable {
    var status = 200
    var body = "{}"
    var fields: [String] = []
    /// Bytes after which the line is cut; nil to send all.
    var cutAfter: Int?
    /// Whether nothing is sent at all.
    var isSilent = false

    static func error(_ status: Int, _ reason: String, _ message: String = "so it is", _ fields: [String] = [])
        -> FakeReply
    {
        let body =
            #"{"error":{"code":\#(status),"message":"\#(message)","errors":[{"reason":"\#(reason)","message":"\#(message)"}]}}"#
        return FakeReply(status: status, body: body, fields: fields)
    }
}

/// A server on a loopback port that answers as it is told: what an emulator cannot show.
final class FakeServer: Sendable {
    let port: Int
    private let descriptor: Int32
    private let seen = Mutex<[FakeRequest]>([])
    private let answer: @Sendable (FakeRequest) -> FakeReply

    var endpoint: String { "http://127.0.0.1:\(port)" }
    /// Every request so far.
    var requests: [FakeRequest] { seen.withLock { $0 } }

    func count(_ method: String, _ end: String) -> Int { requests.count { $0.ends(method, end) } }

    init(_ answer: @escaping @Sendable (FakeRequest) -> FakeReply) throws {
        self.answer = answer
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, size) == 0 && listen(listener, 16) == 0
                    && getsockname(listener, address, &size) == 0
            }
        }
        guard isBound else { throw POSIXError(.EADDRINUSE) }
        (descriptor, port) = (listener, Int(UInt16(bigEndian: address.sin_port)))
        Thread.detachNewThread { [weak self] in
            while true {
                let peer = accept(listener, nil, nil)
                guard peer >= 0 else { return }
                Thread.detachNewThread { [weak self] in
                    self?.serve(peer)
                    close(peer)
                }
            }
        }
    }

    deinit {
        shutdown(descriptor, Int32(SHUT_RDWR))
        close(descriptor)
    }

    private func serve(_ peer: Int32) {
        guard let request = Self.read(peer) else { return }
        seen.withLock { $0.append(request) }
        let reply = answer(request)
        guard !reply.isSilent else { return }
        let fields = ["Content-Length: \(reply.body.utf8.count)", "Connection: close"] + reply.fields
        let head = "HTTP/1.1 \(reply.status) So\r\n\(fields.joined(separator: "\r\n"))\r\n\r\n"
        Self.send(peer, Array(head.utf8) + Array(reply.body.utf8.prefix(reply.cutAfter ?? .max)))
    }

    private static func send(_ peer: Int32, _ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.send(peer, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    private static func read(_ peer: Int32) -> FakeRequest? {
        var bytes: [UInt8] = []
        var portion = [UInt8](repeating: 0, count: 65_536)
        var head: (text: String, length: Int, start: Int)?
        while true {
            if head == nil, let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) {
                let text = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
                let length = text.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }
                    .flatMap { Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces)) }
                if text.lowercased().contains("expect: 100") { send(peer, Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)) }
                head = (text, length ?? 0, end.upperBound)
            }
            if let head, bytes.count >= head.start + head.length {
                return request(head.text, String(decoding: bytes[head.start...], as: UTF8.self))
            }
            let count = recv(peer, &portion, portion.count, 0)
            guard count > 0 else { return nil }
            bytes += portion[..<count]
        }
    }

    private static func request(_ head: String, _ body: String) -> FakeRequest? {
        let lines = head.split(separator: "\r\n")
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count > 1 else { return nil }
        var fields: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            fields[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
        }
        return FakeRequest(
            method: String(words[0]), path: String(words[1].prefix { $0 != "?" }), fields: fields, body: body)
    }
}

/// As much of the service as a commit needs, with everything there; what a test wants otherwise it answers first.
final class FakeService: Sendable {
    let server: FakeServer
    private let state: Jobs

    private final class Jobs: Sendable {
        let done = Mutex<[String: String]>([:])
        /// How a job called so ends.
        let ending: @Sendable (String) -> String
        init(_ ending: @escaping @Sendable (String) -> String) { self.ending = ending }
    }

    static let success = #""status":{"state":"DONE"}"#

    /// Names of jobs that were run, in order.
    var jobs: [String] { state.done.withLock { $0.keys.sorted() } }

    init(
        _ first: @escaping @Sendable (FakeRequest, _ times: Int) -> FakeReply? = { _, _ in nil },
        ending: @escaping @Sendable (String) -> String = { _ in FakeService.success }
    ) throws {
        let state = Jobs(ending)
        let times = Mutex<[String: Int]>([:])
        self.state = state
        server = try FakeServer { request in
            let number = times.withLock { times in
                times["\(request.method) \(request.path)", default: 0] += 1
                return times["\(request.method) \(request.path)", default: 0]
            }
            // What comes of a job does not depend on whether somebody is told.
            let usual = Self.usual(request, state)
            return first(request, number) ?? usual
        }
    }

    private static func usual(_ request: FakeRequest, _ state: Jobs) -> FakeReply {
        if request.ends("POST", "/jobs") {
            guard let name = request.body.firstMatch(of: /"jobId":"([^"]+)"/)?.output.1 else { return FakeReply() }
            return state.done.withLock { done in
                guard done[String(name)] == nil else { return .error(409, "duplicate", "Already Exists: Job \(name)") }
                let status = state.ending(String(name))
                done[String(name)] = status
                return FakeReply(body: "{\"jobReference\":{\"jobId\":\"\(name)\"},\(status)}")
            }
        }
        if request.method == "GET", let match = request.path.firstMatch(of: /\/jobs\/([^\/]+)$/) {
            let status = state.done.withLock { $0[String(match.output.1)] }
            return status.map { FakeReply(body: "{\($0)}") } ?? .error(404, "notFound")
        }
        if request.ends("POST", "/queries") {
            return FakeReply(
                body: #"{"jobComplete":true,"jobReference":{"jobId":"q"},"schema":{"fields":[]},"rows":[]}"#)
        }
        if request.method == "GET", request.path.hasSuffix("/tables") || request.path.contains("/datasets/") {
            return .error(404, "notFound")
        }
        return FakeReply()
    }
}
