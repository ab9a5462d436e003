import GameCalendar
import PipelineTesting
import Testing

@Suite struct DateStripTests {
    @Test func `a day without games is not a gap`() throws {
        let start = try #require(GameDate("2023-11-01"))
        let week = strip("xx-.x", from: start)
        #expect(week.schedule.countingDates.dates == [start, start + 1, start + 2, start + 4])
        #expect(week.present.dates == [start, start + 1, start + 4])
        #expect(week.missing.dates == [start + 2])
        #expect(week.schedule.seasons == [Season(startYear: 2023)])
        #expect(week.drawn(over: (start - 1)...(start + 5)) == ".xx-.x.")
    }
}
