import ContentDigest
import GameCalendar
import PipelineModel
import Synchronization

/// Partitions at hand in this batch, so that each is read and decoded once however many processors want it.
///
/// What a step computed stays until it is committed and every processor has passed its date, and so does what was read.
/// Entries are found by digest, so a partition that changed meanwhile is never served.
final class PartitionCache: Sendable {
    private struct Key: Hashable {
        let type: ObjectIdentifier
        let date: GameDate
        let digest: Digest
    }

    private struct Contents {
        var computed: [Partition: StoredPartition] = [:]
        var read: [Partition: StoredPartition] = [:]
        var decoded: [Key: any Sendable] = [:]

        func content(_ partition: Partition, as input: TableName, digest: Digest) -> PartitionContent? {
            if let found = computed[partition], found.digests[input] == digest { return found.content }
            if let found = read[partition], found.digests[input] == digest { return found.content }
            return nil
        }
    }

    private let contents = Mutex(Contents())

    /// Keeps a computed partition for the steps downstream of it.
    ///
    /// - Parameter states: its own state and its projections': each is served under its own digest only.
    func keep(_ content: PartitionContent, of partition: Partition, as states: [PartitionState]) {
        let digests = Dictionary(states.map { ($0.tableName, $0.digest) }) { $1 }
        contents.withLock { $0.computed[partition] = StoredPartition(content, digests: digests) }
    }

    /// Keeps partitions of `table` as they were read; one that lost its rows is left out.
    func keep(read partitions: [GameDate: StoredPartition], of table: TableName) {
        contents.withLock { contents in
            for (date, partition) in partitions {
                guard partition.content.rowCount > 0 || partition.digests.values.allSatisfy({ $0 == .ofNothing })
                else { continue }
                contents.read[Partition(table, date)] = partition
            }
        }
    }

    /// Lets go of everything dated before `date`.
    func evict(before date: GameDate) {
        contents.withLock { contents in
            contents.computed = contents.computed.filter { $0.key.date >= date }
            contents.read = contents.read.filter { $0.key.date >= date }
            contents.decoded = contents.decoded.filter { $0.key.date >= date || $0.key.date == .reference }
        }
    }

    /// Whether the rows of one partition are at hand.
    func holds<Row: InputRow>(_ type: Row.Type, on date: GameDate, digest: Digest) -> Bool {
        let key = Key(type: ObjectIdentifier(type), date: date, digest: digest)
        let partition = Partition(Row.stored.table.name, date)
        return contents.withLock {
            $0.decoded[key] != nil || $0.content(partition, as: Row.input, digest: digest) != nil
        }
    }

    /// The rows of one partition, if they are at hand.
    func rows<Row: InputRow>(_ type: Row.Type, on date: GameDate, digest: Digest) -> [Row]? {
        let key = Key(type: ObjectIdentifier(type), date: date, digest: digest)
        let partition = Partition(Row.stored.table.name, date)
        let (decoded, content) = contents.withLock {
            ($0.decoded[key], $0.content(partition, as: Row.input, digest: digest))
        }
        if let rows = decoded as? [Row] { return rows }
        return content.map { self.decoded($0, as: type, on: date, digest: digest) }
    }

    /// Decodes `content` and keeps the rows.
    func decoded<Row: InputRow>(
        _ content: PartitionContent, as type: Row.Type, on date: GameDate, digest: Digest
    ) -> [Row] {
        let rows = Row.rows(from: content)
        keep(rows, on: date, digest: digest)
        return rows
    }

    /// Keeps decoded rows.
    func keep<Row: InputRow>(_ rows: [Row], on date: GameDate, digest: Digest) {
        let key = Key(type: ObjectIdentifier(Row.self), date: date, digest: digest)
        contents.withLock { $0.decoded[key] = rows }
    }
}
