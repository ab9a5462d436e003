import PipelineEngine
import Testing

@testable import Dashboard

/// Several partitions of a day and phase are told in one state.
struct PhaseCalendarTests {
    @Test(
        arguments: [
            ([.complete, .complete], .complete), ([.complete, .missing], .partial), ([.missing, .missing], .missing),
            ([.partial, .complete], .partial), ([.stale, .complete], .stale), ([.stale, .missing], .partial),
            ([.waived, .complete], .waived), ([.waived, .stale], .stale), ([.notExpected, .notExpected], .notExpected),
            ([.notExpected, .complete], .complete), ([.notExpected, .missing], .missing), ([], .notExpected),
        ] as [([PartitionStatus], PartitionStatus)])
    func `the worst is told, and some missing make it partial`(_ statuses: [PartitionStatus], _ told: PartitionStatus) {
        #expect(PhaseCalendar.combined(statuses) == told)
    }

    @Test func `numbers are written in groups`() {
        #expect(
            [0, 999, 1000, 1_234_567, -1000].map(\.grouped) == [
                "0", "999", "1\u{202F}000", "1\u{202F}234\u{202F}567", "−1\u{202F}000",
            ])
    }

    @Test func `a quantile is a value that is there`() {
        #expect([Double]().quantile(0.5) == nil && [1.0].quantile(0.9) == 1 && [1.0, 2, 3, 4].quantile(0.5) == 3)
    }
}
