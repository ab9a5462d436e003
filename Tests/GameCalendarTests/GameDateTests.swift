import GameCalendar
import Testing

struct GameDateTests {
    @Test func `every day of 400 years is written and read as the leap rule says`() throws {
        let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        var date = try #require(GameDate("1900-01-01"))
        #expect(date.dayNumber == -25_567)
        var weekday = 1  // a Monday
        var mismatches = 0
        for year in 1900..<2300 {
            let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
            for month in 1...12 {
                for day in 1...(lengths[month - 1] + (month == 2 && isLeap ? 1 : 0)) {
                    let text = "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
                    let same =
                        date.description == text && GameDate(text) == date && date.components == (year, month, day)
                        && GameDate(year: year, month: month, day: day) == date && date.weekday == weekday
                        && date.year == year && date.monthLabel == String(text.prefix(7))
                    if !same { mismatches += 1 }
                    date = date + 1
                    weekday = (weekday + 1) % 7
                }
            }
        }
        #expect(mismatches == 0)
        #expect(date == GameDate("2300-01-01"))
    }

    @Test(arguments: [
        "", "2023", "2023-1-01", "2023-01-1", "20230101", "2023/01/01", "2023-13-01", "2023-00-10", "2023-01-00",
        "2023-01-32", "2023-02-29", "1900-02-29", "2023-04-31", "0000-01-01", "-001-01-01", "2023-01-01 ",
        " 2023-01-01",
        "2023-01-0a", "２０２３-01-01", "2023-01-01T00:00:00Z", "+023-01-01", "2023-01–01",
    ])
    func `what is no day is refused`(text: String) {
        #expect(GameDate(text) == nil)
    }

    @Test func `the ends of the calendar are days`() {
        #expect(GameDate("0001-01-01")?.description == "0001-01-01")
        #expect(GameDate("9999-12-31")?.description == "9999-12-31")
        #expect(GameDate(year: 10_000, month: 1, day: 1) == nil)
        #expect(GameDate("2000-02-29") != nil)
        #expect(GameDate.reference.description == "1970-01-01")
    }

    @Test func `days are counted both ways`() throws {
        let date = try #require(GameDate("2024-02-28"))
        #expect((date + 2).description == "2024-03-01")
        #expect((date - 59).description == "2023-12-31")
        #expect((date + 366) - date == 366)
        #expect(date - (date + 366) == -366)
        #expect(date < date + 1)
        #expect(GameDate(dayNumber: -1).weekday == 3)
    }
}

struct SeasonTests {
    @Test func `a season is named after its two years`() {
        #expect(Season("2021-22")?.startYear == 2021)
        #expect(Season("1999-00")?.startYear == 1999)
        #expect(Season(startYear: 1999).description == "1999-00")
        #expect(Season(startYear: 2008).description == "2008-09")
        #expect(Season(startYear: 2021).previous == Season(startYear: 2020))
        #expect(Season(startYear: 2020) < Season(startYear: 2021))
    }

    @Test(arguments: [
        "2021-23", "2021-2022", "2021", "21-22", "2021-22-", "-2021-22", "2021_22", "2021-2a", "", "+021-22",
    ])
    func `what is no season is refused`(label: String) {
        #expect(Season(label) == nil)
    }
}

struct TimestampTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", Int64(0)), ("1970-01-01T00:00:00.000001Z", 1), ("1969-12-31T23:59:59.999999Z", -1),
        ("2023-11-01T12:30:15.5Z", 1_698_841_815_500_000), ("2023-11-01 12:30:15Z", 1_698_841_815_000_000),
    ])
    func `an instant is read to the microsecond`(text: String, microseconds: Int64) throws {
        let instant = try #require(Timestamp(text))
        #expect(instant.microseconds == microseconds)
        #expect(Timestamp(instant.description) == instant)
    }

    @Test(arguments: [
        "2023-11-01", "2023-11-01T12:30:15", "2023-11-01T24:00:00Z", "2023-11-01T12:60:00Z", "2023-11-01T12:00:60Z",
        "2023-11-31T12:00:00Z", "2023-11-01T12:30:15.Z", "2023-11-01T12:30:15.1234567Z", "2023-11-01T12-30-15Z",
        "2023-11-01T12:30:15+00:00", "2023-11-01T1a:30:15Z", "2023-11-01X12:30:15Z", "2023-11-01T12:30:15,5Z",
    ])
    func `what is no instant is refused`(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test func `text order is time order, before 1970 too`() throws {
        let instants = [-86_400_000_001, -86_400_000_000, -1, 0, 1, 999_999, 1_000_000, 1_698_796_800_000_000]
            .map { Timestamp(microseconds: $0) }
        #expect(instants.map(\.description) == instants.map(\.description).sorted())
        #expect(instants[0].description == "1969-12-30T23:59:59.999999Z")
        #expect(instants.map { Timestamp($0.description) } == instants)
    }

    @Test func `seconds are added and told apart`() {
        let start = Timestamp(microseconds: 5)
        #expect(start.adding(seconds: 1.5).microseconds == 1_500_005)
        #expect(start.adding(seconds: 1.5).seconds(since: start) == 1.5)
        #expect(start.seconds(since: start.adding(seconds: 2)) == -2)
    }
}
