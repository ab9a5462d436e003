import ContentDigest
import GameCalendar
import PipelineModel

/// Serves the rows of partitions, from memory where they are at hand, else in one read.
struct InputLoader: Sendable {
    let reader: any WarehouseReader
    let cache: PartitionCache

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
        var unread: [(date: GameDate, digest: Digest)] = []
        for item in wanted {
            guard let digest = item.digest else {
                found.append(nil)
                continue
            }
            let rows = cache.rows(type, on: item.date, digest: digest)
            if rows == nil { unread.append((item.date, digest)) }
            found.append(rows)
        }
        guard !unread.isEmpty else { return found }
        let extra = ahead.filter { cache.rows(type, on: $0.date, digest: $0.digest) == nil }
        let read = try await read(type, unread, ahead: extra)
        for (position, item) in wanted.enumerated() where item.digest != nil && found[position] == nil {
            found[position] = read[item.date]
        }
        return found
    }

    private func read<Row: InputRow>(
        _ type: Row.Type, _ wanted: [(date: GameDate, digest: Digest)], ahead: [(date: GameDate, digest: Digest)]
    ) async throws(StepFailure) -> [GameDate: [Row]] {
        let partitions: [GameDate: StoredPartition]
        do {
            partitions = try await reader.partitions(
                of: Row.stored, recordedAs: Row.input, on: (wanted + ahead).map(\.date))
        } catch {
            throw StepFailure(error)
        }
        var read: [GameDate: [Row]] = [:]
        for (date, digest) in wanted + ahead {
            guard let partition = partitions[date], partition.digest == digest else { continue }
            if partition.content.rowCount == 0, digest != .ofNothing { continue }
            let rows = Row.rows(from: partition.content)
            cache.keep(rows, on: date, digest: digest)
            read[date] = rows
        }
        // What is read ahead and not as expected is told to the step that needs it.
        if let other = wanted.first(where: { read[$0.date] == nil }) {
            throw partitions[other.date]?.digest == other.digest
                ? .withoutRows(Partition(Row.stored.table.name, other.date))
                : .outdated(Partition(Row.input, other.date))
        }
        return read
    }
}
