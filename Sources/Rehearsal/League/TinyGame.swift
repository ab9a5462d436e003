package import GameCalendar

/// One game of a ``TinyLeague``, with every player's line.
package struct TinyGame: Sendable {
    /// Its date.
    package let date: GameDate
    /// Its id.
    package let id: String
    let away: Int
    let home: Int
    private(set) var awayLines: [TinyLine] = []
    private(set) var homeLines: [TinyLine] = []

    init(serial: Int, date: GameDate, away: Int, home: Int, players: Int, extraAssists: Int) {
        self.date = date
        self.away = away
        self.home = home
        let digits = String(serial)
        id = "00223" + String(repeating: "0", count: 5 - digits.count) + digits
        var draw = Draw(seed: UInt64(serial))
        awayLines = (0..<players).map { TinyLine(player: $0, of: players, from: &draw) }
        homeLines = (0..<players).map { TinyLine(player: $0, of: players, from: &draw) }
        awayLines[0].assists += extraAssists
        // Nobody draws: one more free throw decides.
        if total(awayLines, \.points) == total(homeLines, \.points) {
            homeLines[0].freeThrowMakes += 1
            homeLines[0].freeThrows += 1
        }
    }

    var sides: [TinySide] {
        [
            TinySide(team: away, opponent: home, isHome: false, lines: awayLines, opponentPoints: homePoints),
            TinySide(team: home, opponent: away, isHome: true, lines: homeLines, opponentPoints: awayPoints),
        ]
    }

    var awayPoints: Int { total(awayLines, \.points) }
    var homePoints: Int { total(homeLines, \.points) }
}

/// One team in one game.
struct TinySide {
    let team: Int
    let opponent: Int
    let isHome: Bool
    let lines: [TinyLine]
    let opponentPoints: Int

    func sum(_ counter: KeyPath<TinyLine, Int>) -> Int { total(lines, counter) }
    var points: Int { sum(\.points) }
}

/// What one player did in one game.
struct TinyLine: Sendable {
    let player: Int
    let seconds: Int
    let twoPointMakes: Int
    let twoPointers: Int
    let threePointMakes: Int
    let threePointers: Int
    var freeThrowMakes: Int
    var freeThrows: Int
    let offensiveRebounds: Int
    let defensiveRebounds: Int
    var assists: Int
    let steals: Int
    let blocks: Int
    let turnovers: Int
    let fouls: Int

    init(player: Int, of players: Int, from draw: inout Draw) {
        self.player = player
        seconds = 14_400 / players + (player < 14_400 % players ? 1 : 0)
        twoPointMakes = draw.number(0...6)
        twoPointers = twoPointMakes + draw.number(1...4)
        threePointMakes = draw.number(0...3)
        threePointers = threePointMakes + draw.number(0...4)
        freeThrowMakes = draw.number(0...4)
        freeThrows = freeThrowMakes + draw.number(0...1)
        offensiveRebounds = draw.number(0...2)
        defensiveRebounds = draw.number(0...6)
        assists = draw.number(0...5)
        steals = draw.number(0...2)
        blocks = draw.number(0...2)
        turnovers = draw.number(0...3)
        fouls = draw.number(0...5)
    }

    var isStarter: Bool { player < 5 }
    var makes: Int { twoPointMakes + threePointMakes }
    var attempts: Int { twoPointers + threePointers }
    var rebounds: Int { offensiveRebounds + defensiveRebounds }
    var points: Int { 2 * twoPointMakes + 3 * threePointMakes + freeThrowMakes }
}

/// Numbers that look random and are the same everywhere.
package struct Draw: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// The sequence of `seed`.
    package init(seed: UInt64) {
        state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678_9ABC_DEF1
    }

    /// The next 64 bits (SplitMix64).
    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }

    /// A number of `range`.
    package mutating func number(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.count))
    }
}

private func total(_ lines: [TinyLine], _ counter: KeyPath<TinyLine, Int>) -> Int {
    lines.reduce(0) { $0 + $1[keyPath: counter] }
}
