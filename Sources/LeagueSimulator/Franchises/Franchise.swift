/// A club of the league: who it is, not who plays for it.
struct Franchise: Hashable, Sendable {
    /// Tricode.
    let code: String
    /// League id.
    let id: Int
    /// Where it plays at home.
    let home: Venue

    private init(_ code: String, _ serial: Int, _ home: Venue) {
        (self.code, self.home) = (code, home)
        id = 1_610_612_737 + serial
    }

    /// The fifteen clubs of one half of the league; every third one is in the same division.
    static let east: [Franchise] = [
        Franchise("BOS", 1, .boston), Franchise("CHI", 4, .chicago), Franchise("ATL", 0, .atlanta),
        Franchise("BKN", 14, .brooklyn), Franchise("CLE", 2, .cleveland), Franchise("CHA", 29, .charlotte),
        Franchise("NYK", 15, .newYork), Franchise("DET", 28, .detroit), Franchise("MIA", 11, .miami),
        Franchise("PHI", 18, .philadelphia), Franchise("IND", 17, .indianapolis), Franchise("ORL", 16, .orlando),
        Franchise("TOR", 24, .toronto), Franchise("MIL", 12, .milwaukee), Franchise("WAS", 27, .washington),
    ]

    /// The fifteen clubs of the other half.
    static let west: [Franchise] = [
        Franchise("DEN", 6, .denver), Franchise("LAL", 10, .losAngeles), Franchise("DAL", 5, .dallas),
        Franchise("MIN", 13, .minneapolis), Franchise("GSW", 7, .sanFrancisco), Franchise("HOU", 8, .houston),
        Franchise("OKC", 23, .oklahomaCity), Franchise("PHX", 19, .phoenix), Franchise("MEM", 26, .memphis),
        Franchise("POR", 20, .portland), Franchise("SAC", 21, .sacramento), Franchise("NOP", 3, .newOrleans),
        Franchise("UTA", 25, .saltLakeCity), Franchise("LAC", 9, .losAngeles), Franchise("SAS", 22, .sanAntonio),
    ]

    /// A league of `count` clubs: the first half plays in one conference, the second half in the other.
    static func league(of count: Int) -> [Franchise] {
        Array(east.prefix(count / 2) + west.prefix(count / 2))
    }
}

/// An arena with a made-up name where a real city is.
struct Venue: Hashable, Sendable {
    let arena: String
    /// As schedules print it.
    let city: String
    /// Degrees north.
    let latitude: Double
    /// Degrees east.
    let longitude: Double
    let zone: TimeZoneName
    /// Seats.
    let capacity: Int

    private init(
        _ arena: String, _ city: String, _ latitude: Double, _ longitude: Double, _ zone: TimeZoneName, _ capacity: Int
    ) {
        (self.arena, self.city, self.capacity) = (arena, city, capacity)
        (self.latitude, self.longitude, self.zone) = (latitude, longitude, zone)
    }
}

/// The time zones of the league by their IANA names.
enum TimeZoneName: String, Hashable, Sendable {
    case eastern = "America/New_York"
    case toronto = "America/Toronto"
    case detroit = "America/Detroit"
    case indianapolis = "America/Indiana/Indianapolis"
    case central = "America/Chicago"
    case mountain = "America/Denver"
    case phoenix = "America/Phoenix"
    case pacific = "America/Los_Angeles"

    /// Hours that clocks there are behind New York in winter, when most games are played.
    var hoursBehindEastern: Int {
        switch self {
        case .eastern, .toronto, .detroit, .indianapolis: 0
        case .central: 1
        case .mountain, .phoenix: 2
        case .pacific: 3
        }
    }
}

extension Venue {
    static let atlanta = Venue("Peachtree Hall", "Atlanta, Georgia", 33.76, -84.4, .eastern, 18_100)
    static let boston = Venue("Harbor Dome", "Boston, Massachusetts", 42.37, -71.06, .eastern, 19_200)
    static let brooklyn = Venue("Flatbush Arena", "Brooklyn, New York", 40.68, -73.97, .eastern, 17_700)
    static let charlotte = Venue("Uptown Hive", "Charlotte, North Carolina", 35.22, -80.84, .eastern, 19_000)
    static let chicago = Venue("Lakeshore Stadium", "Chicago, Illinois", 41.88, -87.67, .central, 20_900)
    static let cleveland = Venue("Cuyahoga Court", "Cleveland, Ohio", 41.5, -81.69, .eastern, 19_400)
    static let dallas = Venue("Trinity Center", "Dallas, Texas", 32.79, -96.81, .central, 19_200)
    static let denver = Venue("Mile High Court", "Denver, Colorado", 39.75, -105.01, .mountain, 19_500)
    static let detroit = Venue("Motor Hall", "Detroit, Michigan", 42.34, -83.06, .detroit, 20_300)
    static let houston = Venue("Bayou Center", "Houston, Texas", 29.75, -95.36, .central, 18_000)
    static let indianapolis = Venue(
        "Crossroads Fieldhouse", "Indianapolis, Indiana", 39.76, -86.16, .indianapolis, 17_900)
    static let losAngeles = Venue("Figueroa Forum", "Los Angeles, California", 34.04, -118.27, .pacific, 19_000)
    static let memphis = Venue("Bluff City Arena", "Memphis, Tennessee", 35.14, -90.05, .central, 17_800)
    static let miami = Venue("Biscayne Pavilion", "Miami, Florida", 25.78, -80.19, .eastern, 19_600)
    static let milwaukee = Venue("Brewline Arena", "Milwaukee, Wisconsin", 43.05, -87.92, .central, 17_400)
    static let minneapolis = Venue("Northstar Center", "Minneapolis, Minnesota", 44.98, -93.28, .central, 18_000)
    static let newOrleans = Venue("Crescent Hall", "New Orleans, Louisiana", 29.95, -90.08, .central, 16_900)
    static let newYork = Venue("Midtown Gardens", "New York, New York", 40.75, -73.99, .eastern, 19_800)
    static let oklahomaCity = Venue("Red Earth Arena", "Oklahoma City, Oklahoma", 35.46, -97.52, .central, 18_200)
    static let orlando = Venue("Lake Eola Arena", "Orlando, Florida", 28.54, -81.38, .eastern, 18_800)
    static let philadelphia = Venue("Broad Street Hall", "Philadelphia, Pennsylvania", 39.9, -75.17, .eastern, 20_500)
    static let phoenix = Venue("Saguaro Center", "Phoenix, Arizona", 33.45, -112.07, .phoenix, 17_100)
    static let portland = Venue("Rose Quarter Hall", "Portland, Oregon", 45.53, -122.67, .pacific, 19_400)
    static let sacramento = Venue("Gold Rush Court", "Sacramento, California", 38.58, -121.5, .pacific, 17_600)
    static let saltLakeCity = Venue("Wasatch Arena", "Salt Lake City, Utah", 40.77, -111.9, .mountain, 18_300)
    static let sanAntonio = Venue("Mission Center", "San Antonio, Texas", 29.43, -98.44, .central, 18_400)
    static let sanFrancisco = Venue("Bayside Arena", "San Francisco, California", 37.77, -122.39, .pacific, 18_100)
    static let toronto = Venue("Lakefront Centre", "Toronto, Ontario", 43.64, -79.38, .toronto, 19_800)
    static let washington = Venue("Capitol Court", "Washington, District of Columbia", 38.9, -77.02, .eastern, 20_400)
    /// Nobody's home: where the cup final is played.
    static let neutral = Venue("Desert Star Arena", "Las Vegas, Nevada", 36.1, -115.18, .pacific, 18_000)
}
