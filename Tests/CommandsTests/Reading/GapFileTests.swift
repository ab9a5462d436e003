import Testing

/// The file of missing dates that gate 0 writes.
struct GapFileTests {
    @Test func `it agrees with the coverage report, also about what is waived`() async throws {
        let harness = try await CommandLineHarness.copy()
        try harness.edit(
            """
            DELETE FROM partition_state WHERE table_name = 'player_game_summary' AND game_date IN ('2023-11-11', '2023-11-12');
            DELETE FROM partition_state WHERE table_name LIKE 'upcoming%' AND game_date = '2023-11-12';
            INSERT INTO waiver (waiver_id, table_name, start_date, end_date, reason, created_by, created_at)
              SELECT 'w1', '*', '2023-11-12', '2023-11-12', 'it never existed', 'test', created_at FROM batch LIMIT 1;
            """)
        _ = await harness.run("gate", "0")
        let gaps = await harness.run("gaps", "--format", "json")
        #expect(((gaps.object["total"] as? [String: Any])?["missing_3"] as? Int) == 1)
        #expect(harness.text("workspace/exports/phase3_missing_dates.csv") == "game_date\n2023-11-11\n")
    }
}
