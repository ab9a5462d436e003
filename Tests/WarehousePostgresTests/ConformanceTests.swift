import PipelineTesting
import Testing
import WarehousePostgres

@Suite(.enabled(if: TestServer.isThere)) struct PostgresConformanceTests {
    @Test(arguments: WarehouseCheck.allCases)
    func `PostgreSQL keeps the contract`(_ check: WarehouseCheck) async throws {
        try await WarehouseConformance { .postgres(try TemporaryDatabase()) }.run(check)
    }

    @Test func `PostgreSQL keeps run history`() async throws {
        try await RunHistoryConformance { .postgres(try TemporaryDatabase()) }.run()
    }
}
