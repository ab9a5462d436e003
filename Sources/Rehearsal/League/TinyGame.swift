package import GameCalendar
import Randomness

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
        var random = SeededRandom(seed: UInt64(serial))
        awayLines = (0..<players).map { TinyLine(player: $0, of: players, from: &random) }
        homeLines = (0..<players).map { TinyLine(player: $0, of: players, from: &random) }
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

    init(player: Int, of players: Int, from random: inout SeededRandom) {
        self.player = player
        seconds = 14_400 / players + (player < 14_400 % players ? 1 : 0)
        twoPointMakes = random.int(0...6)
        twoPointers = twoPointMakes + random.int(1...4)
        threePointMakes = random.int(0...3)
        threePointers = threePointMakes + random.int(0...4)
        freeThrowMakes = random.int(0...4)
        freeThrows = freeThrowMakes + random.int(0...1)
        offensiveRebounds = random.int(0...2)
        defensiveRebounds = random.int(0...6)
        assists = random.int(0...5)
        steals = random.int(0...2)
        blocks = random.int(0...2)
        turnovers = random.int(0...3)
        fouls = random.int(0...5)
    }

    var isStarter: Bool { player < 5 }
    var makes: Int { twoPointMakes + threePointMakes }
    var attempts: Int { twoPointers + threePointers }
    var rebounds: Int { offensiveRebounds + defensiveRebounds }
    var points: Int { 2 * twoPointMakes + 3 * threePointMakes + freeThrowMakes }
}

private func total(_ lines: [TinyLine], _ counter: KeyPath<TinyLine, Int>) -> Int {
    lines.reduce(0) { $0 + $1[keyPath: counter] }
}
