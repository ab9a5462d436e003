import PipelineEngine
import PipelineModel

/// What happens when another process writes an input between the moment a step is given it and the moment it is read.
extension BatchExecution {
    /// How often a step is given its inputs anew before it counts as failed.
    private static let retakes = 5

    /// Whether a failed step is to be given its inputs anew.
    mutating func mayRetake(_ assignment: Assignment, _ failure: StepFailure) -> Bool {
        guard failure.code == StepFailure.outdatedCode else { return false }
        retaken[assignment.step.partition, default: 0] += 1
        return retaken[assignment.step.partition, default: 0] <= Self.retakes
    }

    /// Asks the store what has changed since it was last asked, without leasing anything.
    func refresh(for assignment: Assignment, _ group: inout TaskGroup<Event>) {
        let (store, worker, since, clock) = (runner.warehouse, runner.worker, seenCommit, runner.clock)
        group.addTask {
            let receipt = await clock.retrying { () async throws(WarehouseError) -> ClaimReceipt in
                try await store.claim([], by: worker, since: since, at: clock.now())
            }
            return .refreshed(assignment, receipt)
        }
    }

    /// Enters what has changed and offers the step again.
    mutating func retake(_ assignment: Assignment, _ result: Result<ClaimReceipt, WarehouseError>) {
        switch result {
        case .failure(let error): surrender(error)
        case .success(let receipt):
            observe(receipt)
            stage.retake(assignment.step.partition)
            takeResolutions()
        }
    }

    /// Enters what other processes have written.
    mutating func observe(_ receipt: ClaimReceipt) {
        seenCommit = max(seenCommit, receipt.commit)
        for state in receipt.changes { stage.observe(state) }
        changedInStore.formUnion(receipt.changes.map(\.partition))
    }
}
