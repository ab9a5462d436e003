internal import Foundation
internal import GameCalendar
internal import PipelineModel

/// One call of the REST interface.
struct APICall: Sendable {
    var method = WebRequest.Method.get
    /// What follows the project, such as `/datasets/nba_raw`.
    var path: String
    var query: [(name: String, value: String)] = []
    var body: [UInt8] = []
    var bodyType = "application/json"
    var isUpload = false
    /// Statuses beside success that are answers, not errors.
    var accepted: Set<Int> = []
    /// What an error is about.
    var subject: String?
}

/// How often and after which pauses a request is repeated.
package struct RetryPauses: Sendable {
    /// Seconds before the second attempt, the third, and so on.
    package let seconds: [Double]

    /// Six attempts in about half a minute, where nothing else is said.
    package init(_ seconds: [Double] = [0.5, 1, 3, 8, 20]) { self.seconds = seconds }

    // A server that asks for more patience than this is not waited for.
    private static let longest = 60.0
    // A server that does not answer at all will not do so soon.
    private static let whenSilent = 3

    /// Waits before attempt `attempt`, the first being 0; false when there is none, or nobody waits any more.
    func pause(before attempt: Int, asked: Double? = nil, isSilent: Bool = false) async -> Bool {
        let limit = isSilent ? min(Self.whenSilent, seconds.count) : seconds.count
        guard attempt <= limit, asked ?? 0 <= Self.longest else { return false }
        // Who was refused together does not come again together.
        let wait = max(seconds[attempt - 1] * Double.random(in: 0.7...1.3), asked ?? 0)
        return (try? await Task.sleep(for: .milliseconds(Int(wait * 1000)))) != nil
    }
}

/// Calls the REST interface: with a token, and again where that helps.
struct APIClient: Sendable {
    let address: BigQueryAddress
    let tokens: any TokenSource
    let transport: Transport
    let pauses: RetryPauses

    var errors: BigQueryErrors { BigQueryErrors(place: address.place) }

    /// The answer to `call`.
    ///
    /// Every call is one that may be repeated: it reads, deletes, or creates under a name of ours.
    ///
    /// - Throws: ``WarehouseError`` unavailable when the last attempt failed too, denied, exhausted, schemaDiffers for what
    ///   is not there, other.
    func send(_ call: APICall) async throws(WarehouseError) -> WebAnswer {
        var refused: String?
        var attempt = 0
        while true {
            var (asked, isSilent): (Double?, Bool) = (nil, false)
            let failure: WarehouseError
            do {
                let token = try await tokens.token(afterRefusalOf: refused)
                let answer = try await transport.send(request(call, token))
                if answer.status == 401, refused == nil, let token {
                    refused = token
                    continue
                }
                guard let verdict = verdict(of: answer, to: call) else { return answer }
                (failure, asked) = (verdict, answer.retryAfter)
            } catch let lost as Transport.Failure {
                (failure, isSilent) = (errors.lost(lost.reason), true)
            } catch let error as WarehouseError {
                failure = error
            } catch {
                failure = errors.strange("\(error)")
            }
            attempt += 1
            guard failure.code == .unavailable, await pauses.pause(before: attempt, asked: asked, isSilent: isSilent)
            else {
                throw failure
            }
        }
    }

    private struct Refusal: Decodable {
        struct Details: Decodable {
            let message: String?
            let errors: [ServerComplaint]?
        }
        let error: Details
    }

    // Nil for an answer.
    private func verdict(of answer: WebAnswer, to call: APICall) -> WarehouseError? {
        if call.accepted.contains(answer.status) { return nil }
        if (200..<300).contains(answer.status) {
            // An object that has no end was cut off.
            let isWhole =
                answer.body.isEmpty ? answer.status == 204 : answer.body.last { $0 > 0x20 } == UInt8(ascii: "}")
            return isWhole || call.method == .delete ? nil : errors.lost("the answer was cut off")
        }
        let refusal = try? JSONDecoder().decode(Refusal.self, from: Data(answer.body))
        let complaint =
            refusal?.error.errors?.first ?? ServerComplaint(reason: "", message: refusal?.error.message ?? "")
        if answer.status == 401 { return errors.refused(complaint.message.isEmpty ? "401" : complaint.message) }
        return errors.error(complaint, status: answer.status, about: call.subject)
    }

    private func request(_ call: APICall, _ token: String?) -> WebRequest {
        let query = call.query.map { "\(Self.escaped($0.name))=\(Self.escaped($0.value))" }.joined(separator: "&")
        let root = "\(address.endpoint)\(call.isUpload ? "/upload" : "")/bigquery/v2/projects/\(address.project)"
        var request = WebRequest(
            method: call.method, address: root + call.path + (query.isEmpty ? "" : "?\(query)"), body: call.body)
        if let token { request.fields.append(("Authorization", "Bearer \(token)")) }
        if call.method == .post { request.fields.append(("Content-Type", call.bodyType)) }
        return request
    }

    private static func escaped(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(CharacterSet(charactersIn: "-._~")))
            ?? ""
    }

    /// Reads an answer as `type`.
    func decoded<Value: Decodable>(_ type: Value.Type, _ body: [UInt8]) throws(WarehouseError) -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(body))
        } catch {
            throw errors.strange("it is no \(type)")
        }
    }
}
