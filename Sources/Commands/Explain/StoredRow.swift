import GameCalendar
import PipelineModel

/// One row of a table as it is stored.
struct StoredRow {
    let table: TableDeclaration
    let date: GameDate
    /// The values, in the table's column order.
    let cells: [Cell]

    /// The values of the key.
    var key: [Cell] { table.keyPositions.map { cells[$0] } }

    subscript(column: String) -> Cell { table.position(of: column).map { cells[$0] } ?? .null }

    /// The row whose key reads `key`.
    ///
    /// - Throws: ``CommandFailure`` when the date cannot be told or there is no such row.
    static func find(
        _ key: [String], in table: TableDeclaration, on date: GameDate?, _ store: any Store
    ) async throws -> StoredRow {
        guard key.count == table.key.count else {
            throw CommandFailure.usage(
                "the key of \(table.name) is \(table.key.joined(separator: ", ")): give \(table.key.count) values, "
                    + "not \(key.count)")
        }
        let date = try await self.date(of: key, table, date, store)
        let content = try await store.contents(of: StoredColumns(table), on: [date])[date]
        for row in 0..<(content?.rowCount ?? 0) {
            guard let cells = content?.cells(row: row) else { continue }
            let found = StoredRow(table: table, date: date, cells: cells)
            if found.key.map(\.description) == key { return found }
        }
        throw CommandFailure.usage(
            "\(table.name) \(date) has no row with the key \(key.joined(separator: " ")); compute the date first, or "
                + "check the key")
    }

    private static func date(
        of key: [String], _ table: TableDeclaration, _ date: GameDate?, _ store: any Store
    ) async throws -> GameDate {
        if let date { return date }
        if let position = table.key.firstIndex(of: "game_date"), let date = GameDate(key[position]) { return date }
        if let position = table.key.firstIndex(of: "game_id") {
            if let date = try await GameFinder(store).date(of: key[position]) { return date }
            throw CommandFailure.usage(
                "the schedule has no game '\(key[position])'; the key of \(table.name) is "
                    + "\(table.key.joined(separator: ", "))")
        }
        throw CommandFailure.usage("the key does not tell the game date; give it with --date")
    }

    /// The value of `column` in the row of `content` with this row's key; nil when there is none.
    func value(of column: String, in content: PartitionContent) -> Cell? {
        guard let position = table.position(of: column) else { return nil }
        for row in 0..<content.rowCount {
            let other = content.cells(row: row)
            if table.keyPositions.allSatisfy({ other[$0] == cells[$0] }) { return other[position] }
        }
        return nil
    }
}
