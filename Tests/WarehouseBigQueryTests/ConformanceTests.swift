import PipelineTesting
import Rehearsal
import Testing

// Serialized: the emulator works on one statement at a time, whoever asks.
@Suite(.enabled(if: Emulator.isThere, "without the emulator that make test starts"), .serialized)
struct BigQueryConformanceTests {
    @Test(arguments: WarehouseCheck.allCases)
    func `BigQuery keeps the contract`(_ check: WarehouseCheck) async throws {
        try await WarehouseConformance { .bigQuery(try TemporaryProject()) }.run(check)
    }

    @Test func `BigQuery keeps run history`() async throws {
        try await RunHistoryConformance { .bigQuery(try TemporaryProject()) }.run()
    }

    @Test(
        .enabled(if: PostgresDatabase.server != nil, "without the server that make test starts"),
        arguments: WarehouseCheck.allCases)
    func `BigQuery beside PostgreSQL keeps the contract`(_ check: WarehouseCheck) async throws {
        try await WarehouseConformance { .bigQuery(try TemporaryProject(), beside: try PostgresDatabase()) }.run(check)
    }
}
