internal import Foundation
internal import GameCalendar
internal import PipelineModel
internal import Synchronization

/// Where tokens come from that requests carry.
protocol TokenSource: Sendable {
    /// A token that holds for a while yet; nil where none is needed.
    ///
    /// - Parameter refused: a token that the server has not taken, so that it is not given again.
    func token(afterRefusalOf refused: String?) async throws(WarehouseError) -> String?
}

/// An emulator on this machine asks nobody who he is.
struct NoToken: TokenSource {
    func token(afterRefusalOf refused: String?) async throws(WarehouseError) -> String? { nil }
}

/// A token and how long it holds.
struct IssuedToken: Sendable {
    let text: String
    let expires: Timestamp

    // Seconds before its end from which a token is not used any more.
    private static let margin = 120.0

    func holds(at now: Timestamp) -> Bool { now.adding(seconds: Self.margin) < expires }

    private struct Answer: Decodable {
        let access_token: String
        let expires_in: Double
    }

    /// Reads what a server of tokens answers.
    init?(_ body: [UInt8], at now: Timestamp) {
        guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(body)), !answer.access_token.isEmpty else {
            return nil
        }
        (text, expires) = (answer.access_token, now.adding(seconds: min(max(answer.expires_in, 0), 86_400)))
    }
}

/// Asks for a token when there is none that holds, and keeps it until shortly before its end.
final class KeptToken: TokenSource {
    private let clock: @Sendable () -> Timestamp
    private let kept = Mutex<IssuedToken?>(nil)
    private let issue: @Sendable (Timestamp) async throws(WarehouseError) -> IssuedToken

    init(
        _ clock: @escaping @Sendable () -> Timestamp,
        issue: @escaping @Sendable (Timestamp) async throws(WarehouseError) -> IssuedToken
    ) {
        (self.clock, self.issue) = (clock, issue)
    }

    func token(afterRefusalOf refused: String?) async throws(WarehouseError) -> String? {
        let now = clock()
        if let token = kept.withLock({ $0 }), token.text != refused, token.holds(at: now) { return token.text }
        let fresh = try await issue(now)
        kept.withLock { $0 = fresh }
        return fresh.text
    }
}

/// Where a process gets its credentials.
enum Credentials {
    private static let machine = "metadata.google.internal"

    /// The source of tokens for `address`: none for this machine, the key file that the address names, the one that
    /// `GOOGLE_APPLICATION_CREDENTIALS` names, or the account of the machine it runs on.
    ///
    /// - Throws: ``WarehouseError`` denied for a file that holds no service account's key.
    static func source(
        for address: BigQueryAddress, _ environment: [String: String], _ transport: Transport,
        _ clock: @escaping @Sendable () -> Timestamp
    ) throws(WarehouseError) -> any TokenSource {
        let errors = BigQueryErrors(place: address.place)
        if let file = address.credentials ?? (address.isLocal ? nil : environment["GOOGLE_APPLICATION_CREDENTIALS"]) {
            let key = try ServiceAccountKey(file: file, errors)
            return KeptToken(clock) { now async throws(WarehouseError) in try await key.token(now, transport, errors) }
        }
        if address.isLocal { return NoToken() }
        let host = environment["GCE_METADATA_HOST"] ?? machine
        return KeptToken(clock) { now async throws(WarehouseError) in
            let request = WebRequest(
                address: "http://\(host)/computeMetadata/v1/instance/service-accounts/default/token",
                fields: [("Metadata-Flavor", "Google")])
            let answer = try await exchange(request, transport, errors)
            guard let token = IssuedToken(answer.body, at: now) else {
                throw errors.refused("the machine's account gives no token")
            }
            return token
        }
    }

    /// Asks a server of tokens, once more where the line breaks.
    static func exchange(
        _ request: WebRequest, _ transport: Transport, _ errors: BigQueryErrors
    ) async throws(WarehouseError) -> WebAnswer {
        var answer = WebAnswer()
        for _ in 0..<2 {
            do {
                answer = try await transport.send(request)
            } catch {
                answer = WebAnswer()
                continue
            }
            if answer.status < 500 { break }
        }
        guard answer.status != 0, answer.status < 500, answer.status != 408, answer.status != 429 else {
            let host = URL(string: request.address)?.host ?? ""
            let advice = host == machine ? ", and GOOGLE_APPLICATION_CREDENTIALS names no key file" : ""
            throw errors.lost("the server of tokens at \(host) does not answer\(advice)")
        }
        guard answer.status == 200 else { throw errors.refused("status \(answer.status) from the server of tokens") }
        return answer
    }
}
