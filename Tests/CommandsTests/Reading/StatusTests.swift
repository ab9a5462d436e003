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
}
