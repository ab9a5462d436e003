import GameCalendar
import Randomness

/// Puts every game on a day.
///
/// Games start on days of chance and are moved, a step at a time, towards a season like the league's: the wished number
/// of games a day, the usual rest between games, few third games in three nights, trips of several games. Nobody ever
/// plays twice a day, not even in between.
struct GameDays {
    private let games: [Matchup]
    private let calendar: SeasonCalendar
    private let wishes: [Int]
    private var loads: [Int]
    /// The day of each game, as a position in the calendar.
    private var dayOfGame: [Int]
    private var teams: [TeamDays]
    private var rests = RestCounts()
    private let wantedRests: RestCounts
    private var random: SeededRandom

    /// Assigns `games` of `teams` teams to the days of `calendar`.
    init(_ games: [Matchup], teams count: Int, on calendar: SeasonCalendar, _ random: SeededRandom) {
        var random = random
        wishes = calendar.loads(games: games.count, limit: count / 2, &random)
        (self.games, self.calendar, self.random) = (games, calendar, random)
        loads = [Int](repeating: 0, count: calendar.days.count)
        dayOfGame = [Int](repeating: -1, count: games.count)
        teams = [TeamDays](repeating: TeamDays(calendar), count: count)
        let gaps = games.count * 2 - count
        wantedRests = RestCounts(ofGaps: gaps)
        start()
        improve(steps: games.count * Self.stepsPerGame)
    }

    private static let stepsPerGame = 400

    /// The games of every day, in the order of the calendar's days.
    var byDay: [(date: GameDate, games: [Matchup])] {
        var days = calendar.days.map { (date: $0, games: [Matchup]()) }
        for (game, day) in dayOfGame.enumerated() { days[day].games.append(games[game]) }
        return days
    }

    // Somewhere free for both; where there is no such day, whoever stands in the way is put elsewhere.
    private mutating func start() {
        var waiting = random.shuffled(games.indices)
        while let game = waiting.popLast() {
            let matchup = games[game]
            let free = calendar.days.indices.filter { isFree($0, for: matchup) }
            let day = random.element(of: free.filter { loads[$0] < wishes[$0] }) ?? random.element(of: free)
            if let day {
                place(game, on: day)
                continue
            }
            let hard = random.int(0...calendar.days.count - 1)
            for other in games.indices where dayOfGame[other] == hard {
                guard games[other].contains(matchup.home) || games[other].contains(matchup.away) else { continue }
                remove(other)
                waiting.insert(other, at: random.int(0...waiting.count))
            }
            place(game, on: hard)
        }
    }

    private func isFree(_ day: Int, for game: Matchup) -> Bool {
        !teams[game.home].plays(on: day) && !teams[game.away].plays(on: day)
    }

    private mutating func place(_ game: Int, on day: Int) {
        dayOfGame[game] = day
        loads[day] += 1
        teams[games[game].home].add(day, atHome: true, &rests)
        teams[games[game].away].add(day, atHome: false, &rests)
    }

    private mutating func remove(_ game: Int) {
        let day = dayOfGame[game]
        dayOfGame[game] = -1
        loads[day] -= 1
        teams[games[game].home].remove(day, &rests)
        teams[games[game].away].remove(day, &rests)
    }

    // Steps that make it worse are taken less and less.
    private mutating func improve(steps: Int) {
        for step in 0..<steps {
            let left = steps - step
            let patience = Self.patience * left / steps * left / steps
            let game = random.int(0...games.count - 1)
            let day = random.int(0...calendar.days.count - 1)
            if isFree(day, for: games[game]) { move(game, to: day, ifNoWorseThan: patience) }
        }
    }

    private static let patience = 60

    private mutating func move(_ game: Int, to day: Int, ifNoWorseThan patience: Int) {
        let former = dayOfGame[game]
        let before = cost(game, former, day)
        remove(game)
        place(game, on: day)
        guard cost(game, former, day) > before + patience else { return }
        remove(game)
        place(game, on: former)
    }

    // Of everything a move of `game` between two days can change.
    private func cost(_ game: Int, _ day: Int, _ other: Int) -> Int {
        crowding(day) + crowding(other) + 40 * rests.distance(from: wantedRests)
            + teams[games[game].home].hardship + teams[games[game].away].hardship
    }

    private func crowding(_ day: Int) -> Int {
        let difference = loads[day] - wishes[day]
        // The first day is for few and the last one for all.
        let isEdge = day == 0 || day == loads.count - 1
        return (isEdge ? 40 : 10) * difference * difference
    }
}
