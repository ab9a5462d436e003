import ContentDigest
import GameCalendar
import PipelineModel
import PipelineTesting
import Testing

@testable import PipelineRuntime

struct PartitionCacheTests {
    private let date = WeatherSample.firstDay

    private func content(_ value: Double) throws -> PartitionContent {
        try PartitionContent([DailyLevel(date, 1, value, basis: 1)], table: DailyLevel.table)
    }

    private func states(_ content: PartitionContent) throws -> [PartitionState] {
        var state = PartitionState()
        (state.tableName, state.gameDate, state.digest) = (DailyLevel.input, date, content.digest)
        return [state, state.projected(LevelSetMember.input, to: try LevelSetMember.content(of: content))]
    }

    @Test func `a computed partition is served under its own digest and its projections' only`() throws {
        let cache = PartitionCache()
        let stored = try content(10)
        let states = try states(stored)
        cache.keep(stored, of: Partition(DailyLevel.input, date), as: states)
        #expect(cache.rows(DailyLevel.self, on: date, digest: stored.digest)?.map(\.value) == [10])
        #expect(cache.rows(LevelSetMember.self, on: date, digest: states[1].digest)?.map(\.value) == [10])
        let other = try content(20)
        #expect(cache.rows(DailyLevel.self, on: date, digest: other.digest) == nil)
        #expect(cache.rows(LevelSetMember.self, on: date, digest: stored.digest) == nil)
        #expect(cache.rows(DailyLevel.self, on: date + 1, digest: stored.digest) == nil)
        #expect(cache.rows(DailyTotal.self, on: date, digest: stored.digest) == nil)
    }

    @Test func `what is computed again replaces what was there`() throws {
        let cache = PartitionCache()
        let (old, new) = (try content(10), try content(20))
        cache.keep(old, of: Partition(DailyLevel.input, date), as: try states(old))
        cache.keep(new, of: Partition(DailyLevel.input, date), as: try states(new))
        #expect(cache.rows(DailyLevel.self, on: date, digest: new.digest)?.map(\.value) == [20])
        #expect(cache.rows(DailyLevel.self, on: date, digest: old.digest) == nil)
    }

    @Test func `eviction lets go of earlier dates, not of reference tables`() {
        let cache = PartitionCache()
        for day in [date, date + 1, .reference] {
            cache.keep([DailyTotal(day, 1, 1, basis: 1)], on: day, digest: .ofNothing)
        }
        cache.evict(before: date + 1)
        #expect(cache.rows(DailyTotal.self, on: date, digest: .ofNothing) == nil)
        #expect(cache.rows(DailyTotal.self, on: date + 1, digest: .ofNothing)?.count == 1)
        #expect(cache.rows(DailyTotal.self, on: .reference, digest: .ofNothing)?.count == 1)
    }
}
