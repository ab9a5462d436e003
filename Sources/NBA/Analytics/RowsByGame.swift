/// A date's rows of one table, found by game: rows of one game are one slice of an array.
///
/// A date has some fifteen games, so looking one up walks a short list and hashes nothing.
package struct RowsByGame<Row: Sendable>: Sendable {
    private let rows: [Row]
    private var games: [(gameID: String, range: Range<Int>)] = []

    /// Groups `rows`, which keep their order within a game. Fastest when a game's rows stand together.
    package init(_ rows: [Row], game: (Row) -> String) {
        let isGrouped = Self.isGrouped(rows, game)
        self.rows =
            isGrouped
            ? rows
            : rows.enumerated().sorted { left, right in
                let (a, b) = (game(left.element), game(right.element))
                return a == b ? left.offset < right.offset : a < b
            }.map(\.element)
        for index in self.rows.indices {
            let gameID = game(self.rows[index])
            if let last = games.last, last.gameID == gameID {
                games[games.count - 1].range = last.range.lowerBound..<(index + 1)
            } else {
                games.append((gameID, index..<(index + 1)))
            }
        }
    }

    private static func isGrouped(_ rows: [Row], _ game: (Row) -> String) -> Bool {
        var ended: [String] = []
        var open = ""
        for row in rows where game(row) != open {
            if ended.contains(game(row)) { return false }
            ended.append(open)
            open = game(row)
        }
        return true
    }

    /// The rows of a game; empty when it has none.
    package subscript(gameID: String) -> ArraySlice<Row> {
        rows[games.first { $0.gameID == gameID }?.range ?? 0..<0]
    }

    /// Every row, game by game.
    package var all: [Row] { rows }
}
