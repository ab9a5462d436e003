import GameCalendar

/// The days one team plays on, as positions in the season's calendar.
struct TeamDays {
    private let days: [GameDate]
    private var isPlaying: [Bool]
    private var positions: [Int] = []
    private var isHome: [Bool] = []
    private var strain = 0
    private var pairs = 0

    init(_ calendar: SeasonCalendar) {
        days = calendar.days
        isPlaying = [Bool](repeating: false, count: days.count)
    }

    /// What is hard on the team, in points: third games in three nights, fourth games in five, long idle stretches,
    /// many pairs of nights, journeys for one game.
    var hardship: Int { strain + pairs * pairs / 2 }

    func plays(on day: Int) -> Bool { isPlaying[day] }

    /// Adds a game; `rests` counts the days between games along with it.
    mutating func add(_ day: Int, atHome: Bool, _ rests: inout RestCounts) {
        let place = place(of: day)
        // A game matters to itself and to the three after it.
        weigh(place..<place + 3, -1, &rests)
        isPlaying[day] = true
        positions.insert(day, at: place)
        isHome.insert(atHome, at: place)
        weigh(place..<place + 4, 1, &rests)
    }

    /// Takes a game away.
    mutating func remove(_ day: Int, _ rests: inout RestCounts) {
        let place = place(of: day)
        weigh(place..<place + 4, -1, &rests)
        isPlaying[day] = false
        positions.remove(at: place)
        isHome.remove(at: place)
        weigh(place..<place + 3, 1, &rests)
    }

    private func place(of day: Int) -> Int {
        var (low, high) = (0, positions.count)
        while low < high {
            let middle = (low + high) / 2
            if positions[middle] < day { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private mutating func weigh(_ places: Range<Int>, _ sign: Int, _ rests: inout RestCounts) {
        for place in places where place > 0 && place < positions.count {
            let step = positions[place] - positions[place - 1]
            rests.count(nights(place - 1, place), sign)
            if step == 1 { pairs += sign }
            if step > 4 { strain += sign * 15 * (step - 4) }
            if isHome[place] != isHome[place - 1] { strain += sign * 2 }
            if place >= 2, nights(place - 2, place) < 3 { strain += sign * 150 }
            if place >= 3, nights(place - 3, place) < 5 { strain += sign * 25 }
        }
    }

    private func nights(_ from: Int, _ to: Int) -> Int { days[positions[to]] - days[positions[from]] }
}

/// How often teams have one, two, three, four and more days from a game to the next.
struct RestCounts: Hashable {
    private var counts = [Int](repeating: 0, count: Self.usualShares.count)

    /// No game yet.
    init() {}

    /// What the league's teams have, over `gaps` gaps.
    init(ofGaps gaps: Int) {
        counts = Self.usualShares.map { Int($0 * Double(gaps) + 0.5) }
    }

    // Measured over three real seasons.
    private static let usualShares = [0.171, 0.636, 0.15, 0.027, 0.016]

    mutating func count(_ days: Int, _ sign: Int) { counts[min(days, counts.count) - 1] += sign }

    /// By how many gaps the two differ.
    func distance(from others: RestCounts) -> Int {
        var distance = 0
        for kind in counts.indices { distance += abs(counts[kind] - others.counts[kind]) }
        return distance
    }
}
