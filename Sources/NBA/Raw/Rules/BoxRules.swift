package import GameCalendar
import PipelineModel

/// A team's or a player's line in a box score.
package protocol BoxLine: GameRow {
    var game: BoxGame { get }
    var teamAbbr: String { get set }
    var opponentAbbr: String { get set }
    var counters: BoxCounters { get }
}

extension BoxLine {
    package var namedGame: String { game.gameID }
    package var namedDate: GameDate { game.gameDate }
    package var namedTeam: String? { teamAbbr }

    mutating func useCanonicalTeams() {
        teamAbbr = Tricode.canonical(teamAbbr) ?? teamAbbr
        opponentAbbr = Tricode.canonical(opponentAbbr) ?? opponentAbbr
    }
}

extension RowCheck where Row: BoxLine {
    /// unknown_team: both teams are among the thirty.
    package static var unknownBoxTeam: RowCheck {
        RowCheck(.unknownTeam) { row, _ in
            if !Tricode.all.contains(row.teamAbbr) { return "'\(row.teamAbbr)' is no team of the league" }
            if !Tricode.all.contains(row.opponentAbbr) { return "'\(row.opponentAbbr)' is no team of the league" }
            return nil
        }
    }

    /// game_id_form: season and season type are those of the game id.
    package static var boxGameIDForm: RowCheck {
        RowCheck(.gameIDForm) { row, game in
            // What agrees with a schedule row, which was checked itself, needs no second look.
            if let game, game.season == row.game.season, game.seasonType == row.game.seasonType { return nil }
            return GameIDForm.complaint(
                gameID: row.game.gameID, season: row.game.season, seasonType: row.game.seasonType)
        }
    }

    /// points_identity: points are what the makes are worth.
    package static var pointsIdentity: RowCheck {
        RowCheck(.pointsIdentity) { row, _ in
            let c = row.counters
            let worth = 2 * c.fgMakes + c.threePtMakes + c.ftMakes
            guard c.points != worth else { return nil }
            return "points \(c.points), but 2·\(c.fgMakes) + \(c.threePtMakes) + \(c.ftMakes) = \(worth)"
        }
    }

    /// rebound_identity: rebounds are offensive and defensive ones.
    package static var reboundIdentity: RowCheck {
        RowCheck(.reboundIdentity) { row, _ in
            let c = row.counters
            guard c.rebounds != c.offensiveRebounds + c.defensiveRebounds else { return nil }
            return "rebounds \(c.rebounds), but \(c.offensiveRebounds) offensive + \(c.defensiveRebounds) defensive"
        }
    }

    /// shooting_order: nothing negative, no more makes than attempts, no more threes than field goals.
    package static var shootingOrder: RowCheck {
        RowCheck(.shootingOrder) { row, _ in
            let c = row.counters
            if let negative = c.negative { return "\(negative.name) is \(negative.value), below 0" }
            let orders = [
                ("fg_makes", c.fgMakes, "fg_attempts", c.fgAttempts),
                ("three_pt_makes", c.threePtMakes, "three_pt_attempts", c.threePtAttempts),
                ("ft_makes", c.ftMakes, "ft_attempts", c.ftAttempts),
                ("three_pt_makes", c.threePtMakes, "fg_makes", c.fgMakes),
                ("three_pt_attempts", c.threePtAttempts, "fg_attempts", c.fgAttempts),
            ]
            guard let broken = orders.first(where: { $0.1 > $0.3 }) else { return nil }
            return "\(broken.0) \(broken.1) exceeds \(broken.2) \(broken.3)"
        }
    }
}

extension BoxCounters {
    /// The fifteen counters in column order.
    package var values: [Int] {
        [
            points, fgMakes, fgAttempts, threePtMakes, threePtAttempts, ftMakes, ftAttempts, offensiveRebounds,
            defensiveRebounds, rebounds, assists, steals, blocks, turnovers, personalFouls,
        ]
    }

    /// The names of ``values``.
    package static let names = declaredColumns.map(\.name)

    /// The first counter below 0.
    var negative: (name: String, value: Int)? {
        let shooting = points | fgMakes | fgAttempts | threePtMakes | threePtAttempts | ftMakes | ftAttempts
        let others = offensiveRebounds | defensiveRebounds | rebounds | assists | steals | blocks
        guard shooting | others | turnovers | personalFouls < 0 else { return nil }
        return zip(Self.names, values).first { $0.1 < 0 }
    }
}

extension TeamBox: BoxLine, RawRow {
    package var partitionDate: GameDate { game.gameDate }
    package var scheduledGameID: String? { game.gameID }

    package mutating func derive(from game: GameFacts?) {
        useCanonicalTeams()
    }

    package static let checks: [RowCheck<TeamBox>] = [
        .unknownBoxTeam, .unknownGame, .boxGameIDForm, .pointsIdentity, .reboundIdentity, .shootingOrder,
        .quarterSum, .mirror,
    ]

    /// The entries of ``overtimePoints``; nil when one is no number.
    package var overtimes: [Int]? {
        guard !overtimePoints.isEmpty else { return [] }
        var entries: [Int] = []
        for entry in overtimePoints.split(separator: "|", omittingEmptySubsequences: false) {
            guard entry.utf8.count <= 6, let points = Int(entry) else { return nil }
            entries.append(points)
        }
        return entries
    }
}

extension RowCheck where Row == TeamBox {
    /// quarter_sum: quarters and overtimes add up, and there are as many overtimes as the schedule says.
    package static var quarterSum: RowCheck {
        RowCheck(.quarterSum) { row, game in
            guard let overtimes = row.overtimes else {
                return "overtime points '\(row.overtimePoints)' are not numbers joined by |"
            }
            let sum = row.q1 + row.q2 + row.q3 + row.q4 + overtimes.reduce(0, +)
            if sum != row.counters.points { return "quarters and overtimes give \(sum), points \(row.counters.points)" }
            guard let expected = game?.overtimePeriods, expected != overtimes.count else { return nil }
            return "\(overtimes.count) overtimes, the schedule says \(expected)"
        }
    }

    /// mirror: the margin is the difference of the points, and the points are the schedule's.
    package static var mirror: RowCheck {
        RowCheck(.mirror) { row, game in
            let margin = row.counters.points - row.opponentPoints
            if row.plusMinus != margin {
                return "plus_minus \(row.plusMinus), but \(row.counters.points) − \(row.opponentPoints) = \(margin)"
            }
            guard let score = game?.score(of: row.teamAbbr), score != row.counters.points else { return nil }
            return "points \(row.counters.points), the schedule says \(score)"
        }
    }
}

extension PlayerBox: BoxLine, RawRow {
    package var partitionDate: GameDate { game.gameDate }
    package var scheduledGameID: String? { game.gameID }

    package mutating func derive(from game: GameFacts?) {
        useCanonicalTeams()
        playerLookup = PlayerLookup.key(of: playerName)
    }

    package static let checks: [RowCheck<PlayerBox>] = [
        .unknownBoxTeam, .unknownGame, .boxGameIDForm, .pointsIdentity, .reboundIdentity, .shootingOrder,
        .secondsRange,
    ]
}

extension RowCheck where Row == PlayerBox {
    /// seconds_range: not below 0, and not longer than the game.
    package static var secondsRange: RowCheck {
        RowCheck(.secondsRange) { row, game in
            if row.secondsPlayed < 0 { return "seconds_played \(row.secondsPlayed), below 0" }
            guard let overtimes = game?.overtimePeriods, row.secondsPlayed > 60 * (48 + 5 * overtimes) else {
                return nil
            }
            return "seconds_played \(row.secondsPlayed), the game took \(60 * (48 + 5 * overtimes))"
        }
    }
}
