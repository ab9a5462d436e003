import CLibCrypto
import Foundation
import GameCalendar
import PipelineModel
import PipelineTesting
import Synchronization
import Testing
import WarehouseSQLite

@testable import WarehouseBigQuery

/// Who we say we are, and what becomes of it.
@Suite struct CredentialTests {
    // A key of 2048 bits that nobody else has, as text.
    private static func privateKey() throws -> (pem: String, key: OpaquePointer) {
        let context = EVP_PKEY_CTX_new_id(EVP_PKEY_RSA, nil)
        defer { EVP_PKEY_CTX_free(context) }
        EVP_PKEY_keygen_init(context)
        EVP_PKEY_CTX_set_rsa_keygen_bits(context, 2048)
        var made: OpaquePointer?
        EVP_PKEY_keygen(context, &made)
        let key = try #require(made)
        let target = BIO_new(BIO_s_mem())
        defer { BIO_free(target) }
        PEM_write_bio_PrivateKey(target, key, nil, nil, 0, nil, nil)
        var bytes = [UInt8](repeating: 0, count: 8192)
        let count = BIO_read(target, &bytes, Int32(bytes.count))
        return (String(decoding: bytes.prefix(Int(count)), as: UTF8.self), key)
    }

    private static func keyFile(_ project: TemporaryProject, _ pem: String) throws -> String {
        let file = "\(project.directory)/key.json"
        let members = [
            "type": "service_account", "client_email": "worker@p.iam", "private_key_id": "k1", "private_key": pem,
            "token_uri": "\(project.endpoint)/token",
        ]
        try JSONEncoder().encode(members).write(to: URL(fileURLWithPath: file))
        return file
    }

    @Test func `the statement of who we are is signed with the key`() throws {
        let (pem, key) = try Self.privateKey()
        defer { EVP_PKEY_free(key) }
        let project = try TemporaryProject(at: "http://127.0.0.1:1")
        let account = try ServiceAccountKey(file: try Self.keyFile(project, pem), BigQueryErrors(place: "p"))
        let statement = try #require(account.statement(at: SampleChanges.instant()))
        let parts = statement.split(separator: ".").map(String.init)
        #expect(parts.count == 3)
        func decoded(_ text: String) throws -> Data {
            let plain = text.replacing("-", with: "+").replacing("_", with: "/")
            return try #require(Data(base64Encoded: plain + String(repeating: "=", count: (4 - plain.count % 4) % 4)))
        }
        let claims = try JSONSerialization.jsonObject(with: try decoded(parts[1])) as? [String: Any]
        #expect(claims?["iss"] as? String == "worker@p.iam")
        #expect(claims?["exp"] as? Int == 1_698_796_800 + 3600)
        let signature = [UInt8](try decoded(parts[2]))
        let signed = Array("\(parts[0]).\(parts[1])".utf8)
        let context = EVP_MD_CTX_new()
        defer { EVP_MD_CTX_free(context) }
        EVP_DigestVerifyInit(context, nil, EVP_sha256(), nil, key)
        #expect(EVP_DigestVerify(context, signature, signature.count, signed, signed.count) == 1)
    }

    @Test func `a token is kept until it is refused or about to end`() async throws {
        let (pem, key) = try Self.privateKey()
        EVP_PKEY_free(key)
        let issued = Mutex(0)
        let service = try FakeService { request, _ in
            if request.ends("POST", "/token") {
                #expect(request.body.contains("grant_type=urn"))
                let number = issued.withLock { number in
                    number += 1
                    return number
                }
                return FakeReply(body: "{\"access_token\":\"secret-\(number)\",\"expires_in\":3600}")
            }
            // The first token is taken back after a while.
            return request.ends("POST", "/queries") && request.fields["authorization"] == "Bearer secret-1"
                ? .error(401, "authError", "Invalid Credentials") : nil
        }
        let now = Mutex(0)
        let project = try TemporaryProject(at: service.server.endpoint)
        let file = try Self.keyFile(project, pem)
        let engine = try SQLiteWarehouse(path: "\(project.directory)/engine.sqlite")
        let store = try BigQueryWarehouse(
            try project.address("&credentials=\(file)"), engine: engine, holding: SampleChanges.tables,
            pauses: RetryPauses([0.01]), clock: { SampleChanges.instant(now.withLock { $0 }) })
        try await store.prepare(SampleChanges.tables)
        #expect(issued.withLock { $0 } == 1)
        _ = try await store.facts(counting: [])
        #expect(issued.withLock { $0 } == 2)
        now.withLock { $0 = 3500 }
        _ = try await store.facts(counting: [])
        #expect(issued.withLock { $0 } == 3)
        #expect(service.server.requests.last?.fields["authorization"] == "Bearer secret-3")
    }

    @Test func `credentials that do not hold are one sentence without them`() async throws {
        let (pem, key) = try Self.privateKey()
        EVP_PKEY_free(key)
        let expired = try FakeService { request, _ in
            request.ends("POST", "/token") ? FakeReply(status: 400, body: #"{"error":"invalid_grant"}"#) : nil
        }
        let refused = try FakeService { request, _ in
            request.ends("POST", "/token")
                ? FakeReply(body: #"{"access_token":"secret","expires_in":3600}"#)
                : .error(401, "authError", "Invalid Credentials")
        }
        for service in [expired, refused] {
            let project = try TemporaryProject(at: service.server.endpoint)
            let store = try project.open(options: "&credentials=\(try Self.keyFile(project, pem))")
            let error = await #expect(throws: WarehouseError.self) { try await store.prepare(SampleChanges.tables) }
            #expect(error?.code == .denied && error?.message.contains("secret") == false, "\(error?.message ?? "")")
        }
        let project = try TemporaryProject(at: expired.server.endpoint)
        try Data("{}".utf8).write(to: URL(fileURLWithPath: "\(project.directory)/none.json"))
        for file in ["\(project.directory)/none.json", "/nowhere.json"] {
            let error = #expect(throws: WarehouseError.self) { _ = try project.open(options: "&credentials=\(file)") }
            #expect(error?.code == .denied && error?.message.contains(file) == true)
        }
    }

    @Test func `a machine's own account is asked where nothing else is named`() async throws {
        let service = try FakeService { request, _ in
            request.path.hasPrefix("/computeMetadata/")
                ? FakeReply(body: #"{"access_token":"of-the-machine","expires_in":3600}"#) : nil
        }
        let address = try BigQueryAddress("bigquery://p")
        let source = try Credentials.source(
            for: address, ["GCE_METADATA_HOST": "127.0.0.1:\(service.server.port)"], Transport(),
            { SampleChanges.instant() })
        #expect(try await source.token(afterRefusalOf: nil) == "of-the-machine")
        #expect(service.server.requests.first?.fields["metadata-flavor"] == "Google")
    }
}
