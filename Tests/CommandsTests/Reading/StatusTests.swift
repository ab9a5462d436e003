import Testing

/// What the status says of a batch whose process is gone.
struct StatusTests {
    @Test func `a killed batch is interrupted at once, and has no end in sight`() async throws {
        let harness = try await CommandLineHarness.copy()
        // As SIGKILL leaves a store: worker, lease and running rows, and nobody who holds the lock.
        try harness.edit(
            """
            INSERT INTO worker SELECT '9xdead', 'here', 9, created_at, created_at FROM batch LIMIT 1;
            INSERT INTO batch (batch_id, command, mode, created_at, requested, done, failed, blocked, correlation_id, status)
              SELECT 'b9999999999999999-9xdead-000001', 'backfill', 'backfill', created_at, 5, 0, 0, 0, 'c', 'running'
              FROM batch LIMIT 1;
            INSERT INTO lease SELECT 'player_game_summary', '2023-11-01', '9xdead', 'r1', created_at FROM batch LIMIT 1;
            DELETE FROM partition_state WHERE table_name = 'player_game_summary' AND game_date = '2023-11-01';
            """)
        let status = await harness.run("status", "--format", "json")
        let batch = status.object["batch"] as? [String: Any]
        #expect(batch?["id"] as? String == "b9999999999999999-9xdead-000001")
        #expect(batch?["status"] as? String == "interrupted")
        #expect(status.out.contains("\"eta\":null"))
    }

    @Test func `a pass over part of history is no pass of the phase`() async throws {
        let harness = try await CommandLineHarness.copy()
        try harness.edit("DELETE FROM gate_verdict")
        try #require(await harness.run("gate", "1", "--dates", "2023-11-02").code == 0)
        let status = await harness.run("status", "--format", "json")
        #expect(status.objects("gates").isEmpty)
        #expect(status.objects("phases").allSatisfy { $0["gate_status"] as? String == "not_evaluated" })
        try #require(await harness.run("gate", "1").code == 0)
        let whole = await harness.run("status", "--format", "json").objects("gates")
        #expect(whole.map { $0["status"] as? String } == ["passed"])
    }

    @Test(arguments: [[], ["--start-date", "2023-11-02", "--end-date", "2023-11-09"], ["--month", "2023-11"]])
    func `a gate counts as passed only while what it rests on is as it was`(_ scope: [String]) async throws {
        let harness = try await CommandLineHarness.copy()
        // Of a gate that was only ever judged over part of history nothing is told.
        let count = scope.first == "--start-date" ? 3 : 4
        func all(_ first: String, _ others: String) -> [String] { [first] + Array(repeating: others, count: count - 1) }
        try #require(await harness.run(["gate", "all"] + scope).code == 0)
        #expect(try await standings(harness) == all("passed", "passed"))

        let day = "table_name = 'player_game_summary' AND game_date = '2023-11-08'"
        try harness.edit("CREATE TABLE kept AS SELECT * FROM partition_state WHERE \(day)")
        try harness.edit("DELETE FROM partition_state WHERE \(day)")
        #expect(try await standings(harness) == all("passed", "outdated"))
        #expect(await harness.run("status").out.contains("outdated"))

        try harness.edit("INSERT INTO partition_state SELECT * FROM kept; DROP TABLE kept")
        #expect(try await standings(harness) == all("passed", "passed"))

        try harness.edit("UPDATE partition_state SET digest = input_digest WHERE \(day)")
        #expect(try await standings(harness) == all("passed", "outdated"))
        try harness.edit(
            "DELETE FROM partition_state WHERE table_name = 'nbac_team_boxscore' AND game_date = '2023-11-08'")
        #expect(try await standings(harness) == all("outdated", "outdated"))
    }

    @Test func `a gate that did not pass stays so until it is judged again`() async throws {
        let harness = try await CommandLineHarness.copy()
        let day = "table_name = 'player_game_summary' AND game_date = '2023-11-08'"
        try harness.edit("CREATE TABLE kept AS SELECT * FROM partition_state WHERE \(day)")
        try harness.edit("DELETE FROM partition_state WHERE \(day)")
        #expect(await harness.run("gate", "1").code == 1)
        try harness.edit("INSERT INTO partition_state SELECT * FROM kept; DROP TABLE kept")
        #expect(try await standings(harness) == ["passed", "not_passed", "passed"])
        #expect(await harness.run("gate", "1").code == 0)
        #expect(try await standings(harness) == ["passed", "passed", "passed"])
    }

    private func standings(_ harness: CommandLineHarness) async throws -> [String] {
        let gates = await harness.run("status", "--format", "json").objects("gates")
        return gates.map { gate in
            let status = gate["status"] as? String ?? ""
            #expect(gate["passed"] as? Bool == (status == "passed"))
            return status
        }
    }
}
