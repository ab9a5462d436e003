import GameCalendar

/// The days one team plays on, as positions in the season's calendar.
struct TeamDays {
    private var isPlaying: [Bool]
    private var positions: [Int] = []
    private var isHome: [Bool] = []

    init(days: Int) {
        isPlaying = [Bool](repeating: false, count: days)
    }

    func plays(on day: Int) -> Bool { isPlaying[day] }

    mutating func add(_ day: Int, atHome: Bool) {
        let place = place(of: day)
        isPlaying[day] = true
        positions.insert(day, at: place)
        isHome.insert(atHome, at: place)
    }

    mutating func remove(_ day: Int) {
        let place = place(of: day)
        isPlaying[day] = false
        positions.remove(at: place)
        isHome.remove(at: place)
    }

    private func place(of day: Int) -> Int {
        var (low, high) = (0, positions.count)
        while low < high {
            let middle = (low + high) / 2
            if positions[middle] < day { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The days from each game to the next.
    func rests(_ calendar: SeasonCalendar) -> RestCounts {
        var rests = RestCounts()
        for index in positions.indices.dropFirst() {
            rests.count(calendar.days[positions[index]] - calendar.days[positions[index - 1]])
        }
        return rests
    }

    /// What is hard on the team, in points: third games in three nights, fourth games in five, long idle stretches,
    /// many pairs of nights, journeys for one game.
    func strain(_ calendar: SeasonCalendar) -> Int {
        var (strain, pairs) = (0, 0)
        for index in positions.indices.dropFirst() {
            let step = positions[index] - positions[index - 1]
            if step == 1 { pairs += 1 }
            if step > 4 { strain += 15 * (step - 4) }
            if isHome[index] != isHome[index - 1] { strain += 2 }
            if index >= 2, nights(index - 2, index, calendar) < 3 { strain += 150 }
            if index >= 3, nights(index - 3, index, calendar) < 5 { strain += 25 }
        }
        return strain + pairs * pairs / 2
    }

    private func nights(_ from: Int, _ to: Int, _ calendar: SeasonCalendar) -> Int {
        calendar.days[positions[to]] - calendar.days[positions[from]]
    }
}

/// How often teams have one, two, three, four and more days from a game to the next.
struct RestCounts: Hashable {
    private var counts = SIMD8<Int>()
    private static let kinds = 5

    /// No game yet.
    init() {}

    /// What the league's teams have, over `gaps` gaps.
    init(ofGaps gaps: Int) {
        for (kind, share) in Self.usualShares.enumerated() { counts[kind] = Int(share * Double(gaps) + 0.5) }
    }

    // Measured over three real seasons.
    private static let usualShares = [0.171, 0.636, 0.15, 0.027, 0.016]

    mutating func count(_ days: Int) { counts[min(days, Self.kinds) - 1] += 1 }

    mutating func add(_ others: RestCounts, _ sign: Int) { counts = counts &+ others.counts &* sign }

    /// By how many gaps the two differ.
    func distance(from others: RestCounts) -> Int {
        (0..<Self.kinds).reduce(0) { $0 + abs(counts[$1] - others.counts[$1]) }
    }
}
