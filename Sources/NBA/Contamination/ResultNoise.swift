package import PipelineModel

/// Results of games replaced by numbers out of the air, for the proof that nothing known before a game depends on them.
///
/// Who played, in which game and for which team stays as it is; so does everything known before the start.
package enum ResultNoise {
    /// The raw tables that hold results.
    package static let tables: [TableDeclaration] = [
        ScheduledGame.table, TeamBox.table, PlayerBox.table, Shot.table,
    ]

    /// The rows of `table` in `content` with other results; unchanged when the table holds none.
    ///
    /// - Throws: ``ContentError``, as every encoding of rows may.
    package static func disturbed(
        _ content: PartitionContent, of table: TableName, _ random: inout some RandomNumberGenerator
    ) throws(ContentError) -> PartitionContent {
        switch table {
        case ScheduledGame.table.name: try disturbed(content, as: ScheduledGame.self, &random)
        case TeamBox.table.name: try disturbed(content, as: TeamBox.self, &random)
        case PlayerBox.table.name: try disturbed(content, as: PlayerBox.self, &random)
        case Shot.table.name: try disturbed(content, as: Shot.self, &random)
        default: content
        }
    }

    private static func disturbed<Row: Disturbed>(
        _ content: PartitionContent, as row: Row.Type, _ random: inout some RandomNumberGenerator
    ) throws(ContentError) -> PartitionContent {
        var rows = Row.rows(from: content)
        if Row.keptPercent < 100 { rows.removeAll { _ in Int.random(in: 1...100, using: &random) > Row.keptPercent } }
        for index in rows.indices { rows[index].disturb(&random) }
        return try PartitionContent(rows, table: Row.table)
    }
}

/// A row with results in it.
private protocol Disturbed: WarehouseRow {
    /// How many of a hundred rows stay; all of them where rows say who took part.
    static var keptPercent: Int { get }
    mutating func disturb(_ random: inout some RandomNumberGenerator)
}

extension Disturbed {
    fileprivate static var keptPercent: Int { 100 }
}

extension ScheduledGame: Disturbed {
    fileprivate mutating func disturb(_ random: inout some RandomNumberGenerator) {
        guard result.gameStatus == GameStatus.final.rawValue else { return }
        result.awayScore = .random(in: 80...150, using: &random)
        result.homeScore = .random(in: 80...150, using: &random)
        result.overtimePeriods = .random(in: 0...2, using: &random)
        attendance = .random(in: 10_000...20_000, using: &random)
    }
}

extension TeamBox: Disturbed {
    fileprivate mutating func disturb(_ random: inout some RandomNumberGenerator) {
        counters = .drawn(upTo: 40, using: &random)
        turnoversInclTeam = counters.turnovers
        minutesTotal = 240
        opponentPoints = .random(in: 80...150, using: &random)
        plusMinus = counters.points - opponentPoints
        (q1, q2, q3, q4, overtimePoints) = (counters.points, 0, 0, 0, "")
    }
}

extension PlayerBox: Disturbed {
    fileprivate mutating func disturb(_ random: inout some RandomNumberGenerator) {
        starter = .random(using: &random)
        secondsPlayed = .random(in: 0...2880, using: &random)
        minutesRounded = (secondsPlayed + 30) / 60
        plusMinus = .random(in: -40...40, using: &random)
        counters = .drawn(upTo: 10, using: &random)
    }
}

extension Shot: Disturbed {
    // How many there are is a result, too.
    fileprivate static var keptPercent: Int { 70 }

    fileprivate mutating func disturb(_ random: inout some RandomNumberGenerator) {
        made = .random(using: &random)
        assisted = made && .random(using: &random)
        let isThree = Bool.random(using: &random)
        shotType = isThree ? 3 : 2
        zoneBasic = (isThree ? ShotZone.aboveTheBreak : ShotZone.restrictedArea).rawValue
        period = .random(in: 1...4, using: &random)
        distanceFt = .random(in: 0...30, using: &random)
    }
}

extension BoxCounters {
    // Numbers that keep every rule of a box score, none of them 0 where a rate divides by it.
    fileprivate static func drawn(upTo most: Int, using random: inout some RandomNumberGenerator) -> BoxCounters {
        func number() -> Int { .random(in: 1...most, using: &random) }
        var line = BoxCounters()
        line.threePtMakes = number()
        line.fgMakes = line.threePtMakes + number()
        line.ftMakes = number()
        line.threePtAttempts = line.threePtMakes + number()
        line.fgAttempts = line.fgMakes + line.threePtAttempts - line.threePtMakes + number()
        line.ftAttempts = line.ftMakes + number()
        line.points = 2 * line.fgMakes + line.threePtMakes + line.ftMakes
        (line.offensiveRebounds, line.defensiveRebounds) = (number(), number())
        line.rebounds = line.offensiveRebounds + line.defensiveRebounds
        (line.assists, line.steals, line.blocks) = (number(), number(), number())
        (line.turnovers, line.personalFouls) = (number(), number())
        return line
    }
}
