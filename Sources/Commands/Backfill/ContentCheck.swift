import ContentDigest
import GameCalendar
import PipelineEngine
import PipelineModel

/// Reads stored rows again and compares them with the digests of their states.
struct ContentCheck {
    /// Dates read at once, so that memory stays bounded.
    private static let datesPerRead = 50
    private let session: Session

    init(_ session: Session) {
        self.session = session
    }

    /// Partitions of `tables` whose rows are not the ones their state describes, in order.
    ///
    /// A table's projections are checked with it.
    func mismatches(in ledger: Ledger, _ tables: [TableName], dates: DateSet? = nil) async throws -> Set<Partition> {
        var mismatched: Set<Partition> = []
        for name in tables {
            guard let position = session.catalog.position(of: name) else { continue }
            let table = session.catalog.entries[position].table
            let present = ledger.facts.store.states.values.filter {
                $0.tableName == name && (dates?.contains($0.gameDate) ?? true)
            }.map(\.gameDate).sorted()
            for start in stride(from: 0, to: present.count, by: Self.datesPerRead) {
                let chunk = Array(present[start..<min(start + Self.datesPerRead, present.count)])
                let contents = try await session.store.contents(of: StoredColumns(table), on: chunk)
                for date in chunk {
                    let content = contents[date] ?? PartitionContent(emptyWith: table.columns)
                    let partition = Partition(name, date)
                    let state = ledger.facts.store.states[partition]
                    if content.digest != state?.digest || content.rowCount != state?.rowCount {
                        mismatched.insert(partition)
                    }
                }
            }
        }
        return mismatched
    }
}
