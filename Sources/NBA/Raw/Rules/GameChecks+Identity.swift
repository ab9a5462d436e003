package import GameCalendar

/// A row that names its game.
package protocol GameRow: Sendable {
    var namedGame: String { get }
    var namedDate: GameDate { get }
    /// The team the row is about, nil when it is about none.
    var namedTeam: String? { get }
}

extension RowCheck where Row: GameRow {
    /// unknown_game: the schedule has the game on the row's date, and the team plays in it.
    package static var unknownGame: RowCheck {
        RowCheck(.unknownGame) { row, game in
            guard let game else { return "game \(row.namedGame) is not in the schedule" }
            guard game.date == row.namedDate else {
                return "game \(row.namedGame) is dated \(row.namedDate); the schedule lists it under \(game.date)"
            }
            guard let team = row.namedTeam, !game.contains(team) else { return nil }
            return "\(team) does not play in game \(game.label)"
        }
    }

    /// unknown_team: the row's team is one of the thirty.
    package static var unknownTeam: RowCheck {
        RowCheck(.unknownTeam) { row, _ in
            row.namedTeam.flatMap { Tricode.all.contains($0) ? nil : "'\($0)' is no team of the league" }
        }
    }
}

/// The first five characters of a game id, and what they must agree with.
package enum GameIDForm {
    /// Season type by the first three characters.
    package static let kinds = ["002": "regular", "004": "playoffs", "005": "playin", "006": "cup_final"]

    /// What is wrong with `gameID` for a game of `season` and `seasonType`; nil when they agree.
    package static func complaint(gameID: String, season: String, seasonType: String) -> String? {
        let bytes = Array(gameID.utf8)
        guard bytes.count == 10, bytes.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return "game_id '\(gameID)' is not ten digits"
        }
        let kind = String(gameID.prefix(3))
        guard kinds[kind] == seasonType else {
            return "game_id \(gameID) says \(kinds[kind] ?? "an unknown kind \(kind)"), season_type '\(seasonType)'"
        }
        let year = Int(bytes[3] - 0x30) * 10 + Int(bytes[4] - 0x30)
        guard let label = Season(season), label.startYear % 100 == year else {
            return
                "game_id \(gameID) is of the season that starts in '\(gameID.dropFirst(3).prefix(2)), not '\(season)'"
        }
        return nil
    }
}
