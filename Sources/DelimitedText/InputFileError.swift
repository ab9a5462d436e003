/// Why an input file could not be loaded: a code for programs, a sentence for people.
package struct InputFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What went wrong; closed, so that callers switch over it.
    package enum Code: String, CaseIterable, Hashable, Sendable {
        /// The file could not be opened or read.
        case unreadable
        /// The path names a directory.
        case isDirectory = "is_directory"
        /// The file holds no bytes, or expands to none.
        case empty
        /// The stored file is larger than the size limit.
        case tooLarge = "too_large"
        /// The compressed data end before the gzip trailer.
        case truncatedGzip = "truncated_gzip"
        /// The compressed data, their checksum or what follows them are not gzip.
        case corruptGzip = "corrupt_gzip"
        /// The expansion would pass the size limit or the ratio limit.
        case expansionLimit = "expansion_limit"
    }

    /// What went wrong.
    package let code: Code
    /// The file as the caller named it.
    package let path: String
    /// The sentence for people: names the path and says what to do next.
    package let message: String

    /// - Parameters:
    ///   - problem: What is wrong with the file, to follow its name.
    ///   - advice: What to do next.
    init(_ code: Code, path: String, problem: String, advice: String) {
        self.code = code
        self.path = path
        self.message = "'\(path)' \(problem); \(advice)"
    }

    /// The sentence for people.
    package var description: String { message }
}

extension InputFileError {
    /// The file could not be opened or read, for the reason the system gave; that it is a directory has its own code.
    static func unreadable(_ path: String, reason: SystemReason) -> InputFileError {
        guard !reason.isDirectory else {
            return InputFileError(.isDirectory, path: path, problem: "is a directory", advice: "name a file inside it")
        }
        return InputFileError(
            .unreadable, path: path, problem: "cannot be read (\(reason))",
            advice: "check that the file exists and that you may read it")
    }

    /// There is not one byte to read.
    static func empty(_ path: String) -> InputFileError {
        InputFileError(.empty, path: path, problem: "is empty", advice: "fetch the file again or leave it out")
    }

    /// The stored file alone passes the size limit.
    static func tooLarge(_ path: String, limit: Int) -> InputFileError {
        InputFileError(
            .tooLarge, path: path, problem: "is larger than \(limit) bytes", advice: "split it into smaller files")
    }

    /// The data end before the last trailer, as after a broken download.
    static func truncatedGzip(_ path: String) -> InputFileError {
        InputFileError(
            .truncatedGzip, path: path, problem: "ends in the middle of its compressed data",
            advice: "fetch the file again")
    }

    /// The data are damaged or something follows them; `detail` is zlib's word for it.
    static func corruptGzip(_ path: String, detail: String) -> InputFileError {
        InputFileError(
            .corruptGzip, path: path, problem: "is not sound gzip (\(detail))",
            advice: "fetch the file again and test it with 'gzip -t'")
    }

    /// The text would be longer than `limit`, which follows from the size and the ratio limit.
    static func expansionLimit(_ path: String, limit: Int) -> InputFileError {
        InputFileError(
            .expansionLimit, path: path,
            problem: "expands to more than \(limit) bytes, the most allowed for its compressed size",
            advice: "check where it comes from, then split it or store it uncompressed")
    }
}
