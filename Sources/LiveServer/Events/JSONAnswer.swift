internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import NIOCore

/// An answer in JSON: every one this server gives.
struct JSONAnswer {
    let status: HTTPResponse.Status
    let body: String
    var headers: HTTPFields = [:]
    /// Whether the connection ends with it, because the rest of the request is not wanted.
    var endsConnection = false

    /// An object of texts and truths.
    init(_ status: HTTPResponse.Status, _ members: KeyValuePairs<String, Member>) {
        self.status = status
        let written = members.map { name, member in "\(Self.quoted(name)):\(member.json)" }
        body = "{\(written.joined(separator: ","))}\n"
    }

    /// `{"error": {"code", "message"}}`.
    static func error(
        _ status: HTTPResponse.Status, _ code: String, _ message: String, _ headers: HTTPFields = [:]
    ) -> JSONAnswer {
        var answer = JSONAnswer(status, ["error": .object(["code": .text(code), "message": .text(message)])])
        answer.headers = headers
        return answer
    }

    /// A value of an object.
    indirect enum Member {
        case text(String)
        case truth(Bool)
        case object(KeyValuePairs<String, Member>)

        var json: String {
            switch self {
            case .text(let text): JSONAnswer.quoted(text)
            case .truth(let truth): truth ? "true" : "false"
            case .object(let members):
                "{\(members.map { "\(JSONAnswer.quoted($0.key)):\($0.value.json)" }.joined(separator: ","))}"
            }
        }
    }

    /// `text` between quotation marks.
    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    /// Head of the response, with everything a client needs to read the body.
    var head: HTTPResponse {
        var fields = headers
        fields[.contentType] = "application/json"
        fields[.contentLength] = String(body.utf8.count)
        fields[.cacheControl] = "no-store"
        if endsConnection { fields[.connection] = "close" }
        return HTTPResponse(status: status, headerFields: fields)
    }

    /// The whole response; for HEAD, without the body.
    func response(isHead: Bool = false) -> Response {
        let bytes = isHead ? ByteBuffer() : ByteBuffer(string: body)
        return Response(status: status, headers: head.headerFields, body: ResponseBody(byteBuffer: bytes))
    }
}
