internal import CLibCrypto
internal import Foundation
internal import GameCalendar
internal import PipelineModel

/// A service account's key file, as Google's console gives it.
struct ServiceAccountKey: Sendable {
    private let account: String
    private let keyID: String
    private let tokenAddress: String
    private let privateKey: String

    private static let scope = "https://www.googleapis.com/auth/bigquery"
    // Seconds a statement of who we are holds; Google's maximum.
    private static let lifetime: Int64 = 3600

    private struct File: Decodable {
        let type: String
        let client_email: String
        let private_key_id: String?
        let private_key: String
        let token_uri: String?
    }

    /// Reads the file.
    init(file: String, _ errors: BigQueryErrors) throws(WarehouseError) {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw errors.refused("the key file \(file) cannot be read")
        }
        guard let key = try? JSONDecoder().decode(File.self, from: data), key.type == "service_account" else {
            throw errors.refused("\(file) is no service account's key")
        }
        guard key.token_uri.map(BigQueryAddress.isPrivate) ?? true else {
            throw errors.refused("the token_uri of \(file) is not https")
        }
        (account, keyID) = (key.client_email, key.private_key_id ?? "")
        (privateKey, tokenAddress) = (key.private_key, key.token_uri ?? "https://oauth2.googleapis.com/token")
    }

    /// Exchanges a signed statement of who we are for a token.
    func token(_ now: Timestamp, _ transport: Transport, _ errors: BigQueryErrors) async throws(WarehouseError)
        -> IssuedToken
    {
        guard let statement = statement(at: now) else { throw errors.refused("the private key cannot be used") }
        let form = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=\(statement)"
        let request = WebRequest(
            method: .post, address: tokenAddress,
            fields: [("Content-Type", "application/x-www-form-urlencoded")], body: Array(form.utf8))
        let answer = try await Credentials.exchange(request, transport, errors)
        guard let token = IssuedToken(answer.body, at: now) else { throw errors.refused("no token in the answer") }
        return token
    }

    /// A JSON web token, signed with RS256; nil when the key is none.
    func statement(at now: Timestamp) -> String? {
        let seconds = now.microseconds / 1_000_000
        var members: [(name: String, value: JSONText)] = [("alg", "RS256"), ("typ", "JWT")]
        if !keyID.isEmpty { members.append(("kid", .text(keyID))) }
        let header = JSONText.object(members)
        let claims: JSONText = [
            "iss": .text(account), "scope": .text(Self.scope), "aud": .text(tokenAddress), "iat": .number(Int(seconds)),
            "exp": .number(Int(seconds + Self.lifetime)),
        ]
        let signed = "\(Self.base64(header.bytes)).\(Self.base64(claims.bytes))"
        return Self.signature(of: Array(signed.utf8), privateKey).map { "\(signed).\(Self.base64($0))" }
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    // What is read from the text while it is there: libcrypto keeps no copy of it.
    private static func key(_ pem: String) -> OpaquePointer? {
        Array(pem.utf8).withUnsafeBytes { text in
            guard let source = BIO_new_mem_buf(text.baseAddress, Int32(text.count)) else { return nil }
            defer { BIO_free(source) }
            return PEM_read_bio_PrivateKey(source, nil, nil, nil)
        }
    }

    // RSA with SHA-256, by libcrypto.
    private static func signature(of bytes: [UInt8], _ pem: String) -> [UInt8]? {
        guard let key = key(pem) else { return nil }
        defer { EVP_PKEY_free(key) }
        guard let context = EVP_MD_CTX_new() else { return nil }
        defer { EVP_MD_CTX_free(context) }
        guard EVP_DigestSignInit(context, nil, EVP_sha256(), nil, key) == 1 else { return nil }
        var count = 0
        guard EVP_DigestSign(context, nil, &count, bytes, bytes.count) == 1 else { return nil }
        var signature = [UInt8](repeating: 0, count: count)
        guard EVP_DigestSign(context, &signature, &count, bytes, bytes.count) == 1 else { return nil }
        return Array(signature.prefix(count))
    }
}
