import Foundation
import GameCalendar
import Rehearsal
import Testing

/// A game whose line cannot be read is expected by nobody; the gate says so.
struct UnreadScheduleTests {
    @Test func `gate 0 does not pass while a line of the schedule may hide a game`() async throws {
        let scene = try await Scene(TinyLeague(dates: 6, from: .november(1)))
        #expect(try await unread(scene) == "0")
        var tables = RawTables(TinyLeague(dates: 6, from: .november(1)).files)
        tables[.schedule][11, "home_pts"] = "many"
        let game = tables[.schedule][11, "game_id"]
        for kind in RawTables.Kind.allCases where kind != .schedule {
            let position = tables[kind].position(of: "game_id")
            tables[kind].rows.removeAll { $0[position] == game }
        }
        try scene.write(tables.files, to: "raw")
        try await scene.run("import ./raw").expect(0)
        // Nothing is missing any more: the day has one game and all of its rows.
        try await scene.run("gate 0").expect(1)
        #expect(try await unread(scene) == "1")

        tables[.schedule].rows.remove(at: 11)
        try scene.write(tables.files, to: "raw")
        try await scene.run("import ./raw").expect(0)
        #expect(try await unread(scene) == "0")
    }

    private func unread(_ scene: Scene) async throws -> String? {
        let gate = try await scene.run("gate 0 --format json")
        let object = try JSONSerialization.jsonObject(with: Data(gate.output.utf8)) as? [String: Any]
        let conditions = try #require(object?["conditions"] as? [[String: Any]])
        let condition = try #require(conditions.first { $0["code"] as? String == "schedule_read_whole" })
        #expect(condition["required"] as? Bool == true)
        #expect(condition["passed"] as? Bool == (condition["actual"] as? String == "0"))
        return condition["actual"] as? String
    }
}
