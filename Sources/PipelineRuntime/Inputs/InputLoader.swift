import ContentDigest
import GameCalendar
import PipelineModel

/// Serves the rows of partitions, from memory where they are at hand, else in one read.
struct InputLoader: Sendable {
    let reader: any WarehouseReader
    let cache: PartitionCache
    let shapes: InputShapes

    /// The rows of each date; nil where the digest is nil, that is, where there is no partition.
    ///
    /// - Parameter ahead: partitions that will be wanted soon and are read in the same transaction.
    /// - Throws: ``StepFailure`` when the store fails, or holds no rows where a state says there are some; outdated when
    ///   another process has written a wanted partition meanwhile.
    func rows<Row: InputRow>(
        _ type: Row.Type, on wanted: [(date: GameDate, digest: Digest?)],
        ahead: [(date: GameDate, digest: Digest)] = []
    ) async throws(StepFailure) -> [[Row]?] {
        var found: [[Row]?] = []
        var unread: [GameDate] = []
        for item in wanted {
            let rows = item.digest.flatMap { cache.rows(type, on: item.date, digest: $0) }
            if rows == nil, item.digest != nil { unread.append(item.date) }
            found.append(rows)
        }
        guard !unread.isEmpty else { return found }
        let extra = ahead.filter { !cache.holds(type, on: $0.date, digest: $0.digest) }.map(\.date)
        let read = try await read(type, unread + extra)
        for (position, item) in wanted.enumerated() {
            guard let digest = item.digest, found[position] == nil else { continue }
            // What is read ahead and not as expected is told to the step that needs it.
            guard let partition = read[item.date], partition.digests[Row.input] == digest else {
                throw .outdated(Partition(Row.input, item.date))
            }
            guard partition.content.rowCount > 0 || digest == .ofNothing else {
                throw .withoutRows(Partition(Row.stored.table.name, item.date))
            }
            found[position] = cache.decoded(partition.content, as: type, on: item.date, digest: digest)
        }
        return found
    }

    private func read<Row: InputRow>(
        _ type: Row.Type, _ dates: [GameDate]
    ) async throws(StepFailure) -> [GameDate: StoredPartition] {
        let shape = shapes.shape(for: type)
        do {
            let partitions = try await reader.partitions(of: shape.stored, recordedAs: shape.names, on: dates)
            cache.keep(read: partitions, of: shape.stored.table.name)
            return partitions
        } catch {
            throw StepFailure(error)
        }
    }
}
