internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import NIOCore

/// Answers requests: two probes and one way to hand in an event.
struct EventResponder: HTTPResponder {
    typealias Context = BasicRequestContext

    let settings: EventServerSettings
    let token: BearerToken
    let readiness: @Sendable () async -> Readiness
    let intake: @Sendable ([UInt8]) async -> IntakeAnswer

    /// - Throws: what reading a request whose connection breaks throws; nobody is left to be told.
    func respond(to request: Request, context: Context) async throws -> Response {
        switch request.uri.path {
        case "/healthz": await probe(request) { .ready }
        case "/readyz": await probe(request, readiness)
        case "/api/events": try await takeEvent(request)
        default: refuse(request, .error(.notFound, "not_found", "there is nothing at this path"))
        }
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
        if let refusal = refusal(of: request) { return refuse(request, refusal) }
        var body: [UInt8] = []
        for try await part in request.body {
            guard body.count + part.readableBytes <= settings.maximumBodySize else {
                var answer = tooLarge
                answer.endsConnection = true
                return answer.response()
            }
            body.append(contentsOf: part.readableBytesView)
        }
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
        return length > settings.maximumBodySize ? tooLarge : nil
    }

    private var tooLarge: JSONAnswer {
        .error(.contentTooLarge, "too_large", "an event has \(settings.maximumBodySize) bytes at most")
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
        let length = request.headers[.contentLength] ?? "0"
        answer.endsConnection = length != "0" || request.headers[.transferEncoding] != nil
        return answer.response(isHead: request.method == .head)
    }
}

extension JSONAnswer {
    fileprivate static func notAllowed(_ methods: String) -> JSONAnswer {
        .error(.methodNotAllowed, "method_not_allowed", "this path takes \(methods)", [.allow: methods])
    }
}
