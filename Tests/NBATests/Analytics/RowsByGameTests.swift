import NBA
import Testing

struct RowsByGameTests {
    private struct Row: Hashable {
        let game: String
        let number: Int
    }

    private func rows(_ text: String) -> [Row] {
        text.enumerated().map { Row(game: String($0.element), number: $0.offset) }
    }

    @Test(arguments: ["", "a", "aabbb", "abab", "ba", "cacbab"])
    func `the rows of a game, in the order given`(_ games: String) {
        let rows = rows(games)
        let grouped = RowsByGame(rows, game: \.game)
        for game in "abcd" {
            #expect(Array(grouped[String(game)]) == rows.filter { $0.game == String(game) })
        }
        #expect(Set(grouped.all) == Set(rows))
        #expect(grouped.all.count == rows.count)
    }
}
