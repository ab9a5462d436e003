import Randomness

/// A franchise in one season: its players and its habits.
struct Club: Sendable {
    let franchise: Franchise
    /// Position in the league.
    let index: Int
    /// Positions in the league's list of players.
    var roster: [Int] = []
    /// Players it keeps: fifteen, and one to three who come and go.
    var rosterSize = 17
    var habits: ClubHabits
    /// How it stands this season.
    var record = ClubRecord()
}

/// How a club plays, whoever plays for it, and how its scorers count.
struct ClubHabits: Sendable {
    /// Possessions per 48 minutes above the league's.
    var pace = 0.0
    /// Factor on the taste for three-pointers.
    var threes = 1.0
    /// Factor on the taste for mid-range shots.
    var midRange = 1.0
    /// Factor on crashing the offensive boards.
    var boards = 1.0
    /// Factor on the shots at the rim that its defence gives away.
    var rimAllowed = 1.0
    /// How many shots near the basket the arena's scorers see at the rim: a factor, 1 being usual.
    var rimSeen = 1.0
    /// Factor on the assists the arena's scorers see.
    var assistsSeen = 1.0
    /// Factor on the fouls its defence makes.
    var fouling = 1.0

    /// The league's usual ways.
    init() {}

    /// The next season's habits: somewhat like these.
    func next(_ random: inout SeededRandom) -> ClubHabits {
        func moved(_ value: Double, around usual: Double, deviation: Double) -> Double {
            // 0.7² + 0.51 = 1, so deviations neither grow nor shrink over the seasons.
            usual + 0.7 * (value - usual) + 0.714 * deviation * random.normal()
        }
        var next = ClubHabits()
        next.pace = moved(pace, around: 0, deviation: 2)
        next.threes = moved(threes, around: 1, deviation: 0.055)
        next.midRange = moved(midRange, around: 1, deviation: 0.24)
        next.boards = moved(boards, around: 1, deviation: 0.06)
        next.rimAllowed = moved(rimAllowed, around: 1, deviation: 0.06)
        next.rimSeen = moved(rimSeen, around: 1, deviation: 0.16)
        next.assistsSeen = moved(assistsSeen, around: 1, deviation: 0.05)
        next.fouling = moved(fouling, around: 1, deviation: 0.03)
        return next
    }
}

extension [Club] {
    /// Brings everybody's habits back around the league's, so that habits differ and the league stays itself.
    mutating func centerHabits() {
        let pace = mean(\.habits.pace)
        for club in indices { self[club].habits.pace -= pace }
        let factors: [WritableKeyPath<ClubHabits, Double>] = [
            \.threes, \.midRange, \.boards, \.rimAllowed, \.rimSeen, \.assistsSeen, \.fouling,
        ]
        for factor in factors {
            let usual = mean { $0.habits[keyPath: factor] }
            for club in indices { self[club].habits[keyPath: factor] /= usual }
        }
    }

    private func mean(_ value: (Club) -> Double) -> Double { reduce(0) { $0 + value($1) } / Double(count) }
}

/// Wins and losses of a regular season.
struct ClubRecord: Hashable, Sendable {
    private(set) var wins = 0
    private(set) var losses = 0
    /// Points scored minus points allowed.
    private(set) var margin = 0

    mutating func add(margin: Int) {
        if margin > 0 { wins += 1 } else { losses += 1 }
        self.margin += margin
    }

    /// Whether this record ranks before `other`: more wins of as many games, then the better margin.
    func isBetter(than other: ClubRecord) -> Bool {
        let (ours, theirs) = (wins * (other.wins + other.losses), other.wins * (wins + losses))
        return ours != theirs ? ours > theirs : margin > other.margin
    }
}
