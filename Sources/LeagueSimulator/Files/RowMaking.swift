import GameCalendar
import NBA

/// Rows of the raw tables, made of a season that has been played.
struct RowMaking {
    let season: SimulatedSeason
    /// Everybody in the league, by position.
    let players: [Player]

    /// The schedule's row.
    func schedule(_ game: GameRecord) -> ScheduledGame {
        let listing = game.listing
        var row = ScheduledGame()
        (row.identity.gameID, row.identity.gameDate) = (listing.gameID, listing.date)
        (row.identity.season, row.identity.seasonType) = (listing.season.description, listing.kind.rawValue)
        let (away, home) = (season.franchises[listing.matchup.away], season.franchises[listing.matchup.home])
        (row.teams.away, row.teams.home, row.teams.awayID, row.teams.homeID) = (away.code, home.code, away.id, home.id)
        row.venue.startTimeET = Self.clock(listing.tipOff)
        (row.venue.arena, row.venue.arenaCity) = (listing.venue.arena, listing.venue.city)
        (row.venue.gameLabel, row.venue.otherArena) = (listing.label, listing.isElsewhere)
        row.result.gameStatus = GameStatus.final.rawValue
        (row.result.awayScore, row.result.homeScore) = (game.score.away, game.score.home)
        row.result.overtimePeriods = game.overtimes
        row.attendance = game.attendance
        return row
    }

    private static func clock(_ minutes: Int) -> String {
        func padded(_ number: Int) -> String { "\(number < 10 ? "0" : "")\(number)" }
        return "\(padded(minutes / 60)):\(padded(minutes % 60))"
    }

    private func boxGame(_ listing: GameListing) -> BoxGame {
        var game = BoxGame()
        (game.gameID, game.gameDate) = (listing.gameID, listing.date)
        (game.season, game.seasonType) = (listing.season.description, listing.kind.rawValue)
        return game
    }

    /// Both teams' lines, the visitors first.
    func teamBoxes(_ game: GameRecord) -> [TeamBox] {
        game.sides.indices.map { side in
            let (own, other) = (game.sides[side], game.sides[1 - side])
            var row = TeamBox()
            row.game = boxGame(game.listing)
            let franchise = season.franchises[own.club]
            (row.teamAbbr, row.teamID, row.isHome) = (franchise.code, franchise.id, side == 1)
            row.opponentAbbr = season.franchises[other.club].code
            for line in own.lines { row.counters += line.counters }
            row.turnoversInclTeam = row.counters.turnovers + own.teamTurnovers
            row.minutesTotal = own.lines.reduce(0) { $0 + $1.minutes }
            (row.opponentPoints, row.plusMinus) = (other.points, own.points - other.points)
            (row.q1, row.q2, row.q3, row.q4) = (own.periods[0], own.periods[1], own.periods[2], own.periods[3])
            row.overtimePoints = own.periods.dropFirst(4).map(String.init).joined(separator: "|")
            return row
        }
    }

    /// Everybody who appeared, visitors first.
    func playerBoxes(_ game: GameRecord) -> [PlayerBox] {
        game.sides.indices.flatMap { side in
            let franchise = season.franchises[game.sides[side].club]
            return game.sides[side].lines.map { line in
                var row = PlayerBox()
                row.game = boxGame(game.listing)
                (row.playerID, row.playerName) = (players[line.player].id, players[line.player].name.display)
                (row.teamAbbr, row.teamID, row.isHome) = (franchise.code, franchise.id, side == 1)
                row.opponentAbbr = season.franchises[game.sides[1 - side].club].code
                (row.starter, row.secondsPlayed, row.minutesRounded) = (line.isStarter, line.seconds, line.minutes)
                (row.plusMinus, row.counters, row.recordSource) = (line.plusMinus, line.counters, "simulation")
                return row
            }
        }
    }

    /// The same player's line with a value changed that no rule looks at.
    func contradiction(of line: PlayerBox) -> PlayerBox {
        var line = line
        line.plusMinus += 1
        return line
    }

    /// Everybody who did not, visitors first.
    func listings(_ game: GameRecord) -> [InactiveListing] {
        game.sides.flatMap { side in
            let unused = side.unused.map { ($0, InactiveListing.activeDNP, "Did Not Play") }
            let absent = side.absent.map { ($0.player, InactiveListing.inactive, $0.absence.reason) }
            return (unused + absent).map { player, status, reason in
                var row = InactiveListing()
                (row.gameID, row.gameDate) = (game.listing.gameID, game.listing.date)
                row.teamAbbr = season.franchises[side.club].code
                (row.playerID, row.sourcePlayerID) = (players[player].id, players[player].name.sourceID)
                (row.playerName, row.status, row.reason) = (players[player].name.display, status, reason)
                return row
            }
        }
    }
}

extension RowMaking {
    /// Every shot; none where the league keeps no shot chart.
    func shots(_ game: GameRecord) -> [Shot] {
        guard game.listing.kind == .regular || game.listing.kind == .playoffs else { return [] }
        return game.shots.map { shot in
            var row = Shot()
            (row.gameID, row.gameDate, row.eventID) = (game.listing.gameID, game.listing.date, shot.eventID)
            (row.period, row.minutesLeft, row.secondsLeft) = (shot.period, shot.left / 60, shot.left % 60)
            row.playerID = players[shot.player].id
            row.teamID = season.franchises[game.sides[shot.side].club].id
            (row.made, row.assisted, row.shotType) = (shot.isMade, shot.isAssisted, shot.place.worth)
            (row.zoneBasic, row.zoneArea) = (shot.place.zone.rawValue, shot.place.area)
            (row.zoneRange, row.actionType) = (shot.place.range, shot.action)
            (row.locX, row.locY, row.distanceFt) = (shot.place.x, shot.place.y, shot.place.feet)
            return row
        }
    }

    /// The betting line.
    func line(_ game: GameRecord) -> GameLine {
        var row = GameLine()
        (row.gameID, row.gameDate) = (game.listing.gameID, game.listing.date)
        (row.homeSpread, row.total) = (game.line.homeSpread, game.line.total)
        (row.moneylineAway, row.moneylineHome) = (game.line.moneylineAway, game.line.moneylineHome)
        return row
    }
}

extension RowMaking {
    /// The lines on players.
    func props(_ game: GameRecord) -> [PropLine] {
        game.offers.map { offer in
            var row = PropLine()
            (row.gameID, row.gameDate) = (game.listing.gameID, game.listing.date)
            (row.playerID, row.market) = (players[offer.player].id, offer.market.rawValue)
            (row.bookmaker, row.line) = (offer.bookmaker, offer.line)
            (row.overPrice, row.underPrice) = (Double(offer.overPrice), Double(offer.underPrice))
            (row.snapshotAt, row.minutesBeforeTip) = (offer.seenAt, offer.minutesBeforeTip)
            return row
        }
    }
}

extension PlayerRecord {
    /// Minutes as printed.
    var minutes: Int { (seconds + 30) / 60 }
}
