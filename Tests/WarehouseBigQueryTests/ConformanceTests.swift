import PipelineTesting
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
}
