internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import NIOCore

/// Answers requests: two probes, one way to hand in an event, and pages for everything else.
struct EventResponder: HTTPResponder {
    typealias Context = BasicRequestContext

    let settings: EventServerSettings
    let token: BearerToken
    let readiness: @Sendable () async -> Readiness
    let intake: (@Sendable ([UInt8]) async -> IntakeAnswer)?
    let pages: (@Sendable (WebRequest) async -> WebAnswer)?

    /// - Throws: what reading a request whose connection breaks throws; nobody is left to be told.
    func respond(to request: Request, context: Context) async throws -> Response {
        switch request.uri.path {
        case "/healthz": await probe(request) { .ready }
        case "/readyz": await probe(request, readiness)
        case "/api/events": try await takeEvent(request)
        default: try await page(request)
        }
    }

    private func page(_ request: Request) async throws -> Response {
        guard let pages else {
            return refuse(request, .error(.notFound, "not_found", "there is nothing at this path"))
        }
        var asked = WebRequest(
            request.webMethod, FormEncoding.decoded(request.uri.path),
            query: FormEncoding.items(request.uri.query ?? ""), headers: request.webHeaders)
        // The bodies of other requests mean nothing and are not waited for.
        if asked.method == .post {
            guard let body = try await body(of: request) else { return tooLarge(endsConnection: true).response() }
            asked.body = body
        }
        return await pages(asked).response(
            isHead: asked.method == .head, endsConnection: asked.method != .post && hasBody(request))
    }

    // Nil when it is larger than allowed.
    private func body(of request: Request) async throws -> [UInt8]? {
        var body: [UInt8] = []
        for try await part in request.body {
            guard body.count + part.readableBytes <= settings.maximumBodySize else { return nil }
            body.append(contentsOf: part.readableBytesView)
        }
        return body
    }

    private func probe(_ request: Request, _ readiness: @Sendable () async -> Readiness) async -> Response {
        guard [.get, .head].contains(request.method) else { return refuse(request, .notAllowed("GET, HEAD")) }
        let answer: JSONAnswer =
            switch await readiness() {
            case .ready: JSONAnswer(.ok, ["status": .text("ok")])
            case .notReady(let reason): .error(.serviceUnavailable, "not_ready", reason)
            }
        return refuse(request, answer)
    }

    private func takeEvent(_ request: Request) async throws -> Response {
        guard request.method == .post else { return refuse(request, .notAllowed("POST")) }
        guard let intake else {
            let sentence = "events are not taken here; start 'backcourt serve --live'"
            return refuse(request, .error(.serviceUnavailable, "not_live", sentence))
        }
        if let refusal = refusal(of: request) { return refuse(request, refusal) }
        guard let body = try await body(of: request) else { return tooLarge(endsConnection: true).response() }
        return answer(await intake(body)).response()
    }

    // What the head alone tells against a request.
    private func refusal(of request: Request) -> JSONAnswer? {
        switch token.judge(request.headers[.authorization]) {
        case .nothing:
            return .error(
                .unauthorized, "no_token", "send the header 'Authorization: Bearer TOKEN'", [.wwwAuthenticate: "Bearer"]
            )
        case .wrong: return .error(.forbidden, "wrong_token", "the token is not the one of this server")
        case .right: break
        }
        guard isJSON(request.headers[.contentType]), request.headers[.contentEncoding] == nil else {
            return .error(.unsupportedMediaType, "not_json", "send the event as application/json, not compressed")
        }
        let length = request.headers[.contentLength].flatMap { Int($0) } ?? 0
        return length > settings.maximumBodySize ? tooLarge() : nil
    }

    private func tooLarge(endsConnection: Bool = false) -> JSONAnswer {
        var answer = JSONAnswer.error(
            .contentTooLarge, "too_large", "what is sent has \(settings.maximumBodySize) bytes at most")
        answer.endsConnection = endsConnection
        return answer
    }

    private func isJSON(_ type: String?) -> Bool {
        let name = (type ?? "").prefix { $0 != ";" }
        return name.filter { $0 != " " && $0 != "\t" }.lowercased() == "application/json"
    }

    private func answer(_ answer: IntakeAnswer) -> JSONAnswer {
        switch answer {
        case .accepted(let messageID, let correlationID, let isRepeat):
            JSONAnswer(
                isRepeat ? .ok : .accepted,
                [
                    "message_id": .text(messageID), "correlation_id": .text(correlationID),
                    "repeat": .truth(isRepeat),
                ])
        case .malformed(let code, let message): .error(.badRequest, code, message)
        case .refused(let code, let message): .error(.unprocessableContent, code, message)
        case .unavailable(let message):
            .error(
                .serviceUnavailable, "unavailable", message, [.retryAfter: String(max(1, settings.retryAfter))])
        }
    }

    // An answer given without reading the body; a body that is on its way is not waited for.
    private func refuse(_ request: Request, _ answer: JSONAnswer) -> Response {
        var answer = answer
        answer.endsConnection = hasBody(request)
        return answer.response(isHead: request.method == .head)
    }

    private func hasBody(_ request: Request) -> Bool {
        (request.headers[.contentLength] ?? "0") != "0" || request.headers[.transferEncoding] != nil
    }
}

extension Request {
    fileprivate var webMethod: WebRequest.Method {
        switch method {
        case .get: .get
        case .head: .head
        case .post: .post
        default: .other
        }
    }

    // By lower-case name; of a header sent twice both values, as HTTP has it.
    fileprivate var webHeaders: [String: String] {
        var fields: [String: String] = [:]
        for field in headers {
            let name = field.name.canonicalName
            fields[name] = fields[name].map { "\($0), \(field.value)" } ?? field.value
        }
        if let authority = head.authority { fields["host"] = authority }
        return fields
    }
}

extension JSONAnswer {
    fileprivate static func notAllowed(_ methods: String) -> JSONAnswer {
        .error(.methodNotAllowed, "method_not_allowed", "this path takes \(methods)", [.allow: methods])
    }
}
