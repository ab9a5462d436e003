import Foundation
import PipelineModel
import Testing
@testable import Commands

struct TraceTests {
    @Test func `a batch, its runs and their events hang together`() async throws {
        let harness = try await CommandLineHarness.copy()
        await harness.run(
            "run", "analytics/team_offense_game_summary", "--force", "--start-date", "2023-11-01", "--quiet")
        let newest = await harness.run("history", "--limit", "1", "--format", "json")
        let run = try #require(newest.objects("runs").first)
        let correlation = try #require(run["correlation_id"] as? String)
        let result = await harness.run("trace", correlation, "--format", "json")
        #expect(result.code == 0)
        #expect(result.object["correlation_id"] as? String == correlation)
        let nodes = result.objects("nodes")
        #expect(nodes.prefix(2).map { $0["kind"] as? String } == ["batch", "run"])
        #expect(nodes.count > 3 && nodes.dropFirst(2).allSatisfy { $0["kind"] as? String == "event" })
        #expect(Set(nodes[1].keys) == ["id", "kind", "processor_name", "game_date", "status", "at", "cause"])
        #expect(Set(nodes[2].keys) == ["id", "kind", "topic", "game_date", "status", "at", "cause"])
        #expect(nodes[1]["cause"] as? String == nodes[0]["id"] as? String)
        #expect(nodes[2]["cause"] as? String == nodes[1]["id"] as? String)
        #expect(nodes[2]["topic"] as? String == "phase3-complete")
        #expect(nodes[3]["topic"] as? String == "phase4-trigger")
        #expect(nodes[3]["cause"] as? String == nodes[2]["id"] as? String)
        let tree = await harness.run("trace", "--run", try #require(run["run_id"] as? String))
        #expect(tree.lines.count == 4)
        #expect(tree.lines[3].hasPrefix("      └─ event "))
    }

    @Test func `a changed input is told with its dates`() async throws {
        let harness = try await CommandLineHarness.copy()
        let fresh = await harness.run(
            "trace", "--partition", "upcoming_team_game_context", "2023-11-09", "--format", "json")
        #expect(fresh.object["state"] as? String == "complete")
        #expect(fresh.objects("inputs").allSatisfy { $0["changed"] as? Bool == false })
        #expect(fresh.object["consumers"] as? [String] == ["upcoming_player_game_context", "player_daily_cache"])
        try harness.correctMinutes()
        await harness.run("import", harness.path("raw"))
        await harness.run(
            "backfill", "phase3", "--only", "team_offense_game_summary,player_game_summary", "--quiet")
        let stale = await harness.run(
            "trace", "--partition", "upcoming_team_game_context", "2023-11-09", "--format", "json")
        #expect(stale.object["state"] as? String == "stale")
        let changed = stale.objects("inputs").filter { $0["changed"] as? Bool == true }
        #expect(changed.map { $0["table"] as? String } == ["player_game_summary"])
        let text = await harness.run("trace", "--partition", "UpcomingTeamGameContextProcessor", "2023-11-09")
        #expect(text.out.contains("changed: 2023-11-04\n"))
    }
}

extension CommandLineHarness {
    /// Writes the league's files with one correction: Jokić played a minute less on 2023-11-04.
    fileprivate func correctMinutes() throws {
        try TinyLeague().write(to: path("raw"))
        let file = path("raw/player_boxscores_2023-24.csv")
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let lines = text.split(separator: "\n").map { line in
            line.contains(",2023-11-04,") && line.contains(",\(TinyLeague.jokic),")
                ? String(line).replacing(",2880,48,", with: ",2820,47,") : String(line)
        }
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: file))
    }

    @Test func `causes that go round in a circle are shown once each`() {
        func event(_ id: String, _ cause: String) -> TraceNode {
            var entry = OutboxEntry()
            (entry.outboxID, entry.topic) = (id, "phase3-complete")
            entry.payload = "{\"causation_id\": \"\(cause)\"}"
            return TraceNode(entry)
        }
        let nodes = [event("a", "b"), event("b", "a"), event("c", "c"), event("d", "a")]
        let lines = TraceOutput(correlationID: "loop", nodes: nodes).text.split(separator: "\n").map(String.init)
        #expect(lines.count == 5)
        for id in ["a", "b", "c", "d"] { #expect(lines.count { $0.contains("event \(id) ") } == 1) }
    }
}
