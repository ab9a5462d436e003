internal import Dispatch
internal import GameCalendar
internal import PipelineModel
internal import Synchronization

/// Counts the rows of many tables on two connections that see the same moment: a server counts on as many processors as it is
/// asked on connections.
final class RowCounting: Sendable {
    private struct State {
        /// Tables that nobody has begun to count, in order.
        var left: ArraySlice<TableDeclaration>
        var facts = StoreFacts()
        var counted = 0
        var isLed = false
    }

    // Few tables are counted before another connection could begin.
    private static let worthSharing = 6
    private let tables: Int
    private let state: Mutex<State>
    /// What the second connection is to see, once the first has begun; nothing when it never does.
    let snapshots: AsyncStream<String>
    private let exports: AsyncStream<String>.Continuation
    private let hasBegun = DispatchSemaphore(value: 0)
    /// Whether a second connection is of use.
    let isShared: Bool

    init(_ tables: [TableDeclaration]) {
        self.tables = tables.count
        (snapshots, exports) = AsyncStream.makeStream(of: String.self)
        state = Mutex(State(left: tables[...]))
        isShared = tables.count >= Self.worthSharing
    }

    /// Whether every table was counted.
    var isComplete: Bool { state.withLock { $0.counted == tables } }

    /// Counts as part of the transaction that `connection` is in, beside whoever assists; once.
    func lead(_ connection: Connection, _ body: () throws -> Void) throws {
        guard isShared else {
            try body()
            return try work(connection)
        }
        let snapshot = try connection.run("SELECT pg_export_snapshot()").text(0, 0)
        let isFirst = state.withLock { state in
            defer { state.isLed = true }
            return !state.isLed
        }
        // What was counted so far is of another moment.
        guard isFirst else { throw WarehouseError(.unavailable, "\(connection.place): the connection was lost") }
        exports.yield(snapshot)
        // What is exported can be seen for as long as this transaction lasts.
        defer { hasBegun.wait() }
        try body()
        try work(connection)
    }

    /// Says that nobody leads, or that nobody leads any more.
    func endLeading() { exports.finish() }

    /// Says that nobody will begin to assist, or that somebody has.
    func endAssisting() { hasBegun.signal() }

    /// Counts what the leading transaction sees, on a connection of its own.
    func assist(_ connection: Connection, seeing snapshot: String) throws {
        try connection.transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY") { connection in
            try connection.execute("SET TRANSACTION SNAPSHOT '\(snapshot)'")
            hasBegun.signal()
            try work(connection)
        }
    }

    /// What was found.
    func put(into facts: inout StoreFacts) {
        let found = state.withLock { $0.facts }
        facts.absentTables = found.absentTables
        facts.rowCounts = found.rowCounts
    }

    private func work(_ connection: Connection) throws {
        while let table = state.withLock({ $0.left.popFirst() }) {
            var facts = StoreFacts()
            do {
                try FactsQuery.count(table, into: &facts, connection)
            } catch {
                state.withLock { $0.left.append(table) }
                throw error
            }
            state.withLock { state in
                state.counted += 1
                state.facts.absentTables.formUnion(facts.absentTables)
                state.facts.rowCounts.merge(facts.rowCounts) { $1 }
            }
        }
    }
}
