import Testing

/// The fields of each command's JSON object, as its users rely on them.
struct FieldTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let arguments: [String]
        let fields: Set<String>
        /// A member that lists objects, and their fields.
        var list = ""
        var listFields: Set<String> = []
        /// Whether it writes, so that it wants a store of its own.
        var isChanging = false
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
        Case(
            arguments: ["plan"], fields: planFields, list: "exclusions",
            listFields: ["table", "date", "reason", "detail"]),
        Case(
            arguments: ["plan", "--force", "--phase", "4"], fields: planFields, list: "steps",
            listFields: ["table", "phase", "date", "reason"]),
        Case(
            arguments: ["plan", "--force", "--dates", "2023-11-09", "--explain"], fields: planFields, list: "steps",
            listFields: ["table", "phase", "date", "reason", "inputs"]),
        Case(
            arguments: ["plan", "--force", "--dates", "2023-11-09", "--what-if"],
            fields: planFields.union(["what_if"]), list: "totals",
            listFields: ["table", "steps", "reasons", "excluded"]),
        Case(
            arguments: ["status"], fields: statusFields, list: "phases",
            listFields: [
                "phase", "total_dates", "complete_dates", "remaining", "completeness_pct", "gate_status",
            ]),
        Case(
            arguments: ["status"], fields: statusFields, list: "gates",
            listFields: ["gate", "passed", "status", "scope", "evaluated_at"]),
        Case(
            arguments: ["verify", "--contamination"], fields: ["start", "end", "tables", "problems", "contamination"],
            list: "contamination",
            listFields: [
                "table", "column", "source", "rows", "valid", "valid_pct", "zeros", "verdict", "oldest_cause", "phase",
            ]),
        Case(
            arguments: ["verify", "--leak", "--dates", "2023-11-09"],
            fields: ["start", "end", "tables", "problems", "leak"]),
        Case(arguments: ["gaps"], fields: ["report", "scope", "columns", "rows", "total"]),
        Case(arguments: ["failures"], fields: ["failures", "breakers"]),
        Case(arguments: ["waive", "--list"], fields: ["waivers"]),
        Case(
            arguments: ["waive", "*", "--dates", "2023-11-09", "--reason", "replayed exhibition"],
            fields: ["waiver_id", "waivers"], list: "waivers",
            listFields: [
                "waiver_id", "table", "start_date", "end_date", "state", "waived", "unneeded", "reason", "created_by",
                "created_at", "expires_at", "revoked_at",
            ], isChanging: true),
        Case(
            arguments: ["rollback", "--dates", "2023-11-09"],
            fields: ["partitions", "runs_superseded", "dry_run", "by_table"], list: "by_table",
            listFields: ["table", "partitions", "first_date", "last_date"]),
        Case(
            arguments: ["run", "live", "--date", "2023-11-12"],
            fields: ["date", "correlation_id", "by_table", "downstream"], isChanging: true),
        Case(
            arguments: ["publish", "phase3-trigger", "--analysis-date", "2023-11-12"],
            fields: ["message_id", "correlation_id", "downstream"], isChanging: true),
        Case(
            arguments: ["gate", "1"], fields: gateFields, list: "conditions",
            listFields: ["code", "required", "passed", "expected", "actual", "examples"], isChanging: true),
        Case(arguments: ["gate", "all"], fields: ["gates"], list: "gates", listFields: gateFields, isChanging: true),
        Case(
            arguments: ["backfill", "--force"], fields: batchFields.union(["gates"]), list: "gates",
            listFields: ["gate", "status", "passed", "overridden", "held", "evaluated_at"], isChanging: true),
        Case(
            arguments: ["backfill", "phase4", "--stale"],
            fields: batchFields.union(["stale", "recomputed", "changed", "rows_changed"]), isChanging: true),
        Case(
            arguments: ["run", "precompute/player_daily_cache", "--force"], fields: batchFields.union(["downstream"]),
            list: "by_table",
            listFields: [
                "table", "done", "unchanged", "cut_off", "done_elsewhere", "failed", "blocked", "excluded",
                "rows_written", "rows_changed",
            ], isChanging: true),
        Case(arguments: ["retry"], fields: batchFields, isChanging: true),
        Case(
            arguments: ["backfill", "--dry-run"], fields: planFields, list: "totals",
            listFields: ["table", "steps", "reasons", "excluded"]),
    ]

    private static let planFields: Set = [
        "plan_digest", "requested", "steps", "exclusions", "totals", "estimate_seconds", "estimate_runs",
    ]
    private static let batchFields: Set = [
        "batch_id", "plan_digest", "requested", "done", "unchanged", "cut_off", "done_elsewhere", "failed", "blocked",
        "excluded", "exclusions", "interrupted", "unfinished", "duration_seconds", "seconds_per_date", "by_table",
        "blocked_on", "digest_notice",
    ]
    private static let gateFields: Set = [
        "gate", "status", "passed", "scope", "conditions", "phase", "waivers", "facts_digest", "evaluated_at",
    ]
    private static let statusFields: Set = [
        "batch", "phases", "running", "rate_per_hour", "eta", "remaining", "seconds_left", "stale",
        "unresolved_failures", "gates", "breakers", "workers",
    ]

    @Test(arguments: cases)
    func `json holds exactly the fields agreed on`(_ example: Case) async throws {
        let harness = try await harness(for: example)
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
        let harness = try await harness(for: example)
        let result = await harness.run(example.arguments + ["--format", "csv"])
        #expect(result.code == 0, "\(result.err)")
        let counts = Set(result.lines.map(Self.cells))
        #expect(counts.count == 1, "\(result.out)")
    }

    private func harness(for example: Case) async throws -> CommandLineHarness {
        try await example.isChanging ? .copy() : CommandLineHarness.league.value
    }

    // Commas outside quotes, and one more.
    private static func cells(_ line: String) -> Int {
        line.split(separator: "\"", omittingEmptySubsequences: false).enumerated().reduce(1) { sum, part in
            part.offset % 2 == 0 ? sum + part.element.count { $0 == "," } : sum
        }
    }
}
