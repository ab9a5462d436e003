internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import NIOCore

/// What is answered to a request for a page.
package struct WebAnswer: Sendable {
    /// What comes after the head.
    package enum Body: Sendable {
        case bytes([UInt8])
        /// Sent piece by piece as they come, until the stream ends or the reader leaves.
        case stream(AsyncStream<[UInt8]>)
    }

    /// 200, 303, 404, …
    package var status: Int
    /// Headers in the order they are sent.
    package var headers: [(name: String, value: String)]
    /// What comes after the head.
    package var body: Body

    /// An answer.
    package init(_ status: Int, headers: [(name: String, value: String)] = [], body: Body = .bytes([])) {
        (self.status, self.headers, self.body) = (status, headers, body)
    }

    /// As the server sends it; for HEAD, without the body.
    func response(isHead: Bool, endsConnection: Bool) -> Response {
        var fields = HTTPFields()
        for (name, value) in headers {
            guard let name = HTTPField.Name(name) else { continue }
            fields.append(HTTPField(name: name, value: value))
        }
        if endsConnection { fields[.connection] = "close" }
        let status = HTTPResponse.Status(code: self.status)
        switch body {
        case .bytes(let bytes):
            fields[.contentLength] = String(bytes.count)
            let buffer = isHead ? ByteBuffer() : ByteBuffer(bytes: bytes)
            return Response(status: status, headers: fields, body: ResponseBody(byteBuffer: buffer))
        case .stream(let stream):
            guard !isHead else { return Response(status: status, headers: fields, body: ResponseBody()) }
            let body = ResponseBody { writer in
                for await piece in stream { try await writer.write(ByteBuffer(bytes: piece)) }
                try await writer.finish(nil)
            }
            return Response(status: status, headers: fields, body: body)
        }
    }
}
