import GameCalendar

extension SeasonPlay {
    /// Plays the play-in, the playoffs and the final.
    mutating func playPostseason() {
        let plan = PostseasonPlan(teams: league.clubs.count, after: lastRegularDay)
        var seeds = [false, true].map { standings(isWest: $0) }
        if plan.hasPlayIn { seeds = playPlayIn(seeds, plan) }
        var alive = seeds.map { Array($0.prefix(plan.qualifiers)) }
        for round in 1..<plan.rounds { alive = playRound(round, alive, plan) }
        playFinal(alive.compactMap(\.first), plan)
    }

    // The loser of 7 against 8 has a second chance against the winner of 9 against 10.
    private mutating func playPlayIn(_ seeds: [[Int]], _ plan: PostseasonPlan) -> [[Int]] {
        var seeds = seeds
        let last = plan.qualifiers
        func serial(_ turn: Int, _ side: Int) -> Int { turn == 2 ? 201 + 10 * side : 101 + 10 * turn + 20 * side }
        var losers: [Int] = []
        for side in 0...1 {
            let day = plan.playInDay(0)
            let (home, away) = (seeds[side][last - 2], seeds[side][last - 1])
            let winner = playPlayIn(Matchup(home: home, away: away), serial(0, side), on: day)
            seeds[side][last - 2] = winner
            losers.append(winner == home ? away : home)
        }
        var challengers: [Int] = []
        for side in 0...1 {
            let day = plan.playInDay(1)
            let matchup = Matchup(home: seeds[side][last], away: seeds[side][last + 1])
            challengers.append(playPlayIn(matchup, serial(1, side), on: day))
        }
        for side in 0...1 {
            let matchup = Matchup(home: losers[side], away: challengers[side])
            seeds[side][last - 1] = playPlayIn(matchup, serial(2, side), on: plan.playInDay(2))
        }
        return seeds
    }

    private mutating func playPlayIn(_ matchup: Matchup, _ serial: Int, on date: GameDate) -> Int {
        play(listing(.playIn, serial, matchup, on: date, label: "Play-In Game"))
    }

    // Best against last, in the order that keeps the best two apart until the end; winners keep the order.
    private mutating func playRound(_ round: Int, _ alive: [[Int]], _ plan: PostseasonPlan) -> [[Int]] {
        var series: [Series] = []
        for seeds in alive {
            let bracket = round == 1 ? Self.bracket(of: seeds) : seeds
            for pair in stride(from: 0, to: bracket.count, by: 2) {
                series.append(meeting(round, series.count, bracket[pair], bracket[pair + 1]))
            }
        }
        play(&series, plan)
        let winners = series.compactMap(\.winner)
        return [Array(winners.prefix(winners.count / 2)), Array(winners.suffix(winners.count / 2))]
    }

    private mutating func playFinal(_ finalists: [Int], _ plan: PostseasonPlan) {
        guard finalists.count == 2 else { return }
        var series = [meeting(plan.rounds, 0, finalists[0], finalists[1])]
        play(&series, plan)
    }

    private func meeting(_ round: Int, _ number: Int, _ one: Int, _ other: Int) -> Series {
        let isOtherBetter = league[other].record.isBetter(than: league[one].record)
        return Series(
            round: round, number: number, better: isOtherBetter ? other : one, other: isOtherBetter ? one : other)
    }

    /// 1 to 8 as 1, 8, 4, 5, 3, 6, 2, 7.
    private static func bracket(of seeds: [Int]) -> [Int] {
        switch seeds.count {
        case 8: [0, 7, 3, 4, 2, 5, 1, 6].map { seeds[$0] }
        case 4: [0, 3, 1, 2].map { seeds[$0] }
        default: seeds
        }
    }

    // All series of a round day by day; what is decided early is not played on.
    private mutating func play(_ series: inout [Series], _ plan: PostseasonPlan) {
        var games: [(date: GameDate, series: Int)] = []
        for one in series.indices {
            games += plan.days(round: series[one].round, series: series[one].number).map { ($0, one) }
        }
        for (date, one) in games.sorted(by: { ($0.date, $0.series) < ($1.date, $1.series) }) {
            guard series[one].winner == nil else { continue }
            let current = series[one]
            // Rounds of short playoffs are numbered as those of long ones: the final is the fourth.
            let round = 4 - plan.rounds + current.round
            let serial = 100 * round + 10 * current.number + current.games + 1
            let name = plan.name(ofRound: current.round, isWest: current.number * 2 >= series.count)
            let label = "\(season.startYear + 1) \(name) Game \(current.games + 1)"
            series[one].add(winner: play(listing(.playoffs, serial, current.next, on: date, label: label)))
        }
    }
}

extension PostseasonPlan {
    /// What a round is called.
    fileprivate func name(ofRound round: Int, isWest: Bool) -> String {
        if round == rounds { return "Finals" }
        let conference = isWest ? "Western Conference" : "Eastern Conference"
        switch rounds - round {
        case 1: return "\(conference) Finals"
        case 2: return "\(conference) Semifinals"
        default: return "\(conference) First Round"
        }
    }
}
