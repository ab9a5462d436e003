import Foundation
import GameCalendar
import NBA
import PipelineModel
import RawImport
import Testing
import WarehouseSQLite

/// Real seasons, where they are at hand: a folder beside the package, or the one an environment variable names.
enum RealData {
    static let folder: String? = {
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let candidates: [String?] = [
            ProcessInfo.processInfo.environment["BACKCOURT_TEST_DATA"],
            package.deletingLastPathComponent().appending(path: "shared/data").path,
        ]
        return candidates.compactMap { $0 }.first { FileManager.default.fileExists(atPath: $0 + "/players.csv.gz") }
    }()
}

@Suite(.enabled(if: RealData.folder != nil, "real seasons are not at hand"))
struct RealDataTests {
    @Test func `four seasons load as specified, and load again as unchanged`() async throws {
        let folder = try #require(RealData.folder)
        let store = try SQLiteWarehouse.temporary()
        try await store.prepare(NBACatalog.sources.map(\.table) + EngineTables.all)
        let importer = Importer(into: store, projections: NBACatalog.projections, clock: systemClock)
        let first = try await importer.run([folder])
        dump(first)
        #expect(first.isSuccess)
        let second = try await importer.run([folder])
        dump(second)
    }
}

private let systemClock: @Sendable () -> Timestamp = {
    Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
}
