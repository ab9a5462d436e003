/// A whole input file in memory: the bytes as stored, and on demand the text they hold.
///
/// Reading and expanding are two steps, so a caller can hash the stored bytes and skip a file it has seen before
/// without paying for the expansion.
package struct InputFile: Hashable, Sendable {
    /// The file as the caller named it.
    package let path: String
    /// The bytes on disk, compressed or not; never empty.
    package let stored: [UInt8]
    private let limits: ExpansionLimits

    /// Takes bytes that are in memory already.
    ///
    /// - Throws: ``InputFileError`` with code `empty` or `tooLarge`.
    package init(
        path: String, stored: [UInt8], limits: ExpansionLimits = .standard
    ) throws(InputFileError) {
        guard !stored.isEmpty else { throw .empty(path) }
        guard stored.count <= limits.bytes else { throw .tooLarge(path, limit: limits.bytes) }
        self.path = path
        self.stored = stored
        self.limits = limits
    }

    /// Reads the file at `path` once, from start to end.
    ///
    /// - Throws: ``InputFileError`` with code `unreadable`, `isDirectory`, `empty` or `tooLarge`.
    package static func read(
        _ path: String, limits: ExpansionLimits = .standard
    ) throws(InputFileError) -> InputFile {
        let content: [UInt8]?
        do throws(SystemReason) {
            let file = try FileDescriptor(reading: path)
            content = file.expectedSize > limits.bytes ? nil : try wholeContent(of: file, atMost: limits.bytes)
        } catch {
            throw .unreadable(path, reason: error)
        }
        guard let content else { throw .tooLarge(path, limit: limits.bytes) }
        return try InputFile(path: path, stored: content, limits: limits)
    }

    /// True when the content begins as gzip does; the name of the file does not matter.
    package var isCompressed: Bool { stored.starts(with: GzipExpansion.magic) }

    /// The text the file holds: the stored bytes, gunzipped when they are gzip of one or several members.
    ///
    /// Costs nothing for a plain file.
    ///
    /// - Throws: ``InputFileError`` with code `truncatedGzip`, `corruptGzip`, `expansionLimit` or `empty`.
    package func expanded() throws(InputFileError) -> [UInt8] {
        guard isCompressed else { return stored }
        let ceiling = limits.ceiling(stored: stored.count)
        let text: [UInt8]
        do {
            text = try GzipExpansion.expand(stored, atMost: ceiling)
        } catch {
            switch error {
            case .truncated: throw .truncatedGzip(path)
            case .corrupt(let detail): throw .corruptGzip(path, detail: detail)
            case .tooLong: throw .expansionLimit(path, limit: ceiling)
            }
        }
        guard !text.isEmpty else { throw .empty(path) }
        return text
    }
}

/// Reads up to the end of the file, or one byte beyond `limit`, whichever is first.
private func wholeContent(of file: borrowing FileDescriptor, atMost limit: Int) throws(SystemReason) -> [UInt8] {
    var content: [UInt8] = []
    var capacity = min(file.expectedSize, limit) + 1
    while true {
        let (grown, reachedEnd) = try continued(content, from: file, capacity: capacity)
        content = grown
        if reachedEnd || content.count > limit { return content }
        capacity = min(max(2 * capacity, 64 << 10), limit + 1)
    }
}

/// A copy of `start` with room for `capacity` bytes, filled from the file until it is full or the file ends.
private func continued(
    _ start: [UInt8], from file: borrowing FileDescriptor, capacity: Int
) throws(SystemReason) -> (content: [UInt8], reachedEnd: Bool) {
    var failure: SystemReason?
    var reachedEnd = false
    let content = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
        (_, count) = buffer.initialize(from: start)
        do throws(SystemReason) {
            while count < capacity && !reachedEnd {
                let room = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
                let read = try file.read(into: room)
                count += read
                reachedEnd = read == 0
            }
        } catch {
            failure = error
        }
    }
    if let failure { throw failure }
    return (content, reachedEnd)
}
