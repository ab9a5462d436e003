import PipelineModel

/// Why an attempt of a step failed.
struct StepFailure: Error, Hashable, Sendable {
    let category: ErrorCategory
    /// Closed code for machines.
    let code: String
    /// One sentence that names the partition or row and says what to do.
    let message: String

    init(_ category: ErrorCategory, _ code: String, _ message: String) {
        self.category = category
        self.code = code
        self.message = message
    }

    /// The code of a step whose input is no longer the one it was given.
    static let outdatedCode = "input_changed"

    /// Another process wrote `input` after the step was given it.
    static func outdated(_ input: Partition) -> StepFailure {
        StepFailure(
            .transient, outdatedCode,
            "\(input) keeps changing while it is read; run the same command again when nothing else writes to the store"
        )
    }

    /// Rows of `partition` are gone from the store, its state is not.
    static func withoutRows(_ partition: Partition) -> StepFailure {
        StepFailure(
            .data, "content_missing",
            "\(partition) has a state but no rows; run 'backcourt verify --digests', then 'backcourt backfill "
                + "--check-data'")
    }

    init(_ error: WarehouseError) {
        self.init(error.category, error.code.rawValue, error.message)
    }

    /// What the store said, where it is the store that failed; a processor's failures have codes of their own.
    var storeError: WarehouseError? {
        WarehouseError.Code(rawValue: code).map { WarehouseError($0, message) }
    }

    init(_ error: ProcessorError, _ partition: Partition) {
        let category: ErrorCategory =
            switch error.code {
            case .invalidValue, .inconsistentInput: .data
            case .undeclaredInput, .consultsFallback: .bug
            }
        self.init(category, error.code.rawValue, "\(partition): \(error.message)")
    }
}
