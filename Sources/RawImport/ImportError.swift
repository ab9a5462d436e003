package import PipelineModel

/// Why an import ended early. What it had committed by then is whole tables and stays.
package struct ImportError: Error, Hashable, Sendable {
    /// The closed list.
    package enum Code: Hashable, Sendable {
        /// Two files of one import have one base name.
        case duplicateFile
        /// A path names nothing that can be read.
        case missingPath
        /// No path names a file with rows.
        case noFiles
        /// The task was cancelled, or the hook between tables threw.
        case interrupted
        /// The store refused.
        case store(WarehouseError.Code)
    }

    /// Why.
    package let code: Code
    /// One sentence that names what is concerned and what to do.
    package let message: String

    /// An error with its sentence.
    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    init(_ error: WarehouseError) {
        self.init(.store(error.code), error.message)
    }
}
