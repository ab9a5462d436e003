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

    init(_ error: WarehouseError) {
        self.init(error.category, error.code.rawValue, error.message)
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
