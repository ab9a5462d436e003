package import GameCalendar
import PipelineModel

extension Shot: GameRow, RawRow {
    package var namedGame: String { gameID }
    package var namedDate: GameDate { gameDate }
    package var namedTeam: String? { teamAbbr }
    package var partitionDate: GameDate { gameDate }
    package var scheduledGameID: String? { gameID }

    package mutating func derive(from game: GameFacts?) {
        teamAbbr = game?.team(withID: teamID) ?? "team \(teamID)"
        if !made { assisted = false }
    }

    package static let checks: [RowCheck<Shot>] = [
        .unknownGame,
        RowCheck(.shotValues) { row, _ in
            if row.shotType != 2 && row.shotType != 3 { return "shot_type \(row.shotType) is neither 2 nor 3" }
            return zones.contains(row.zoneBasic) ? nil : "zone_basic '\(row.zoneBasic)' is no official zone"
        },
    ]
}

extension GameLine: GameRow, RawRow {
    package var namedGame: String { gameID }
    package var namedDate: GameDate { gameDate }
    package var namedTeam: String? { nil }
    package var partitionDate: GameDate { gameDate }
    package var scheduledGameID: String? { gameID }

    package mutating func derive(from game: GameFacts?) {
        // −0 and 0 are one number, also to the eye.
        if homeSpread == 0 { homeSpread = 0 }
    }

    package static let checks: [RowCheck<GameLine>] = [
        .unknownGame,
        RowCheck(.lineRange) { row, _ in
            if let spread = row.homeSpread, abs(spread) > 40 { return "home_spread \(spread), beyond ±40" }
            guard let total = row.total, !(100...350).contains(total) else { return nil }
            return "total \(total), outside 100…350"
        },
    ]
}

extension PropLine: GameRow, RawRow {
    package var namedGame: String { gameID }
    package var namedDate: GameDate { gameDate }
    package var namedTeam: String? { nil }
    package var partitionDate: GameDate { gameDate }
    package var scheduledGameID: String? { gameID }

    package mutating func derive(from game: GameFacts?) {
        snapshotKey = snapshotAt?.description ?? ""
        if line == 0 { line = 0 }
    }

    package static let checks: [RowCheck<PropLine>] = [
        .unknownGame,
        RowCheck(.lineRange) { row, _ in
            (0...150).contains(row.line) ? nil : "line \(row.line), outside 0…150"
        },
    ]
}

extension InactiveListing: GameRow, RawRow {
    package var namedGame: String { gameID }
    package var namedDate: GameDate { gameDate }
    package var namedTeam: String? { teamAbbr }
    package var partitionDate: GameDate { gameDate }
    package var scheduledGameID: String? { gameID }

    package mutating func derive(from game: GameFacts?) {
        teamAbbr = Tricode.canonical(teamAbbr) ?? teamAbbr
    }

    package static let checks: [RowCheck<InactiveListing>] = [
        .unknownTeam, .unknownGame,
        RowCheck(.statusValue) { row, _ in
            guard row.status != inactive, row.status != activeDNP else { return nil }
            return "status '\(row.status)' is neither inactive nor active_dnp"
        },
    ]
}

extension PlayerReference: RawRow {
    package var partitionDate: GameDate { .reference }
    package var scheduledGameID: String? { nil }

    package mutating func derive(from game: GameFacts?) {
        playerLookup = PlayerLookup.key(of: playerName)
    }

    package static let checks: [RowCheck<PlayerReference>] = []
}

extension Arena: RawRow {
    package var partitionDate: GameDate { .reference }
    package var scheduledGameID: String? { nil }

    package mutating func derive(from game: GameFacts?) {
        if lat == 0 { lat = 0 }
        if lon == 0 { lon = 0 }
    }

    package static let checks: [RowCheck<Arena>] = []
}
