import GameCalendar
import NBA
import PipelineModel
import PipelineTesting
import Testing

extension League {
    /// NYK at BOS on every other day from 2021-11-01 on, `count` times; every game has a shot chart.
    static func series(_ count: Int, from first: String = "2021-11-01", season: Int = 2021) throws -> League {
        var league = League()
        try league.add(series: count, from: first, season: season)
        return league
    }

    /// Adds the games of ``series(_:from:season:)``, after those there are.
    mutating func add(series count: Int, from first: String, season: Int) throws {
        let start = try Self.date(first)
        for index in 0..<count {
            let game = try play("NYK", at: "BOS", (start + 2 * index).description, season: season)
            chart(of: "BOS", in: game)
            chart(of: "NYK", in: game)
        }
    }

    /// The shot chart of a team whose five shoot 8/16, 2/4 of them from three: each makes 4 of 9 in the paint, the
    /// first unassisted, and 2 of 3 from mid-range.
    mutating func chart(of team: String, in gameID: String) {
        for player in Self.five(team) {
            for attempt in 0..<9 {
                shoot(
                    player, of: team, in: gameID, 2, "Restricted Area", made: attempt < 4, assisted: (1..<4) ~= attempt)
            }
            for attempt in 0..<3 { shoot(player, of: team, in: gameID, 2, "Mid-Range", made: attempt < 2) }
            for attempt in 0..<4 { shoot(player, of: team, in: gameID, 3, "Above the Break 3", made: attempt < 2) }
        }
    }

    /// The rows of one table on one date, everything before computed.
    func rows<Row: WarehouseRow>(_ row: Row.Type = Row.self, on date: String) throws -> [Row] {
        try runner(phases: [.analytics, .precompute]).rows(row, on: try Self.date(date))
    }
}

/// Paint, mid-range and threes to twelve significant digits.
func digits(_ zones: ZoneValues) -> [String] {
    ShotZoneGroup.allCases.map { digits(zones[$0]) }
}
