import PipelineEngine
import PipelineModel

extension Session {
    // Newest runs of each table that an estimate rests on.
    private static let runsPerTable = 100

    /// The newest successful runs of every computed table, newest first.
    func recentRuns() async throws(WarehouseError) -> [RunRecord] {
        var runs: [RunRecord] = []
        for table in catalog.steps.map(\.processor.table) {
            let successes = [RunStatus.success, .noData].map { Cell.text($0.rawValue) }
            runs += try await store.records(
                RunRecord.self,
                matching: .column("processor_name", is: .text(table.rawValue)).and(.isIn("status", successes))
                    .and("is_test", is: .bool(false)).newest(by: "created_at", limit: Self.runsPerTable))
        }
        return runs
    }

    /// How long dates take, by `runs`.
    func estimate(by runs: [RunRecord]) async throws(WarehouseError) -> TimeEstimate {
        guard !runs.isEmpty else { return TimeEstimate(runs: [], batches: []) }
        let ids = Set(runs.map(\.batchID)).sorted()
        let batches = try await store.records(
            Batch.self, matching: RecordFilter().and(.isIn("batch_id", ids.map { .text($0) })))
        return TimeEstimate(runs: runs, batches: batches)
    }

    /// How long dates take, by the newest runs of every table.
    func estimate() async throws(WarehouseError) -> TimeEstimate { try await estimate(by: try await recentRuns()) }

    /// How long `plan` will take.
    func estimate(of plan: Plan) async throws -> PlanEstimate {
        let dates = Dictionary(grouping: plan.steps, by: \.partition.table).mapValues(\.count)
        let estimate = try await estimate()
        return PlanEstimate(seconds: estimate.seconds(for: dates), runs: estimate.runs)
    }
}

/// How long a plan will take, and by how many runs of before.
struct PlanEstimate {
    /// Nil without history.
    let seconds: Double?
    let runs: Int

    var text: String {
        guard let seconds else { return "How long it takes is not known: nothing like it has run yet.\n" }
        return "About \(Duration.spelled(seconds: seconds)), by \(runs) runs of before.\n"
    }
}
