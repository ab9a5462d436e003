import Testing

/// The fields of each command's JSON object, as its users rely on them.
struct FieldTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let arguments: [String]
        let fields: Set<String>
        /// A member that lists objects, and their fields.
        var list = ""
        var listFields: Set<String> = []
        var testDescription: String { arguments.joined(separator: " ") }
    }

    static let cases = [
        Case(
            arguments: ["processors"], fields: ["processors"], list: "processors",
            listFields: [
                "job", "table", "phase", "dataset", "kind", "version", "key", "inputs", "critical_columns",
            ]),
        Case(
            arguments: ["processors", "--graph"], fields: ["nodes", "edges"], list: "edges",
            listFields: ["source", "target", "lookback", "required"]),
        Case(
            arguments: ["schema"], fields: ["tables"], list: "tables",
            listFields: ["table", "dataset", "partition_column", "key", "columns"]),
        Case(arguments: ["schema", "--verify"], fields: ["ok", "differences"]),
        Case(
            arguments: ["verify"], fields: ["start", "end", "tables", "problems"], list: "tables",
            listFields: ["table", "expected", "present", "complete", "partial", "stale", "missing", "waived"]),
        Case(arguments: ["verify", "--digests"], fields: ["start", "end", "tables", "problems", "digest"]),
        Case(
            arguments: ["history", "--limit", "3"], fields: ["runs"], list: "runs",
            listFields: [
                "run_id", "batch_id", "correlation_id", "processor_name", "phase", "data_date", "status", "success",
                "attempt", "created_at", "finished_at", "duration_seconds", "rows_written", "rows_expected",
                "rows_not_ready", "changed", "mode", "skip_downstream_trigger", "trigger_source", "error_category",
                "error_code", "error_message", "blocked_on", "processor_version", "config_digest", "input_digest",
                "output_digest", "warnings", "is_test",
            ]),
        Case(arguments: ["query", "SELECT 1 AS one, NULL AS none"], fields: ["columns", "rows", "total"]),
        Case(
            arguments: ["players", "jokic"], fields: ["players"], list: "players",
            listFields: ["player_id", "player_name", "player_lookup"]),
        Case(
            arguments: ["lines", "2023-11-12"], fields: ["lines"], list: "lines",
            listFields: ["game_id", "player_id", "market", "line", "bookmakers"]),
        Case(
            arguments: ["trace", "--partition", "upcoming_team_game_context", "2023-11-05"],
            fields: ["table", "date", "digest", "state", "inputs", "consumers"], list: "inputs",
            listFields: ["table", "date", "recorded_digest", "current_digest", "changed"]),
        Case(
            arguments: ["config"],
            fields: [
                "workspace", "store", "store_path", "schema_version", "history_start", "history_end", "teams",
                "stored_bytes", "free_bytes",
            ]),
        Case(
            arguments: ["explain", "team_offense_game_summary", "0022300001", "BOS", "pace"],
            fields: [
                "table", "date", "key", "column", "formula", "sources", "stored", "origins", "result", "recomputed",
                "equal",
            ], list: "sources", listFields: ["table", "window", "columns", "rows"]),
    ]

    @Test(arguments: cases)
    func `json holds exactly the fields agreed on`(_ example: Case) async throws {
        let harness = try await CommandLineHarness.league.value
        let result = await harness.run(example.arguments + ["--format", "json"])
        #expect(result.code == 0, "\(result.err)")
        #expect(result.lines.count == 1, "one object on one line")
        #expect(Set(result.object.keys) == example.fields)
        if !example.list.isEmpty {
            let objects = result.objects(example.list)
            #expect(!objects.isEmpty)
            for object in objects { #expect(Set(object.keys) == example.listFields) }
        }
    }

    @Test(arguments: cases)
    func `csv has as many cells in every record as its header has names`(_ example: Case) async throws {
        let harness = try await CommandLineHarness.league.value
        let result = await harness.run(example.arguments + ["--format", "csv"])
        #expect(result.code == 0, "\(result.err)")
        let counts = Set(result.lines.map(Self.cells))
        #expect(counts.count == 1, "\(result.out)")
    }

    // Commas outside quotes, and one more.
    private static func cells(_ line: String) -> Int {
        line.split(separator: "\"", omittingEmptySubsequences: false).enumerated().reduce(1) { sum, part in
            part.offset % 2 == 0 ? sum + part.element.count { $0 == "," } : sum
        }
    }
}
