public import ContentDigest
public import GameCalendar
public import PipelineModel

/// What one input of one step stood for when it was read.
public struct InputLineage: Sendable {
    /// The declared input.
    public let input: Input
    /// Dates in the window.
    public let dates: Int
    /// Of these, dates without a partition.
    public let absent: Int
    /// First date of the window, nil when it is empty.
    public let first: GameDate?
    /// Last date of the window.
    public let last: GameDate?
    /// The window's digest.
    public let digest: Digest

    /// The row lineage stores for it.
    public func record(for partition: Partition) -> PartitionInput {
        var row = PartitionInput()
        row.tableName = partition.table
        row.gameDate = partition.date
        row.inputName = input.name
        row.lookback = input.lookback.label
        row.firstDate = first
        row.lastDate = last
        row.dates = dates
        row.absent = absent
        row.digest = digest
        return row
    }
}

/// The digests that lineage compares.
public enum LineageDigest {
    /// SHA-256 over version, configuration and the sorted list (input name, window digest).
    public static func of(version: String, _ configuration: Digest, _ inputs: [InputLineage]) -> Digest {
        let hasher = ContentHasher()
        hasher.update(version)
        hasher.update(configuration)
        for input in inputs.sorted(by: { $0.input.name < $1.input.name }) {
            hasher.update(input.input.name)
            hasher.update(input.digest)
        }
        return hasher.finalized()
    }

    static func joined(_ digests: [Digest]) -> Digest {
        let hasher = ContentHasher()
        for digest in digests { hasher.update(digest) }
        return hasher.finalized()
    }

    static func of(_ date: GameDate, _ digest: Digest?) -> Digest {
        let hasher = ContentHasher()
        hasher.update(fixed: date.dayNumber)
        hasher.update(digest ?? .absent)
        return hasher.finalized()
    }
}
