import GameCalendar
import Randomness

/// Everybody in the league between two games: clubs, players, free agents.
struct LeagueState: Sendable {
    private(set) var clubs: [Club]
    /// The season that is played, or about to be.
    var season: Season
    var players: [Player] = []
    /// Players without a club, by position in ``players``, in no order that matters.
    var freeAgents: [Int] = []
    private var names = NameMaker()

    /// Places on a roster by position: guards to centers.
    static let places = [3, 4, 4, 3, 3]

    /// A league at the start of `season`, with a past of its own.
    init(teams: Int, season: Season, _ random: inout SeededRandom) {
        self.init(teams: teams, founded: Season(startYear: season.startYear - Self.past), &random)
        while self.season < season {
            // Nobody remembers those games; the better rosters will have won them.
            for club in clubs.indices { clubs[club].record.add(margin: Int(100 * worth(of: clubs[club].roster))) }
            turn(into: Season(startYear: self.season.startYear + 1), &random)
        }
    }

    private static let past = 12

    // Players of all ages by chance: the years to come bring what belongs together.
    private init(teams: Int, founded season: Season, _ random: inout SeededRandom) {
        self.season = season
        clubs = Franchise.league(of: teams).enumerated().map { index, franchise in
            var habits = ClubHabits()
            // Four years bring habits to their usual spread.
            for _ in 0..<4 { habits = habits.next(&random) }
            return Club(franchise: franchise, index: index, habits: habits)
        }
        clubs.centerHabits()
        for year in (season.startYear - 20)...season.startYear {
            for _ in 0..<Careers.draftedPerClub * teams {
                let player = addNewcomer(in: Season(startYear: year), &random)
                players[player].talent = Careers.expected(players[player], in: season) + 0.4 * random.normal()
                if !Careers.ends(players[player], before: season) { freeAgents.append(player) }
            }
        }
        fillRosters(&random)
        trimFreeAgents()
    }

    /// Adds a player who enters in `season` and has no club yet.
    mutating func addNewcomer(in season: Season, _ random: inout SeededRandom) -> Int {
        let name = names.next(&random)
        players.append(Careers.newcomer(id: 1_700_001 + players.count, name: name, in: season, &random))
        return players.count - 1
    }

    /// All clubs by their records, best first.
    var ranking: [Int] {
        clubs.indices.sorted { left, right in
            if clubs[left].record.isBetter(than: clubs[right].record) { return true }
            return !clubs[right].record.isBetter(than: clubs[left].record) && left < right
        }
    }

    /// `candidates`, best first.
    func ranked(_ candidates: some Sequence<Int>) -> [Int] {
        candidates.map { (worth: players[$0].worth(in: season), player: $0) }
            .sorted { ($0.worth, $1.player) > ($1.worth, $0.player) }.map(\.player)
    }

    private func worth(of roster: [Int]) -> Double {
        ranked(roster).prefix(10).reduce(0) { $0 + players[$1].rating }
    }

    /// A new season's habits for every club.
    mutating func renewHabits(_ random: inout SeededRandom) {
        for club in clubs.indices { clubs[club].habits = clubs[club].habits.next(&random) }
        clubs.centerHabits()
    }

    subscript(club: Int) -> Club {
        get { clubs[club] }
        set { clubs[club] = newValue }
    }

    /// Draws how many players each club wants to keep.
    mutating func resize(_ random: inout SeededRandom) {
        for club in clubs.indices { clubs[club].rosterSize = 16 + random.index(weighing: [1, 1, 1]) }
    }

    /// Gives every open place to the best free agent of chance: better players choose first, and choose any club.
    mutating func fillRosters(_ random: inout SeededRandom) {
        let order = freeAgents.map { (player: $0, wish: players[$0].worth(in: season) + 0.5 * random.normal()) }
            .sorted { ($0.wish, $1.player) > ($1.wish, $0.player) }
        var waiting: [Int] = []
        for (player, _) in order {
            let place = players[player].position.rawValue
            let open = clubs.indices.filter { count(of: place, in: $0) < Self.places[place] && !isFull($0) }
            if let club = choice(of: player, among: open, &random) {
                clubs[club].roster.append(player)
            } else {
                waiting.append(player)
            }
        }
        for club in clubs.indices {
            while !isFull(club), !waiting.isEmpty { clubs[club].roster.append(waiting.removeFirst()) }
        }
        freeAgents = waiting
    }

    // Who can choose goes where there is room to shine; the others go anywhere.
    private func choice(of player: Int, among open: [Int], _ random: inout SeededRandom) -> Int? {
        guard let first = random.element(of: open), let other = random.element(of: open) else { return nil }
        guard players[player].rating > 1 else { return first }
        return worth(of: clubs[first].roster) <= worth(of: clubs[other].roster) ? first : other
    }

    /// Whether a club keeps as many players as it wants.
    func isFull(_ club: Int) -> Bool { clubs[club].roster.count >= clubs[club].rosterSize }

    private func count(of place: Int, in club: Int) -> Int {
        clubs[club].roster.count { players[$0].position.rawValue == place }
    }

    /// Only the best free agents wait for a call; the others leave for good.
    mutating func trimFreeAgents() {
        freeAgents = Array(ranked(freeAgents).prefix(2 * clubs.count))
    }
}
