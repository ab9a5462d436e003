import GameCalendar
import PipelineModel
import PipelineTesting
import Testing
import WarehouseSQLite

@Suite struct ConformanceTests {
    @Test(arguments: WarehouseCheck.allCases)
    func `SQLite keeps the contract`(_ check: WarehouseCheck) async throws {
        try await WarehouseConformance { .sqlite(try TemporaryStore()) }.run(check)
    }

    @Test(arguments: WarehouseCheck.allCases)
    func `the fake keeps the contract`(_ check: WarehouseCheck) async throws {
        try await WarehouseConformance { .memory() }.run(check)
    }

    @Test func `SQLite keeps run history`() async throws {
        try await RunHistoryConformance { .sqlite(try TemporaryStore()) }.run()
    }

    @Test func `the fake keeps run history`() async throws {
        try await RunHistoryConformance { .memory() }.run()
    }
}
