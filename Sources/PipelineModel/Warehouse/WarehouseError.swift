/// What went wrong in a store.
public struct WarehouseError: Error, Hashable, Sendable {
    /// The closed list.
    public enum Code: String, Hashable, Sendable {
        /// Another writer holds the store; trying again helps.
        case busy
        /// The connection was lost or timed out; trying again helps.
        case unavailable
        /// No space, no memory, a quota.
        case exhausted
        /// The file is not a store, or is damaged.
        case corrupt
        /// The store may not be written.
        case readOnly = "read_only"
        /// The store does not let this user in, or not do what was asked.
        case denied
        /// The store was made by a newer version.
        case schemaTooNew = "schema_too_new"
        /// Tables differ from their declarations.
        case schemaDiffers = "schema_differs"
        /// A constraint of the store refused the rows.
        case constraint
        /// What was asked makes no sense to the store: a query that is no SELECT, a column that does not exist.
        case invalid
        /// The lease was lost to another worker.
        case leaseLost = "lease_lost"
        /// Anything else; the sentence says what.
        case other
    }

    /// Why.
    public let code: Code
    /// One sentence that names what is concerned and what to do.
    public let message: String

    /// An error with its sentence.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The error of a commit that gives back a lease its worker does not hold; `holder` has it, or nobody when nil.
    package static func leaseLost(_ partition: Partition, heldBy holder: String?) -> WarehouseError {
        WarehouseError(
            .leaseLost,
            "\(partition): the lease is \(holder.map { "held by \($0)" } ?? "gone"); nothing was written, run the command again"
        )
    }

    /// How retry and breaker see it.
    public var category: ErrorCategory {
        switch code {
        case .busy, .unavailable: .transient
        case .exhausted, .readOnly, .denied, .corrupt: .resource
        case .leaseLost: .cancelled
        case .constraint: .data
        case .schemaTooNew, .schemaDiffers, .invalid, .other: .bug
        }
    }
}
