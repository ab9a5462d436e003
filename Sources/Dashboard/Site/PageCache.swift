/// Documents that were made of what is still so: many readers of one page cost one.
actor PageCache {
    private struct Entry {
        let version: Int
        let making: Task<Document, any Error>
        var lastUse: Int
    }

    /// A finished page.
    struct Document: Sendable {
        let status: Int
        let bytes: [UInt8]
        /// Whether it stays as it is while its version does.
        let isWhole: Bool
    }

    // Pages kept; one has 300 KB at most.
    private static let most = 96
    private var entries: [String: Entry] = [:]
    private var uses = 0

    /// The document called `key` of this version, made by `make` unless there is one or somebody is at it.
    func document(
        _ key: String, version: Int, _ make: @escaping @Sendable () async throws -> Document
    ) async throws -> Document {
        uses += 1
        if var entry = entries[key], entry.version == version {
            entry.lastUse = uses
            entries[key] = entry
            return try await entry.making.value
        }
        let making = Task { try await make() }
        entries[key] = Entry(version: version, making: making, lastUse: uses)
        if entries.count > Self.most, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) {
            entries[oldest.key] = nil
        }
        do {
            let document = try await making.value
            if !document.isWhole { forget(key, making) }
            return document
        } catch {
            // What failed may go well the next time.
            forget(key, making)
            throw error
        }
    }

    private func forget(_ key: String, _ making: Task<Document, any Error>) {
        if entries[key]?.making == making { entries[key] = nil }
    }
}
