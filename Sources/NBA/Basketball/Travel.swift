internal import Foundation
package import GameCalendar

/// Great-circle miles between two places given in degrees, rounded to six decimals, half away from zero.
///
/// Haversine with the mean earth radius 3,958.7613 mi. The only rounding in the pipeline: it hides the last bits in
/// which platforms' sine and arcsine differ.
package func greatCircleMiles(
    from origin: (lat: Double, lon: Double), to destination: (lat: Double, lon: Double)
) -> Double {
    let radius: Double = 3958.7613
    let perDegree: Double = .pi / 180
    let halfLat: Double = sin((destination.lat - origin.lat) * perDegree / 2)
    let halfLon: Double = sin((destination.lon - origin.lon) * perDegree / 2)
    let scale: Double = cos(origin.lat * perDegree) * cos(destination.lat * perDegree)
    let haversine: Double = halfLat * halfLat + scale * halfLon * halfLon
    let miles: Double = 2 * radius * asin(min(1, haversine.squareRoot()))
    return (miles * 1_000_000).rounded(.toNearestOrAwayFromZero) / 1_000_000
}

/// Hours from UTC in the league's time zones, by rule instead of by the system's database.
package enum ZoneOffset {
    private static let standard: [String: Int] = [
        "America/New_York": -5, "America/Detroit": -5, "America/Toronto": -5, "America/Indiana/Indianapolis": -5,
        "America/Indianapolis": -5, "America/Chicago": -6, "America/Denver": -7, "America/Phoenix": -7,
        "America/Los_Angeles": -8, "America/Mexico_City": -6, "Europe/Paris": 1,
    ]
    // Mexico and Arizona keep standard time; European summer time ends before the season's games there.
    private static let withoutDaylightSaving: Set<String> = ["America/Phoenix", "America/Mexico_City", "Europe/Paris"]

    /// Hours east of UTC on `date` in the zone with this IANA name, nil for a zone the league does not play in.
    package static func hours(of zone: String, on date: GameDate) -> Int? {
        guard let hours = standard[zone] else { return nil }
        return !withoutDaylightSaving.contains(zone) && isDaylightSaving(date) ? hours + 1 : hours
    }

    /// From the second Sunday of March, inclusive, to the first Sunday of November, exclusive.
    package static func isDaylightSaving(_ date: GameDate) -> Bool {
        let (_, month, day) = date.components
        switch month {
        case 4...10: return true
        // The newest Sunday up to today; the second one of March falls on the 8th to 14th.
        case 3: return day - date.weekday >= 8
        case 11: return day - date.weekday < 1
        default: return false
        }
    }
}

/// Where arenas are, for travel between games.
package struct TravelMap: Sendable {
    private let arenas: [String: Arena]

    /// A map of `arenas`; without any, all travel is NULL.
    package init(_ arenas: [Arena]) {
        self.arenas = Dictionary(arenas.map { ($0.arena, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Miles between two arenas, 0 inside one; NULL when either is unknown.
    package func miles(from origin: String, to destination: String) -> Double? {
        guard let start = arenas[origin], let end = arenas[destination] else { return nil }
        if origin == destination { return 0 }
        return greatCircleMiles(from: (start.lat, start.lon), to: (end.lat, end.lon))
    }

    /// Hours the clock moves on the way, positive eastward, both ends taken on `date`; NULL with an unknown arena.
    package func zoneChange(from origin: String, to destination: String, on date: GameDate) -> Int? {
        guard let start = arenas[origin], let end = arenas[destination] else { return nil }
        guard
            let before = ZoneOffset.hours(of: start.timezone, on: date),
            let after = ZoneOffset.hours(of: end.timezone, on: date)
        else { return nil }
        return after - before
    }
}
