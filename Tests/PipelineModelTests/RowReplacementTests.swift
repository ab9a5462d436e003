import GameCalendar
import PipelineModel
import PipelineTesting
import Randomness
import Testing

struct RowReplacementTests {
    private static let key = StatSample.table.key
    private static let date = GameDate(dayNumber: 19_662)

    private func content(_ points: [Int: Int]) throws -> PartitionContent {
        try PartitionContent(
            points.map { StatSample(Self.date, "a", $0.key, points: $0.value) }, table: StatSample.table)
    }

    @Test func `one row of three differs, one is gone, one is new`() throws {
        let before = try content([1: 10, 2: 20, 3: 30])
        let after = try content([1: 10, 2: 21, 4: 40])
        let replacement = RowReplacement(of: before, by: after, key: Self.key)
        #expect(replacement.outdated == [1, 2])
        #expect(replacement.fresh == [1, 2])
        #expect(replacement.rowsChanged == 3)
    }

    @Test(arguments: 1...50)
    func `what stays and what is fresh are the new rows`(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        func points() -> [Int: Int] {
            var points: [Int: Int] = [:]
            for _ in 0..<random.int(0...12) { points[random.int(1...9)] = random.int(0...1) }
            return points
        }
        let before = try content(points())
        let after = try content(points())
        let replacement = RowReplacement(of: before, by: after, key: Self.key)
        let stays = (0..<before.rowCount).filter { !replacement.outdated.contains($0) }.map { before.rowBytes($0) }
        let fresh = replacement.fresh.map { after.rowBytes($0) }
        let wanted = Set((0..<after.rowCount).map { after.rowBytes($0) })
        #expect(Set(stays + fresh) == wanted, "seed \(seed)")
        #expect(stays.count + fresh.count == after.rowCount, "seed \(seed)")
        let difference = ContentDifference(before: before, after: after, key: Self.key)
        #expect(replacement.rowsChanged == difference.rows.count, "seed \(seed)")
    }
}
