import GameCalendar
import PipelineTesting
import Randomness
import Testing

private func day(_ number: Int) -> GameDate { GameDate(dayNumber: Int32(number)) }

struct DateSetTests {
    private func random(_ random: inout SeededRandom) -> (set: DateSet, naive: Set<GameDate>) {
        let days = (0..<random.int(0...20)).map { _ in day(random.int(-15...15)) }
        return (DateSet(days), Set(days))
    }

    @Test func `the algebra is that of sets`() {
        for seed in UInt64(0)..<500 {
            var generator = SeededRandom(seed: seed)
            let (a, x) = random(&generator)
            let (b, y) = random(&generator)
            #expect(Array(a) == x.sorted(), "seed \(seed)")
            #expect(Array(a.union(b)) == x.union(y).sorted(), "seed \(seed)")
            #expect(Array(a.intersection(b)) == x.intersection(y).sorted(), "seed \(seed)")
            #expect(Array(a.subtracting(b)) == x.subtracting(y).sorted(), "seed \(seed)")
            #expect(a.union(b) == b.union(a) && a.intersection(b) == b.intersection(a), "seed \(seed)")
            #expect(a.subtracting(b).union(a.intersection(b)) == a, "seed \(seed)")
            let (low, high) = (generator.int(-20...20), generator.int(0...10))
            let range = day(low)...day(low + high)
            #expect(Array(a.within(range)) == x.filter(range.contains).sorted(), "seed \(seed)")
            #expect(Array(a.before(day(low))) == x.filter { $0 < day(low) }.sorted(), "seed \(seed)")
            #expect(a.contains(day(low)) == x.contains(day(low)), "seed \(seed)")
            #expect(a.firstIndex(notBefore: day(low)) == x.count { $0 < day(low) }, "seed \(seed)")
        }
    }

    @Test func `runs are stretches without a hole in the calendar`() {
        for seed in UInt64(0)..<300 {
            var generator = SeededRandom(seed: seed)
            let calendar = DateSet((0..<25).filter { _ in generator.chance(70) }.map(day))
            let set = DateSet(calendar.filter { _ in generator.chance(60) })
            let runs = set.runs(in: calendar)
            #expect(runs.flatMap { Array(calendar.within($0)) } == Array(set), "seed \(seed)")
            for (left, right) in zip(runs, runs.dropFirst()) {
                let between = calendar.within(left.upperBound...right.lowerBound).subtracting(set)
                #expect(!between.isEmpty, "seed \(seed): two runs that are one")
            }
        }
    }

    @Test func `the worked lines of runs`() {
        let calendar: DateSet = [day(1), day(2), day(4), day(5)]
        #expect(DateSet([day(1), day(2), day(5)]).runs(in: calendar) == [day(1)...day(2), day(5)...day(5)])
        #expect(DateSet([day(2), day(4)]).runs(in: calendar) == [day(2)...day(4)])
        #expect(DateSet().runs(in: calendar) == [])
    }
}

struct ScheduleTests {
    private let schedule = Schedule([
        .init(date: day(3), season: Season(startYear: 2021), countingGames: 0, expectedGames: 2),
        .init(date: day(1), season: Season(startYear: 2020), countingGames: 1, expectedGames: 1),
        .init(date: day(5), season: Season(startYear: 2021), countingGames: 2, expectedGames: 2),
        .init(date: day(4), season: Season(startYear: 2021), countingGames: 0, expectedGames: 0),
        .init(date: day(5), season: Season(startYear: 2021), countingGames: 3, expectedGames: 4),
    ])

    @Test func `days are ascending, each once, the last entry wins`() {
        #expect(schedule.days.map(\.date) == [day(1), day(3), day(4), day(5)])
        #expect(schedule[day(5)]?.countingGames == 3)
        #expect(schedule[day(2)] == nil)
    }

    @Test func `counting and expected dates are told apart, by season too`() {
        #expect(Array(schedule.countingDates) == [day(1), day(5)])
        #expect(Array(schedule.expectedDates) == [day(1), day(3), day(5)])
        #expect(Array(schedule.countingDates(of: Season(startYear: 2021))) == [day(5)])
        #expect(Array(schedule.expectedDates(of: Season(startYear: 2021))) == [day(3), day(5)])
        #expect(schedule.seasons == [Season(startYear: 2020), Season(startYear: 2021)])
        #expect(schedule.season(of: day(4)) == Season(startYear: 2021))
        #expect(schedule.season(of: day(2)) == nil)
    }
}
