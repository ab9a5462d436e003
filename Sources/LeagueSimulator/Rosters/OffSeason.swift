import GameCalendar
import Randomness

extension LeagueState {
    /// Everything between two seasons: players grow older and retire, contracts end, rookies are drafted by the weakest
    /// clubs first, open places are filled.
    mutating func turn(into season: Season, _ random: inout SeededRandom) {
        self.season = season
        for player in clubs.flatMap(\.roster) + freeAgents { Careers.mature(&players[player], into: season, &random) }
        freeAgents.removeAll { Careers.ends(players[$0], before: season) }
        for club in clubs.indices {
            let roster = self[club].roster.filter { !Careers.ends(players[$0], before: season) }
            let (ending, staying) = roster.split { _ in random.happens(Self.endingContracts) }
            self[club].roster = staying
            freeAgents += ending
        }
        resize(&random)
        draft(in: season, &random)
        for club in clubs.indices { self[club].record = ClubRecord() }
        renewHabits(&random)
        fillRosters(&random)
        trimFreeAgents()
    }

    private static let endingContracts = 0.14

    // Last season's worst chooses first, and everybody chooses once more.
    private mutating func draft(in season: Season, _ random: inout SeededRandom) {
        let order = Array(ranking.reversed())
        var rookies: [(player: Int, promise: Double)] = []
        for _ in 0..<Careers.draftedPerClub * clubs.count {
            let player = addNewcomer(in: season, &random)
            players[player].talent = Careers.expected(players[player], in: season)
            rookies.append((player, players[player].potential + 0.6 * random.normal()))
        }
        rookies.sort { ($0.promise, $1.player) > ($1.promise, $0.player) }
        for (turn, rookie) in rookies.enumerated() {
            let club = order[turn % order.count]
            makeRoom(in: club)
            self[club].roster.append(rookie.player)
        }
    }

    // A full club lets its weakest player go.
    private mutating func makeRoom(in club: Int) {
        while isFull(club) { release(weakestOf: club) }
    }

    /// Lets the weakest player of a club go.
    mutating func release(weakestOf club: Int) {
        guard let weakest = ranked(self[club].roster).last else { return }
        self[club].roster.removeAll { $0 == weakest }
        freeAgents.append(weakest)
    }
}

extension Array {
    /// The elements for which `condition` holds, and the others.
    fileprivate func split(_ condition: (Element) -> Bool) -> (matching: [Element], others: [Element]) {
        var (matching, others): ([Element], [Element]) = ([], [])
        for element in self {
            if condition(element) { matching.append(element) } else { others.append(element) }
        }
        return (matching, others)
    }
}
