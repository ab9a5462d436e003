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
    /// - Throws: ``StepFailure`` when the store fails, or holds no rows where a state says there are some.
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
        let contents: [GameDate: PartitionContent]
        do {
            contents = try await reader.contents(of: Row.stored, on: (wanted + ahead).map(\.date))
        } catch {
            throw StepFailure(error)
        }
        var read: [GameDate: [Row]] = [:]
        for (date, digest) in wanted + ahead where contents[date] != nil || digest == .ofNothing {
            let rows = contents[date].map(Row.rows(from:)) ?? []
            cache.keep(rows, on: date, digest: digest)
            read[date] = rows
        }
        // What is read ahead and not there is told to the step that needs it.
        if let lost = wanted.first(where: { read[$0.date] == nil }) {
            throw StepFailure(
                .data, "content_missing",
                "\(Row.stored.table.name) \(lost.date) has a state but no rows; run 'backcourt verify --digests', then "
                    + "'backcourt backfill --check-data'")
        }
        return read
    }
}
