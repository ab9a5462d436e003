import Foundation
import GRDB
import NBA
import PipelineModel

/// The second reader: looks at the store throughout and notes every partition that is seen half written.
///
/// A partition must have no row, or exactly the rows its state counts, in one read transaction; and the run named by its
/// state must have ended well in that same transaction.
struct Observer {
    private static let derived = NBACatalog.processors.map(\.table)
    private static let raw = NBACatalog.sources.filter { $0.table.partitionColumn != nil }.map(\.table.name)
    private let queue: DatabaseQueue

    init(store: String) throws {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(10)
        queue = try DatabaseQueue(path: store, configuration: configuration)
    }

    /// Looks until standard input ends.
    ///
    /// - Returns: whether everything was whole at every look.
    func watch(reportingTo report: String) throws -> Bool {
        var looks = 0
        var seen = 0
        var violations: [String] = []
        repeat {
            let found = try look(at: looks.isMultiple(of: 20) ? Self.raw + Self.derived : Self.derived)
            violations += found.violations.prefix(20)
            seen += found.partitions
            looks += 1
        } while !inputEnds(within: 5)
        let lines = ["\(looks)", "\(seen)"] + violations
        try Data(lines.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: report))
        return violations.isEmpty
    }

    private func look(at tables: [TableName]) throws -> (partitions: Int, violations: [String]) {
        try queue.read { db in
            var partitions = 0
            var violations: [String] = []
            for table in tables where try db.tableExists(table.rawValue) {
                let states = try Self.counts(
                    db, "SELECT game_date, row_count FROM partition_state WHERE table_name = ?", [table.rawValue])
                let rows = try Self.counts(
                    db, "SELECT game_date, count(*) FROM \"\(table.rawValue)\" GROUP BY game_date", [])
                partitions += states.count
                for date in Set(states.keys).union(rows.keys) where states[date, default: 0] != rows[date, default: 0] {
                    violations.append(
                        "\(table) \(date): \(rows[date, default: 0]) rows, its state says \(states[date, default: 0])")
                }
            }
            return (partitions, violations + (try Self.orphans(db)))
        }
    }

    // Partitions whose run is not recorded as ended well.
    private static func orphans(_ db: Database) throws -> [String] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT s.table_name, s.game_date, h.status FROM partition_state s
                LEFT JOIN processor_run_history h ON h.run_id = s.run_id
                WHERE h.run_id IS NULL OR h.status NOT IN ('success', 'no_data', 'partial')
                """)
        return rows.map { row in
            let (table, date, status): (String, String, String?) = (row[0], row[1], row[2])
            return "\(table) \(date): the run that wrote it is \(status ?? "not recorded")"
        }
    }

    private static func counts(_ db: Database, _ sql: String, _ arguments: StatementArguments) throws -> [String: Int] {
        var counts: [String: Int] = [:]
        let cursor = try Row.fetchCursor(db, sql: sql, arguments: arguments)
        while let row = try cursor.next() { counts[row[0]] = row[1] }
        return counts
    }

    private func inputEnds(within milliseconds: Int32) -> Bool {
        var input = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
        guard poll(&input, 1, milliseconds) > 0 else { return false }
        var byte: UInt8 = 0
        return read(0, &byte, 1) <= 0
    }
}
