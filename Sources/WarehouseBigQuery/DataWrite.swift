internal import ContentDigest
internal import GameCalendar
internal import PipelineModel

/// What of a change set is rows, and what is left of it for the engine's store.
struct DataWrite: Sendable {
    /// The partitions of one table that lose their rows, and what comes in.
    struct TableWrite: Sendable {
        let table: TableDeclaration
        var dates: [GameDate] = []
        /// Rows as they are loaded, in portions.
        var portions: [(rows: [UInt8], count: Int, partitions: Int)] = []
    }

    // Bytes that are sent in one request.
    private static let portion = 8 << 20
    /// Partitions that one statement changes: half of what the server allows.
    static let together = 2000

    /// In the order in which the tables come first.
    private(set) var tables: [TableWrite] = []
    /// What the partitions have afterwards.
    private(set) var entries: [ContentRegister.Entry] = []
    /// The same changes without rows.
    private(set) var rest: ChangeSet
    /// What equal changes have in common and nothing else has.
    let name: String
    private var written: Set<Partition> = []

    /// - Throws: ``WarehouseError`` constraint, invalid: what the server would not refuse by itself is refused here.
    init(_ changes: ChangeSet, engine: Set<TableName>, into place: String) throws(WarehouseError) {
        for record in changes.records where !engine.contains(record.table.name) {
            throw WarehouseError(.invalid, "\(record.table.name) is written by partitions, not row by row")
        }
        (rest, name) = (changes, Self.name(of: changes, into: place))
        rest.deletions = []
        // What goes and comes in one commit is written, and nothing of it removed afterwards.
        let states = Set(changes.partitions.flatMap { [$0.state.partition] + $0.projections.map(\.partition) })
        for deletion in changes.deletions {
            note(deletion.table, deletion.date)
            entries.append(.init(partition: Partition(deletion.table.name, deletion.date), digest: nil))
            let gone = ([deletion.table.name] + deletion.projections).filter {
                !states.contains(Partition($0, deletion.date))
            }
            remove(gone, of: deletion.table.name, on: deletion.date)
        }
        for (position, write) in changes.partitions.enumerated() {
            guard let content = write.content else { continue }
            rest.partitions[position].content = nil
            rest.partitions[position].replacement = nil
            try add(content, write)
        }
        // Of a partition that goes and comes, what comes counts.
        var newest: [Partition: ContentRegister.Entry] = [:]
        for entry in entries { newest[entry.partition] = entry }
        entries = newest.values.sorted { $0.partition < $1.partition }
    }

    // States, and lineage where the table's own state goes.
    private mutating func remove(_ states: [TableName], of table: TableName, on date: GameDate) {
        guard !states.isEmpty else { return }
        let names = states.map { Cell.text($0.rawValue) }
        rest.remove(
            PartitionState.self,
            matching: RecordFilter().and(.isIn("table_name", names)).and("game_date", is: .date(date)))
        guard states.contains(table) else { return }
        rest.remove(
            PartitionInput.self,
            matching: .column("table_name", is: .text(table.rawValue)).and("game_date", is: .date(date)))
    }

    private mutating func add(_ content: PartitionContent, _ write: PartitionWrite) throws(WarehouseError) {
        guard written.insert(write.partition).inserted else {
            throw WarehouseError(.constraint, "\(write.partition) is to be written twice at once; nothing was written")
        }
        let position = note(write.table, write.partition.date)
        entries.append(.init(partition: write.partition, digest: write.state.digest))
        var lines = RowLines(write.table)
        try lines.append(content, of: write.partition)
        do {
            _ = try content.inKeyOrder(of: write.table)
        } catch {
            throw WarehouseError(.constraint, "\(write.partition): \(error); nothing was written")
        }
        guard lines.rowCount > 0 else { return }
        if let last = tables[position].portions.last, last.rows.count + lines.bytes.count <= Self.portion,
            last.partitions < Self.together
        {
            let end = tables[position].portions.count - 1
            tables[position].portions[end].rows += lines.bytes
            tables[position].portions[end].count += lines.rowCount
            tables[position].portions[end].partitions += 1
        } else {
            tables[position].portions.append((rows: lines.bytes, count: lines.rowCount, partitions: 1))
        }
    }

    @discardableResult
    private mutating func note(_ table: TableDeclaration, _ date: GameDate) -> Int {
        let position =
            tables.firstIndex { $0.table.name == table.name }
            ?? {
                tables.append(TableWrite(table: table))
                return tables.count - 1
            }()
        tables[position].dates.append(date)
        return position
    }

    // Runs and digests say what is written, the instant says in which attempt of the engine's: the same changes, committed
    // again because nobody knows what became of them, have the same name.
    private static func name(of changes: ChangeSet, into place: String) -> String {
        let hasher = ContentHasher()
        hasher.update("\(place)\n")
        hasher.update(fixed: changes.instant.microseconds)
        for write in changes.partitions {
            hasher.update("\(write.partition)|\(write.state.runID)|\(write.content == nil)|\(write.state.digest.hex)\n")
        }
        for deletion in changes.deletions { hasher.update("\(deletion.table.name)|\(deletion.date)\n") }
        for partition in changes.releasedLeases { hasher.update("\(partition)\n") }
        return "backcourt_\(hasher.finalized().hex.prefix(40))"
    }
}
