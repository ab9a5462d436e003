/// Two teams, by position in the league, and who is at home.
struct Matchup: Hashable, Sendable {
    var home: Int
    var away: Int

    /// Whether `team` plays.
    func contains(_ team: Int) -> Bool { team == home || team == away }
}

/// Who meets whom in a regular season.
///
/// Everybody meets everybody at home and away as often as that goes into the number of games. The rest is played
/// inside the two conferences, where division rivals meet most; thirty teams and 82 games give 4, 4, 3 and 2 meetings.
struct MatchupPlan {
    /// Every regular game; each team is in exactly as many as asked for, half of them at home if the number is even.
    private(set) var games: [Matchup] = []

    /// The games of `teams` teams with `perTeam` games each.
    ///
    /// - Parameter season: turns which rivals meet a fourth time.
    init(teams: Int, perTeam: Int, season: Int) {
        let league = Circle(Array(0..<teams))
        let rounds = 2 * (teams - 1)
        for _ in 0..<perTeam / rounds { games += league.everybodyTwice }
        var rest = perTeam % rounds
        let half = teams / 2
        let conferences = [Circle(Array(0..<half)), Circle(Array(half..<teams))]
        // A conference of an odd number of teams has no graph of an odd degree: one game goes across.
        if rest > 0, perTeam < rounds || !(half * rest).isMultiple(of: 2) {
            let across = perTeam < rounds ? rest : 1
            games += league.games(degree: across, turn: season)
            rest -= across
        }
        for conference in conferences { games += conference.games(degree: rest, turn: season) }
    }
}

/// Teams in a ring. A game between neighbours of a fixed distance, all the way round, gives everybody two games, one
/// at home.
private struct Circle {
    private let teams: [Int]
    private var count: Int { teams.count }

    init(_ teams: [Int]) { self.teams = teams }

    private func ring(_ distance: Int) -> [Matchup] {
        teams.indices.map { Matchup(home: teams[$0], away: teams[($0 + distance) % count]) }
    }

    /// Each team against the one opposite, a game for everybody; only where the ring is even.
    private func opposites(turned: Bool) -> [Matchup] {
        (0..<count / 2).map { place in
            let pair = (teams[place], teams[place + count / 2])
            return turned != place.isMultiple(of: 2)
                ? Matchup(home: pair.1, away: pair.0) : Matchup(home: pair.0, away: pair.1)
        }
    }

    var everybodyTwice: [Matchup] {
        teams.flatMap { home in teams.map { Matchup(home: home, away: $0) } }.filter { $0.home != $0.away }
    }

    /// Games that give every team `degree` of them, spread over the rivals as evenly as rings go.
    func games(degree: Int, turn: Int) -> [Matchup] {
        var games: [Matchup] = []
        var left = degree
        // What is left over after rings goes to opposites, which give one game each.
        let single = count.isMultiple(of: 2)
        if single, !left.isMultiple(of: 2) {
            games += opposites(turned: !turn.isMultiple(of: 2))
            left -= 1
        }
        let distances = order(turn: turn)
        var lap = 0
        while left > 0 {
            for distance in distances where left > 0 {
                games +=
                    single && 2 * distance == count
                    ? opposites(turned: false) + opposites(turned: true)
                    : ring(lap.isMultiple(of: 2) ? distance : count - distance)
                left -= 2
            }
            lap += 1
        }
        return games
    }

    // All distances once; division rivals, every third team, come first when a lap is not finished.
    private func order(turn: Int) -> [Int] {
        let distances = Array(1...max(1, count / 2))
        let (near, far) = (distances.filter { $0.isMultiple(of: 3) }, distances.filter { !$0.isMultiple(of: 3) })
        guard !far.isEmpty else { return near }
        let shift = turn % far.count
        return near + far[shift...] + far[..<shift]
    }
}
