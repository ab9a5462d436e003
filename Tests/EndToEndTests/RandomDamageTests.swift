import Foundation
import GRDB
import GameCalendar
import Randomness
import Rehearsal
import Testing

/// Partitions deleted or edited by hand, at random: verify names every computed one of them, and one command brings the
/// digests of before.
struct RandomDamageTests {
    private static let heal = "backfill --check-data"
    private static let computed = "phase IN ('phase_3_analytics', 'phase_4_precompute')"
    private static let league = TinyLeague(dates: 6, from: .november(1))
    // Both phases, computed once for all seeds.
    private static let intact = Task {
        let scene = try await Scene(league)
        try await scene.run("backfill").expect(0)
        return scene
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func `random computed partitions deleted`(_ seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let scene = try await Scene(copying: Self.intact.value)
        let before = try scene.digests()
        let chosen = try delete(from: partitions(scene, of: Self.computed), of: scene, &random)
        try await expectFound(chosen, by: "verify", scene, "seed \(seed)")
        try await expectHealed(scene, before, "seed \(seed)")
    }

    // Imported rows come from their files, so import goes first.
    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func `random partitions of any table deleted`(_ seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let scene = try await Scene(copying: Self.intact.value)
        let before = try scene.digests()
        try delete(from: partitions(scene, of: "true"), of: scene, &random)
        let found = try await scene.run("verify")
        #expect(found.status == 1, "seed \(seed): \(found.output)\(found.errors)")
        try await scene.run("import ./raw --check-data", writing: Self.league).expect(0)
        try await expectHealed(scene, before, "seed \(seed)")
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `a random value edited`(_ seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let scene = try await Scene(copying: Self.intact.value)
        let before = try scene.digests()
        let partition = try #require(random.element(of: try partitions(scene, of: Self.computed)))
        let columns = try scene.texts("SELECT name FROM pragma_table_info('\(partition.table)')")
        let drawn = random.element(of: columns)
        let column = seed.isMultiple(of: 4) ? "game_date" : try #require(drawn)
        // A date becomes another one; anything else, whatever it is, something else.
        let edited =
            column == "game_date"
            ? "date(game_date, '+\(random.int(1...30)) day')"
            : "CASE typeof(\(column)) WHEN 'text' THEN \(column) || 'x' WHEN 'null' THEN 1 ELSE \(column) + 1000000 END"
        try scene.editStore(
            """
            UPDATE OR REPLACE \(partition.table) SET \(column) = \(edited)
            WHERE rowid = (SELECT rowid FROM \(partition.table) WHERE game_date = '\(partition.date)'
              ORDER BY rowid LIMIT 1 OFFSET \(random.int(0...1)))
            """)
        let about = "seed \(seed): \(partition) \(column)"
        try await expectFound([partition], by: "verify --digests", scene, about)
        try await expectHealed(scene, before, about)
    }

    // Rows, states or both of some; what was done to none of them is left.
    @discardableResult
    private func delete(
        from all: [Stored], of scene: Scene, _ random: inout SeededRandom
    ) throws -> [Stored] {
        let chosen = random.shuffled(all).prefix(random.int(1...all.count))
        for partition in chosen {
            let losses = [["rows"], ["state"], ["state", "inputs"], ["rows", "state"], ["rows", "state", "inputs"]]
            for loss in random.element(of: losses) ?? [] { try partition.lose(loss, from: scene) }
        }
        return Array(chosen)
    }

    private func partitions(_ scene: Scene, of kind: String) throws -> [Stored] {
        let names = try scene.texts(
            "SELECT DISTINCT processor_name || ' ' || data_date FROM processor_run_history WHERE \(kind) ORDER BY 1")
        return names.map { name in
            let words = name.split(separator: " ").map(String.init)
            return Stored(table: words[0], date: words[1])
        }
    }

    private func expectFound(
        _ partitions: [Stored], by command: String, _ scene: Scene, _ about: String
    ) async throws {
        let result = try await scene.run("\(command) --format json")
        result.expect(1)
        let object = try #require(JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
        let problems = try #require(object["problems"] as? [[String: Any]])
        let named = Set(problems.map { "\($0["table"] ?? "") \($0["date"] ?? "")" })
        #expect(Set(partitions.map(\.description)).subtracting(named).isEmpty, "\(about)")
    }

    private func expectHealed(_ scene: Scene, _ before: [String: String], _ about: String) async throws {
        let healed = try await scene.run(Self.heal)
        #expect(healed.status == 0, "\(about): \(healed.output)\(healed.errors)")
        let verified = try await scene.run("verify --digests")
        #expect(verified.status == 0, "\(about): \(verified.output)")
        #expect(try scene.digests() == before, "\(about)")
    }
}

/// A partition in the store.
private struct Stored: CustomStringConvertible {
    let table: String
    let date: String
    var description: String { "\(table) \(date)" }

    /// Deletes its rows, its state or what it was computed from.
    func lose(_ part: String, from scene: Scene) throws {
        switch part {
        case "rows":
            let isDated =
                try scene.number("SELECT count(*) FROM pragma_table_info('\(table)') WHERE name = 'game_date'") > 0
            try scene.editStore("DELETE FROM \(table)" + (isDated ? " WHERE game_date = '\(date)'" : ""))
        case "state":
            try scene.editStore(
                "DELETE FROM partition_state WHERE table_name = '\(table)' AND game_date = '\(date)'")
        default:
            try scene.editStore(
                "DELETE FROM partition_input WHERE table_name = '\(table)' AND game_date = '\(date)'")
        }
    }
}
