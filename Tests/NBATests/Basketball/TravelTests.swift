import GameCalendar
import NBA
import Testing

struct TravelTests {
    @Test func `a degree of the equator is 69 miles`() {
        // 3958.7613·π/180 = 69.09341865…, rounded to six decimals.
        #expect(greatCircleMiles(from: (0, 0), to: (0, 1)) == 69.093419)
        #expect(greatCircleMiles(from: (0, 179.5), to: (0, -179.5)) == 69.093419)
        #expect(greatCircleMiles(from: (0, 0), to: (90, 0)) == greatCircleMiles(from: (0, 0), to: (0, 90)))
    }

    @Test func `half way round the earth is as far as it gets`() {
        #expect(digits(greatCircleMiles(from: (0, 0), to: (0, 180))) == "12436.815417")
    }

    @Test(arguments: [
        ("2022-03-12", -5), ("2022-03-13", -4), ("2022-07-01", -4), ("2021-11-06", -4), ("2021-11-07", -5),
        ("2022-11-05", -4), ("2022-11-06", -5), ("2020-11-01", -5), ("2020-10-31", -4), ("2020-03-08", -4),
        ("2020-03-07", -5), ("2022-01-15", -5),
    ])
    func `daylight saving runs from March's second to November's first Sunday`(date: String, hours: Int) throws {
        #expect(ZoneOffset.hours(of: "America/New_York", on: try League.date(date)) == hours)
    }

    @Test(arguments: [
        ("America/Detroit", -4), ("America/Toronto", -4), ("America/Indiana/Indianapolis", -4), ("America/Chicago", -5),
        ("America/Denver", -6), ("America/Phoenix", -7), ("America/Los_Angeles", -7), ("America/Mexico_City", -6),
        ("Europe/Paris", 1),
    ])
    func `summer hours of the league's zones`(zone: String, hours: Int) throws {
        #expect(ZoneOffset.hours(of: zone, on: try League.date("2022-06-01")) == hours)
        #expect(ZoneOffset.hours(of: "Asia/Tokyo", on: try League.date("2022-06-01")) == nil)
    }

    @Test func `an unknown arena leaves travel open, a homestand is no travel`() throws {
        let map = TravelMap([League.arena("Garden", lat: 0, lon: 0, "America/New_York")])
        let date = try League.date("2022-01-01")
        #expect(map.miles(from: "Garden", to: "Garden") == 0)
        #expect(map.zoneChange(from: "Garden", to: "Garden", on: date) == 0)
        #expect(map.miles(from: "Garden", to: "Barn") == nil)
        #expect(map.miles(from: "Barn", to: "Barn") == nil)
        #expect(map.zoneChange(from: "Barn", to: "Garden", on: date) == nil)
    }
}
