import Foundation
import GameCalendar
import NBA
import PipelineModel
import RawImport
import Testing
import WarehouseSQLite

/// Real seasons, where they are at hand: in the folder an environment variable names, or one beside the package.
enum RealData {
    private static let named = ProcessInfo.processInfo.environment["BACKCOURT_TEST_DATA"]

    static let folder: String? = {
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let beside = package.deletingLastPathComponent().appending(path: "shared/data").path
        return [named ?? beside].first { FileManager.default.fileExists(atPath: $0 + "/players.csv.gz") }
    }()

    /// Whether a million rows are to be imported: when optimised, or asked for by name.
    static let isThorough: Bool = {
        #if DEBUG
            folder != nil && named != nil
        #else
            folder != nil
        #endif
    }()

    static func files(_ season: String) throws -> [String] {
        let folder = try #require(folder)
        return try FileManager.default.contentsOfDirectory(atPath: folder)
            .filter { $0.contains(season) || $0.hasPrefix("arenas") || $0.hasPrefix("players.") }
            .map { "\(folder)/\($0)" }
    }
}

@Suite struct RealDataTests {
    private let store: SQLiteWarehouse
    private let importer: Importer

    init() async throws {
        store = try SQLiteWarehouse.temporary()
        try await store.prepare(NBACatalog.sources.map(\.table) + EngineTables.all)
        importer = Importer(
            into: store, projections: NBACatalog.projections,
            clock: { Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)) })
    }

    @Test(.enabled(if: RealData.folder != nil, "real seasons are not at hand"))
    func `the newest season loads, and loads again as unchanged`() async throws {
        let files = try RealData.files("2024-25").filter { !$0.contains("shots") }
        let first = try await importer.run(files)
        #expect(first.isSuccess && first.tables.values.allSatisfy(\.isBalanced))
        let again = try await importer.run(files)
        #expect(again.files.allSatisfy { $0.outcome == .unchanged })
        let counting = try await games().filter(\.result.countsForPipeline)
        #expect(Set(counting.map(\.identity.gameDate)).count == 39 && counting.count == 303)
    }

    @Test(.enabled(if: RealData.isThorough, "real seasons are not at hand, or the build is not optimised"))
    func `four seasons load as specified, and load again as unchanged`() async throws {
        let folder = try #require(RealData.folder)
        let first = try await importer.run([folder])
        #expect(first.isSuccess && first.tables.values.allSatisfy(\.isBalanced))
        // Only props are set aside: lines without a player, and one line that stands twice.
        #expect(first.issues == ["required": 94, "superseded_in_file": 1, "shots_vs_box": 3])
        #expect(first.tables["odds_player_props"]?.rowsQuarantined == 95)
        #expect(first.tables.values.reduce(0) { $0 + $1.duplicatesDropped } == 0)
        try await checkRows()
        try await checkGames()
        try await checkRawCompleteness()
        let again = try await importer.run([folder])
        #expect(again.issues.isEmpty && again.tables.values.allSatisfy { $0.partitionsReplaced == 0 })
        #expect(again.files.allSatisfy { $0.outcome == .unchanged || $0.outcome == .ignored })
    }

    private func games() async throws -> [ScheduledGame] { try await rows(ScheduledGame.self) }

    private func rows<Row: InputRow>(_ row: Row.Type) async throws -> [Row] {
        let table = Row.stored.table
        let dates = try await store.facts(counting: []).states.keys.filter { $0.table == table.name }.map(\.date)
        return try await store.contents(of: Row.stored, on: dates).sorted { $0.key < $1.key }
            .flatMap { Row.rows(from: $0.value) }
    }

    private func checkRows() async throws {
        let first = try #require(GameDate("2021-10-19"))
        let last = try #require(GameDate("2024-06-17"))
        let counts = try await store.facts(counting: NBACatalog.sources.map(\.table)).rowCounts
        func rows(_ table: TableName) -> Int {
            counts.reduce(0) { $0 + ($1.key.table == table && (first...last).contains($1.key.date) ? $1.value : 0) }
        }
        #expect(rows("nbac_team_boxscore") == 7_924)
        #expect(rows("nbac_player_boxscore") == 84_022)
        #expect(rows("nbac_shot_chart") == 695_704)
        #expect(rows("nbac_inactive_list") == 50_529)
        let listed = try await self.rows(InactiveListing.self).filter { (first...last).contains($0.gameDate) }
        #expect(listed.count { $0.status == InactiveListing.inactive } == 31_913)
        #expect(listed.count { $0.status == InactiveListing.activeDNP } == 18_616)
    }

    private func checkGames() async throws {
        let last = try #require(GameDate("2024-06-17"))
        let games = try await games().filter(\.result.countsForPipeline)
        func datesAndGames(_ key: (ScheduledGame) -> Int, through last: GameDate?) -> [Int: [Int]] {
            let counted = games.filter { last == nil || $0.identity.gameDate <= last ?? .reference }
            return Dictionary(grouping: counted, by: key).mapValues {
                [Set($0.map(\.identity.gameDate)).count, $0.count]
            }
        }
        let years = datesAndGames({ $0.identity.gameDate.year }, through: last)
        #expect(years == [2021: [72, 527], 2022: [213, 1_342], 2023: [204, 1_255], 2024: [144, 838]])
        let seasons = datesAndGames({ $0.identity.seasonYear }, through: nil)
        #expect(seasons == [2021: [213, 1_323], 2022: [212, 1_320], 2023: [208, 1_319], 2024: [39, 303]])
        let lines = try await rows(GameLine.self)
        #expect(lines.filter { $0.homeSpread == nil }.map(\.gameID) == ["0022100895", "0022100918"])
        #expect(lines.allSatisfy { $0.total != nil })
        #expect(lines.count { $0.homeSpread == 0 } == 23)
        #expect(lines.allSatisfy { $0.homeSpread != 0 || $0.homeSpread?.sign == .plus })
        let withShots = Set(try await rows(ShotMark.self).map(\.gameID))
        let without = games.filter { $0.identity.gameDate <= last && !withShots.contains($0.identity.gameID) }
        let types = Dictionary(grouping: without, by: \.identity.seasonType).mapValues(\.count)
        #expect(types == ["playin": 18, "cup_final": 1])
    }

    /// Every date with counting games is complete in the three required tables.
    private func checkRawCompleteness() async throws {
        let states = try await store.facts(counting: []).states
        let dates = Set(try await games().filter(\.result.countsForPipeline).map(\.identity.gameDate))
        for table in NBACatalog.sources where table.isRequired {
            for date in dates {
                let state = try #require(states[Partition(table.table.name, date)])
                #expect(state.rowsMissing == 0 && state.rowsSurplus == 0)
            }
        }
    }
}
