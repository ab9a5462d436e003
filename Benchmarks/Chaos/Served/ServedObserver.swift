import Foundation
import NBA
import PipelineModel
import Rehearsal
import Synchronization

/// The second reader: asks the server throughout for partitions that are seen half written.
///
/// A partition must have no row, or exactly the rows its state counts, in one statement, which sees one moment.
final class ServedObserver: Sendable {
    private struct Seen {
        var looks = 0
        var violations: [String] = []
        var isEnding = false
    }

    private static let tables = NBACatalog.processors.map { $0.outputTable }.map { ($0.name.rawValue, $0.dataset) }
    private let seen = Mutex(Seen())
    private let database: PostgresDatabase
    private let ended = DispatchSemaphore(value: 0)

    /// Begins to look.
    init(_ database: PostgresDatabase) {
        self.database = database
        Thread { [self] in
            while !seen.withLock({ $0.isEnding }) {
                look()
                usleep(20_000)
            }
            ended.signal()
        }.start()
    }

    /// Ends looking.
    ///
    /// - Returns: how often it looked.
    /// - Throws: ``Broken`` with what it saw that must not be.
    func finish() throws -> Int {
        seen.withLock { $0.isEnding = true }
        ended.wait()
        return try seen.withLock { seen in
            guard seen.violations.isEmpty else {
                throw Broken(description: "the reader saw: " + seen.violations.prefix(10).joined(separator: "; "))
            }
            return seen.looks
        }
    }

    private func look() {
        // A server that is down shows nothing.
        guard let rows = try? database.rows(Self.halves) else { return }
        seen.withLock { seen in
            seen.looks += 1
            seen.violations += rows
        }
    }

    private static let halves = tables.map { table, dataset in
        """
        SELECT '\(table) ' || coalesce(s.game_date, r.game_date) || ': ' || coalesce(r.n, 0) || ' rows, its state says '
          || coalesce(s.row_count, 0)
        FROM (SELECT game_date, row_count FROM nba_orchestration.partition_state WHERE table_name = '\(table)') s
        FULL JOIN (SELECT game_date, count(*) AS n FROM \(dataset).\(table) GROUP BY 1) r USING (game_date)
        WHERE coalesce(r.n, 0) <> coalesce(s.row_count, 0)
        """
    }.joined(separator: " UNION ALL ")
}

extension Processor {
    fileprivate var outputTable: TableDeclaration { Output.table }
}
