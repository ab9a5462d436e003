import ContentDigest
import GameCalendar
import PipelineModel
import Synchronization

/// Partitions at hand in this batch, so that each is read and decoded once however many processors want it.
///
/// What a step computed stays until it is committed and every processor has passed its date. Entries are found by
/// digest, so a partition that changed meanwhile is never served.
final class PartitionCache: Sendable {
    private struct Key: Hashable {
        let type: ObjectIdentifier
        let date: GameDate
        let digest: Digest
    }

    private struct Contents {
        var computed: [Partition: (digests: [TableName: Digest], content: PartitionContent)] = [:]
        var decoded: [Key: any Sendable] = [:]
    }

    private let contents = Mutex(Contents())

    /// Keeps a computed partition for the steps downstream of it.
    ///
    /// - Parameter states: its own state and its projections': each is served under its own digest only.
    func keep(_ content: PartitionContent, of partition: Partition, as states: [PartitionState]) {
        let digests = Dictionary(states.map { ($0.tableName, $0.digest) }) { $1 }
        contents.withLock { $0.computed[partition] = (digests, content) }
    }

    /// Lets go of everything dated before `date`.
    func evict(before date: GameDate) {
        contents.withLock { contents in
            contents.computed = contents.computed.filter { $0.key.date >= date }
            contents.decoded = contents.decoded.filter { $0.key.date >= date || $0.key.date == .reference }
        }
    }

    /// The rows of one partition, if they are at hand.
    func rows<Row: InputRow>(_ type: Row.Type, on date: GameDate, digest: Digest) -> [Row]? {
        let key = Key(type: ObjectIdentifier(type), date: date, digest: digest)
        let partition = Partition(Row.stored.table.name, date)
        let (decoded, computed) = contents.withLock { ($0.decoded[key], $0.computed[partition]) }
        if let rows = decoded as? [Row] { return rows }
        guard let computed, computed.digests[Row.input] == digest else { return nil }
        let rows = Row.rows(from: computed.content)
        keep(rows, on: date, digest: digest)
        return rows
    }

    /// Keeps decoded rows.
    func keep<Row: InputRow>(_ rows: [Row], on date: GameDate, digest: Digest) {
        let key = Key(type: ObjectIdentifier(Row.self), date: date, digest: digest)
        contents.withLock { $0.decoded[key] = rows }
    }
}
