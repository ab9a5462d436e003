import GameCalendar
import Randomness

/// Trades and signings of one season: on which days, drawn before it begins.
struct MovePlan {
    /// Trades before the games of a day.
    private(set) var trades: [GameDate: Int] = [:]
    /// Players let go for a free agent before the games of a day.
    private(set) var signings: [GameDate: Int] = [:]

    /// Half a trade and two signings a club over a whole season; most trades come in the week before the deadline.
    init(clubs: Int, calendar: SeasonCalendar, _ random: inout SeededRandom) {
        let days = calendar.days
        guard days.count >= 20 else { return }
        let open = days.filter { $0 <= calendar.tradeDeadline }
        let share = Double(days.count) / 163
        for _ in 0..<max(1, Int(0.7 * Double(clubs) * share + 0.5)) {
            let isLate = random.chance(55)
            let from = isLate ? open.count - min(6, open.count) : min(open.count / 4, open.count - 1)
            trades[open[random.int(from...open.count - 1)], default: 0] += 1
        }
        for _ in 0..<Int(3.2 * Double(clubs) * share + 0.5) {
            signings[days[random.int(days.count / 12...days.count * 9 / 10)], default: 0] += 1
        }
    }
}

extension LeagueState {
    /// Makes the moves planned for the morning of `date`.
    mutating func makeMoves(_ plan: MovePlan, on date: GameDate, _ random: inout SeededRandom) {
        for _ in 0..<(plan.trades[date] ?? 0) { trade(&random) }
        for _ in 0..<(plan.signings[date] ?? 0) { sign(&random) }
    }

    // One to three players a side who are worth about the same; after enough fruitless talks nobody moves.
    private mutating func trade(_ random: inout SeededRandom) {
        for _ in 0..<40 {
            let (first, second) = (random.int(0...clubs.count - 1), random.int(0...clubs.count - 1))
            guard first != second else { continue }
            let count = 1 + random.index(weighing: [5, 4, 2])
            let (ours, theirs) = (offer(of: first, count, &random), offer(of: second, count, &random))
            let difference = worth(ours) - worth(theirs)
            guard abs(difference) < 0.5 else { continue }
            self[first].roster = self[first].roster.filter { !ours.contains($0) } + theirs
            self[second].roster = self[second].roster.filter { !theirs.contains($0) } + ours
            return
        }
    }

    private func offer(of club: Int, _ count: Int, _ random: inout SeededRandom) -> [Int] {
        // The best one and the end of the bench are not for sale.
        Array(random.shuffled(ranked(self[club].roster).dropFirst().prefix(12)).prefix(count))
    }

    private func worth(_ offer: [Int]) -> Double {
        offer.reduce(0) { sum, player in
            // Two middling players do not make a star.
            let surplus = max(0, players[player].rating + 1)
            return sum + surplus * surplus
        }
    }

    // A club lets its weakest player go and takes one who has been waiting.
    private mutating func sign(_ random: inout SeededRandom) {
        guard !freeAgents.isEmpty else { return }
        let club = random.int(0...clubs.count - 1)
        guard let newcomer = random.element(of: ranked(freeAgents).prefix(12)) else { return }
        freeAgents.removeAll { $0 == newcomer }
        release(weakestOf: club)
        self[club].roster.append(newcomer)
    }
}
