import Foundation
import GameCalendar
import PipelineModel
import PipelineTesting
import Synchronization
import Testing
import WarehouseSQLite

@testable import WarehouseBigQuery

/// What a server, a line and an account can do wrong, with a server that does it.
@Suite struct BigQueryFaultTests {
    typealias Store = BigQueryWarehouse<SQLiteWarehouse>

    private func store(_ service: FakeService, _ options: String = "") async throws -> Store {
        let project = try TemporaryProject(at: service.server.endpoint)
        let store = try project.open(options: options)
        try await store.prepare(SampleChanges.tables)
        return store
    }

    private func changes() throws -> ChangeSet {
        SampleChanges.changes([
            try SampleChanges.write([StatSample(SampleChanges.firstDate, "a", 1)], on: SampleChanges.firstDate)
        ])
    }

    private func failure(_ body: () async throws -> Void) async throws -> WarehouseError {
        do {
            try await body()
        } catch let error as WarehouseError {
            #expect(!error.message.contains("\n"))
            return error
        }
        Issue.record("nothing failed")
        throw WarehouseError(.other, "")
    }

    @Test func `a job whose answer was lost is not run again`() async throws {
        let service = try FakeService { request, times in
            // The job is taken, and nobody hears of it.
            request.ends("POST", "/jobs") && request.body.contains("BEGIN TRANSACTION") && times == 1
                ? FakeReply(isSilent: true) : nil
        }
        let store = try await store(service)
        try await store.commit(try changes())
        #expect(service.server.requests.count { $0.ends("POST", "/jobs") && $0.body.contains("BEGIN") } == 2)
        #expect(service.jobs.count == 2 && service.jobs.filter { $0.hasSuffix("_replace") }.count == 1)
        #expect(try await store.engine.facts(counting: []).states.count == 1)
        // The whole commit once more is the same jobs.
        try await store.commit(try changes())
        #expect(service.jobs.count == 2)
    }

    @Test func `the server's wish for patience is granted`() async throws {
        let service = try FakeService { request, times in
            guard request.ends("POST", "/datasets") else { return nil }
            switch times {
            case 1: return .error(429, "rateLimitExceeded", "slower", ["Retry-After: 0.3"])
            case 2: return .error(503, "backendError")
            case 3: return .error(403, "rateLimitExceeded")
            default: return nil
            }
        }
        let clock = ContinuousClock()
        let taken = try await clock.measure { _ = try await store(service) }
        #expect(taken > .milliseconds(300))
        // Engine tables need no dataset: samples, the store's own and the one for rows on their way.
        #expect(service.server.count("POST", "/datasets") == 6)
    }

    @Test func `patience ends`() async throws {
        let service = try FakeService { request, _ in
            request.ends("POST", "/datasets") ? .error(503, "backendError", "too busy") : nil
        }
        let error = try await failure { _ = try await store(service) }
        #expect(error.code == .unavailable && error.message.contains("too busy"))
        #expect(service.server.count("POST", "/datasets") == 4)
    }

    @Test(arguments: [
        (403, "accessDenied", WarehouseError.Code.denied), (403, "quotaExceeded", .exhausted),
        (400, "resourcesExceeded", .exhausted), (400, "invalidQuery", .other), (404, "notFound", .schemaDiffers),
    ])
    func `what does not pass is told at once`(_ status: Int, _ reason: String, _ code: WarehouseError.Code) async throws
    {
        let service = try FakeService { request, _ in
            request.ends("POST", "/queries") ? .error(status, reason, "because of it") : nil
        }
        let store = try await store(service)
        let error = try await failure { _ = try await store.facts(counting: []) }
        #expect(error.code == code && error.message.contains("because of it"))
        #expect(service.server.count("POST", "/queries") == 1)
    }

    @Test func `a load with bad rows leaves everything as it was`() async throws {
        let refused =
            #""status":{"state":"DONE","errorResult":{"reason":"invalid","message":"too many errors"},"errors":[{"reason":"invalid","message":"row 7 has no points"}]}"#
        let service = try FakeService(ending: { $0.hasSuffix("_load") ? refused : FakeService.success })
        let store = try await store(service)
        let error = try await failure { try await store.commit(try changes()) }
        #expect(error.code == .constraint && error.message.contains("row 7 has no points"))
        #expect(service.jobs.allSatisfy { $0.hasSuffix("_load") })
        #expect(try await store.engine.facts(counting: []).states.isEmpty)
    }

    @Test func `fewer rows than were sent are none`() async throws {
        let service = try FakeService(ending: { _ in
            FakeService.success + #","statistics":{"load":{"outputRows":"0"}}"#
        })
        let store = try await store(service)
        let error = try await failure { try await store.commit(try changes()) }
        #expect(error.message.contains("0 of 1 rows"))
        #expect(try await store.engine.facts(counting: []).states.isEmpty)
    }

    @Test func `transactions that get in each other's way are run again under another name`() async throws {
        let conflict =
            #""status":{"state":"DONE","errorResult":{"reason":"invalidQuery","message":"Transaction is aborted due to concurrent update against table t."}}"#
        let service = try FakeService(ending: { $0.hasSuffix("_replace") ? conflict : FakeService.success })
        let store = try await store(service)
        try await store.commit(try changes())
        #expect(service.jobs.count { $0.hasSuffix("_replace") } == 1)
        #expect(service.jobs.count { $0.hasSuffix("_replace_1") } == 1)
        #expect(try await store.engine.facts(counting: []).states.count == 1)
    }

    @Test func `an answer that is cut off is asked for again`() async throws {
        for cut in [0, 9, 40] {
            let service = try FakeService { request, times in
                guard request.ends("POST", "/queries"), times < 3 else { return nil }
                return FakeReply(
                    body: #"{"jobComplete":true,"jobReference":{"jobId":"q"},"schema":{"fields":[]}}"#, cutAfter: cut)
            }
            let store = try await store(service)
            #expect(try await store.facts(counting: []).states.isEmpty)
            #expect(service.server.count("POST", "/queries") == 3)
        }
        let always = try FakeService { request, _ in request.ends("POST", "/queries") ? FakeReply(cutAfter: 1) : nil }
        let store = try await store(always)
        #expect(try await failure { _ = try await store.facts(counting: []) }.code == .unavailable)
    }

    @Test func `rows come in pages, and late ones are waited for`() async throws {
        let head = #""jobReference":{"jobId":"q7"},"schema":{"fields":[{"name":"x","type":"INTEGER"}]}"#
        let service = try FakeService { request, times in
            if request.ends("POST", "/queries") { return FakeReply(body: "{\"jobComplete\":false,\(head)}") }
            guard request.ends("GET", "/queries/q7") else { return nil }
            switch times {
            case 1: return FakeReply(body: #"{"jobComplete":false}"#)
            case 2:
                return FakeReply(
                    body: "{\"jobComplete\":true,\(head),\"pageToken\":\"t\",\"rows\":[{\"f\":[{\"v\":\"1\"}]}]}")
            default: return FakeReply(body: "{\"jobComplete\":true,\(head),\"rows\":[{\"f\":[{\"v\":\"2\"}]}]}")
            }
        }
        let rows = try await store(service).jobs.rows(Statement("SELECT x"))
        #expect((0..<rows.rowCount).map { rows.int($0, 0) } == [1, 2])
    }

    @Test(.timeLimit(.minutes(1))) func `a request that nobody waits for ends before there is an answer`() async throws
    {
        let mayAnswer = DispatchSemaphore(value: 0)
        let pauses = [0, 1, 50]
        defer { for _ in pauses { mayAnswer.signal() } }
        let server = try FakeServer { _ in
            mayAnswer.wait()
            return FakeReply()
        }
        let transport = Transport()
        let request = WebRequest(address: "\(server.endpoint)/slow")
        for pause in pauses {
            let task = Task { try await transport.send(request) }
            if pause > 0 { try? await Task.sleep(for: .milliseconds(pause)) }
            task.cancel()
            await #expect(throws: Transport.Failure.self) { try await task.value }
        }
    }

    @Test func `a redirect is not followed`() async throws {
        let elsewhere = try FakeServer { _ in FakeReply() }
        let service = try FakeService { request, _ in
            request.ends("POST", "/queries")
                ? FakeReply(status: 307, fields: ["Location: \(elsewhere.endpoint)/queries"]) : nil
        }
        let store = try await store(service)
        _ = try await failure { _ = try await store.facts(counting: []) }
        #expect(elsewhere.requests.isEmpty)
    }

    @Test func `an account without rights makes nothing`() async throws {
        let service = try FakeService { request, _ in
            request.ends("GET", "/datasets/samples") ? .error(403, "accessDenied", "may not get dataset") : nil
        }
        let error = try await failure { _ = try await store(service) }
        #expect(
            error.code == .denied && error.message.contains("samples") && error.message.contains("Docs/bigquery.md"))
        #expect(service.server.requests.allSatisfy { $0.method == "GET" })
    }

    @Test func `a server that is gone is told with its address`() async throws {
        let project = try TemporaryProject(at: "http://127.0.0.1:1")
        let error = try await failure { try await project.open().prepare(SampleChanges.tables) }
        #expect(error.code == .unavailable && error.message.contains("127.0.0.1:1"))
    }

    @Test func `what is in another place, of another version or somebody else's is left alone`() async throws {
        let elsewhere = try FakeService { request, _ in
            request.ends("GET", "/datasets/samples") ? FakeReply(body: #"{"location":"EU"}"#) : nil
        }
        let place = try await failure { _ = try await store(elsewhere) }
        #expect(place.code == .invalid && place.message.contains("location=EU"))

        let fleeting = try FakeService { request, _ in
            request.ends("GET", "/datasets/samples")
                ? FakeReply(body: #"{"location":"US","defaultPartitionExpirationMs":"5184000000"}"#) : nil
        }
        let expiring = try await failure { _ = try await store(fleeting) }
        #expect(expiring.code == .invalid && expiring.message.contains("5184000000 ms"))

        let newer = try FakeService { request, _ in
            request.ends("GET", "/datasets/backcourt_store")
                ? FakeReply(body: #"{"location":"US","labels":{"backcourt_schema_version":"2"}}"#) : nil
        }
        #expect(try await failure { _ = try await store(newer) }.code == .schemaTooNew)

        let foreign = try FakeService { request, _ in
            if request.ends("GET", "/datasets/samples") { return FakeReply(body: #"{"location":"US"}"#) }
            if request.ends("GET", "/datasets/samples/tables") {
                return FakeReply(body: #"{"tables":[{"tableReference":{"tableId":"venue_sample"}}]}"#)
            }
            return request.ends("GET", "/tables/venue_sample")
                ? FakeReply(body: #"{"schema":{"fields":[{"name":"code","type":"INTEGER"}]}}"#) : nil
        }
        let other = try await failure { _ = try await store(foreign) }
        #expect(other.code == .schemaDiffers && other.message.contains("venue_sample.code"))
        for service in [elsewhere, fleeting, newer, foreign] {
            #expect(service.server.requests.allSatisfy { $0.method == "GET" })
        }
    }

    @Test func `a table that is partitioned otherwise differs`() async throws {
        let service = try FakeService { request, _ in
            request.ends("GET", "/tables/venue_sample")
                ? FakeReply(
                    body:
                        #"{"schema":{"fields":[{"name":"code","type":"STRING","mode":"REQUIRED"},{"name":"capacity","type":"INTEGER","mode":"REQUIRED"}]},"timePartitioning":{"type":"MONTH","field":"opened"}}"#
                ) : nil
        }
        let store = try TemporaryProject(at: service.server.endpoint).open()
        let differences = try await store.differences(from: [VenueSample.table])
        #expect(differences.map(\.actual) == ["PARTITION BY MONTH", "without CLUSTER BY"])
    }
}
