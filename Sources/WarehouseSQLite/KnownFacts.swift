internal import GRDB
internal import PipelineModel
internal import Synchronization

/// Counts and states as they were read, for as long as no other connection writes to the store.
///
/// A service plans many times a minute, and counting millions of rows and reading every state is most of what a plan costs.
/// SQLite tells the writing connection whether anybody else has committed; what this process commits itself is read again,
/// partition by partition. So facts are always what reading everything would give, whoever changes rows.
final class KnownFacts: Sendable {
    /// What was read, and what must be read again.
    struct Snapshot: Sendable {
        fileprivate let watch: Int
        /// The newest commit of the store at this moment.
        fileprivate let commit: Int
        // Nil when everything must be read.
        fileprivate var base: Base?
        fileprivate var notes = Notes()
    }

    fileprivate struct Base {
        var commit = 0
        var generation: Int?
        var tables: Set<TableName> = []
        var counts: [Partition: Int] = [:]
        var states: [Partition: PartitionState] = [:]
    }

    // What this process has committed: partitions written, and states deleted, with the commits that did it. Noted whether
    // or not anything is known, since whoever is reading at the moment may have begun before.
    fileprivate struct Notes {
        var written: [Partition: (table: TableDeclaration, commit: Int)] = [:]
        var deleted: [Partition: Int] = [:]
        // Facts of an earlier commit are not to be kept.
        var void = 0

        mutating func forget(upTo commit: Int) {
            written = written.filter { $0.value.commit > commit }
            deleted = deleted.filter { $0.value > commit }
        }
    }

    private struct Memory {
        var known: (watch: Int, base: Base)?
        var notes = Notes()
    }

    private let memory = Mutex(Memory())
    private let generations = Mutex(0)

    /// What is known of `tables`; asked on the writing connection, outside a transaction.
    func snapshot(of tables: [TableDeclaration], in db: Database) throws -> Snapshot {
        let watch = try Int.fetchOne(db, sql: "PRAGMA data_version") ?? 0
        let commit = try FactsQuery.commit(in: db)
        return memory.withLock { memory in
            guard let known = memory.known, known.watch == watch,
                known.base.tables.isSuperset(of: tables.map(\.name))
            else { return Snapshot(watch: watch, commit: commit) }
            return Snapshot(watch: watch, commit: commit, base: known.base, notes: memory.notes)
        }
    }

    /// A number for facts that were read as a whole.
    func nextGeneration() -> Int {
        generations.withLock { number in
            number += 1
            return number
        }
    }

    /// Keeps facts that `snapshot` led to.
    func keep(_ facts: StoreFacts, after snapshot: Snapshot) {
        guard facts.absentTables.isEmpty else { return }
        memory.withLock { memory in
            // Whoever took longer knows less.
            guard facts.commit >= memory.notes.void else { return }
            if let known = memory.known, known.watch == snapshot.watch, known.base.commit > facts.commit { return }
            let base = Base(
                commit: facts.commit, generation: facts.generation,
                tables: facts.countedTables, counts: facts.rowCounts, states: facts.states)
            memory.known = (snapshot.watch, base)
            memory.notes.forget(upTo: facts.commit)
        }
    }

    /// A commit of this number did not happen, as far as is known: everything is read again.
    func undo(commit: Int) {
        memory.withLock { memory in
            memory.known = nil
            guard commit > 0 else { return }
            memory.notes = Notes(void: commit - 1)
        }
    }

    /// Takes note of what a commit of this process writes.
    func note(_ changes: ChangeSet, commit: Int) {
        memory.withLock { memory in
            if changes.removals.contains(where: { $0.table.name == PartitionState.table.name }) {
                memory.known = nil
                memory.notes.void = commit
            }
            for write in changes.partitions { memory.notes.written[write.partition] = (write.table, commit) }
            for deletion in changes.deletions {
                let partition = Partition(deletion.table.name, deletion.date)
                memory.notes.written[partition] = (deletion.table, commit)
                for name in [deletion.table.name] + deletion.projections {
                    memory.notes.deleted[Partition(name, deletion.date)] = commit
                }
            }
        }
    }
}

extension KnownFacts.Snapshot {
    /// The facts of this moment, of every table that is known; nil when not enough is known, or a commit came in between.
    func facts(in db: Database, locks: WorkerLocks) throws -> StoreFacts? {
        guard let base, try FactsQuery.commit(in: db) == commit else { return nil }
        var facts = try FactsQuery.beside(in: db, locks: locks)
        facts.generation = base.generation
        (facts.countedTables, facts.rowCounts, facts.states) = (base.tables, base.counts, base.states)
        // What is not counted may not even be here, as rows that another store keeps.
        for (partition, write) in notes.written where base.tables.contains(partition.table) {
            let statement = try RawStatement(db, TableSQL.of(write.table).countPartition)
            defer { statement.reset() }
            if write.table.partitionColumn != nil { try statement.bind(.date(partition.date)) }
            let count = try statement.step() ? statement.int(0) : 0
            facts.rowCounts[partition] = count > 0 ? count : nil
        }
        for partition in notes.deleted.keys { facts.states[partition] = nil }
        for state in try PartitionStates.changed(after: base.commit, in: db) { facts.states[state.partition] = state }
        return facts
    }
}

extension StoreFacts {
    /// The same with the rows of `tables` alone.
    func counting(_ tables: [TableDeclaration]) -> StoreFacts {
        let names = Set(tables.map(\.name))
        guard names != countedTables else { return self }
        var facts = self
        facts.countedTables = names
        facts.rowCounts = rowCounts.filter { names.contains($0.key.table) }
        return facts
    }
}
