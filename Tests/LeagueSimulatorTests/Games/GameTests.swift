import GameCalendar
import NBA
import Testing

@testable import LeagueSimulator

/// What must be true of every game, whatever happened in it.
struct GameTests {
    private func everyGame(_ check: (GameRecord) -> Void) async {
        for games in [await SampleLeague.played.value.games, await SampleLeague.wide.value.games] {
            for game in games { check(game) }
        }
    }

    @Test func `five start, and all minutes are played`() async {
        await everyGame { game in
            for side in game.sides {
                #expect(side.lines.count { $0.isStarter } == 5 && side.lines.count >= 5)
                let seconds = side.lines.reduce(0) { $0 + $1.seconds }
                #expect(seconds == 5 * 60 * (48 + 5 * game.overtimes), "\(game.listing.gameID)")
                #expect(side.lines.allSatisfy { $0.seconds <= 60 * (48 + 5 * game.overtimes) })
            }
        }
    }

    @Test func `counters add up and nobody fouls seven times`() async {
        await everyGame { game in
            for line in game.sides.flatMap(\.lines) {
                let c = line.counters
                #expect(c.points == 2 * c.fgMakes + c.threePtMakes + c.ftMakes)
                #expect(c.rebounds == c.offensiveRebounds + c.defensiveRebounds)
                #expect(c.fgMakes <= c.fgAttempts && c.threePtMakes <= c.threePtAttempts && c.ftMakes <= c.ftAttempts)
                #expect(c.personalFouls <= 6 && c.values.allSatisfy { $0 >= 0 })
            }
            for (side, other) in [(0, 1), (1, 0)] {
                let lines = game.sides[side].lines
                #expect(lines.reduce(0) { $0 + $1.counters.points } == game.sides[side].points)
                let margin = game.sides[side].points - game.sides[other].points
                #expect(lines.reduce(0) { $0 + $1.plusMinus } == 5 * margin)
                let (assists, makes) = lines.reduce((0, 0)) { ($0.0 + $1.counters.assists, $0.1 + $1.counters.fgMakes) }
                #expect(assists <= makes)
            }
        }
    }

    @Test func `overtime is played after a draw, and only then`() async {
        await everyGame { game in
            let regulation = game.sides.map { $0.periods.prefix(4).reduce(0, +) }
            #expect((regulation[0] == regulation[1]) == (game.overtimes > 0))
            #expect(game.sides.allSatisfy { $0.periods.count == 4 + game.overtimes } && game.margin != 0)
        }
    }

    @Test func `the shot chart is the box score's`() async {
        await everyGame { game in
            #expect(Set(game.shots.map(\.eventID)).count == game.shots.count)
            let order = game.shots.map { (period: $0.period, left: -$0.left) }
            #expect(zip(order, order.dropFirst()).allSatisfy { $0 <= $1 })
            for side in 0...1 {
                for line in game.sides[side].lines {
                    let own = game.shots.filter { $0.side == side && $0.player == line.player }
                    let c = line.counters
                    #expect(own.count == c.fgAttempts && own.count { $0.isMade } == c.fgMakes)
                    #expect(own.count { $0.place.worth == 3 } == c.threePtAttempts)
                    #expect(own.count { $0.place.worth == 3 && $0.isMade } == c.threePtMakes)
                }
                let assists = game.sides[side].lines.reduce(0) { $0 + $1.counters.assists }
                #expect(game.shots.count { $0.side == side && $0.isAssisted } == assists)
            }
            #expect(game.shots.allSatisfy { !$0.isAssisted || $0.isMade })
        }
    }

    @Test func `who is absent does not play, and a roster is listed once`() async {
        await everyGame { game in
            for side in game.sides {
                let everybody = side.lines.map(\.player) + side.unused + side.absent.map(\.player)
                #expect(Set(everybody).count == everybody.count && (16...18).contains(everybody.count))
            }
        }
    }

    @Test func `reasons and both kinds of absence occur`() async {
        let sides = await SampleLeague.wide.value.games.flatMap(\.sides)
        #expect(sides.contains { !$0.unused.isEmpty })
        let reasons = Set(sides.flatMap { $0.absent.map(\.absence.reason) })
        #expect(reasons.isSuperset(of: ["Injury", "Illness", "Coach's Decision"]))
    }
}

/// What shows over a season.
struct SeasonTests {
    @Test func `games are numbered in order, and lines know who is better`() async {
        let season = await SampleLeague.wide.value.seasons[0]
        let regular = season.games.filter { $0.listing.kind == .regular }
        #expect(regular.map(\.listing.gameID) == regular.map(\.listing.gameID).sorted())
        #expect(season.games.map(\.listing.date) == season.games.map(\.listing.date).sorted())
        let favoured = season.games.filter { $0.line.spreadHalves != 0 }
        let right = favoured.count { ($0.line.spreadHalves < 0) == ($0.margin > 0) }
        #expect(Double(right) > 0.58 * Double(favoured.count))
        #expect(season.games.allSatisfy { abs($0.line.homeSpread) <= 40 && (100...350).contains($0.line.total) })
    }

    @Test func `some players change clubs within a season, none on one day`() async {
        var movers = 0
        for season in await SampleLeague.played.value.seasons {
            var clubs: [Int: Set<Int>] = [:]
            var days: [GameDate: Set<Int>] = [:]
            for game in season.games {
                for player in game.sides.flatMap(\.lines).map(\.player) {
                    #expect(days[game.listing.date, default: []].insert(player).inserted)
                }
                for side in game.sides { for line in side.lines { clubs[line.player, default: []].insert(side.club) } }
            }
            movers += clubs.values.count { $0.count > 1 }
        }
        #expect(movers > 0)
    }

    @Test func `bookmakers' lines are halves near what players do`() {
        let played = SampleLeague.play(teams: 4, games: 12, seasons: 2, seed: 4, desk: PropDesk())
        let without = SampleLeague.play(teams: 4, games: 12, seasons: 2, seed: 4)
        #expect(played.games.map(\.score.home) == without.games.map(\.score.home))
        #expect(without.games.allSatisfy { $0.offers.isEmpty })
        var errors: [Double] = []
        for game in played.games {
            let lines = Dictionary(uniqueKeysWithValues: game.sides.flatMap(\.lines).map { ($0.player, $0) })
            let keys = game.offers.map { "\($0.player) \($0.market) \($0.bookmaker) \($0.minutesBeforeTip)" }
            #expect(Set(keys).count == keys.count)
            for offer in game.offers {
                #expect(offer.line * 2 == (offer.line * 2).rounded() && (0.5...149.5).contains(offer.line))
                if offer.market == .points, let line = lines[offer.player] {
                    errors.append(Double(line.counters.points) - offer.line)
                }
            }
        }
        #expect(errors.count > 300 && abs(errors.reduce(0, +) / Double(errors.count)) < 1.5)
        #expect(Set(played.games.flatMap(\.offers).map(\.market)) == Set(PropMarket.allCases))
        #expect(played.games.flatMap(\.offers).contains { $0.minutesBeforeTip > 100 })
    }
}
