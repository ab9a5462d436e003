import GameCalendar
import PipelineModel

/// The parts one player's line-up features are taken from.
struct LineupValues {
    let context: LineupContext
    let own: LineupTotals
    let opponent: LineupTotals
    private let player: Int
    private let trail: PlayerTrail
    private let vacancy: LineupVacancy
    private let others: (recent: LineVector, like: LineVector)
    private let shares: Shares

    // His part of what is expected of the team: of what everybody does lately, and in games like this one.
    private struct Shares {
        let recent: LineVector
        let like: LineVector
        let othersRecent: LineVector
        let othersLike: LineVector

        func recent(_ counter: Counter) -> Double? {
            Self.part(recent[counter], of: recent[counter] + othersRecent[counter])
        }

        func like(_ counter: Counter) -> Double? {
            Self.part(like[counter], of: like[counter] + othersLike[counter])
        }

        private static func part(_ own: Double, of whole: Double) -> Double? { whole > 0 ? own / whole : nil }
    }

    /// The parts for the player of `context`, who has a position in his team's line-up; nil when he has none.
    init?(_ context: LineupContext, own: LineupTotals, opponent: LineupTotals) {
        guard let player = own.lineup.column(of: context.playerID) else { return nil }
        (self.context, self.own, self.opponent, self.player) = (context, own, opponent, player)
        trail = own.lineup.trails[player]
        vacancy = LineupVacancy(own.lineup, player)
        others = own.others(than: player)
        shares = Shares(
            recent: own.lineup.recent[player], like: own.likeness.usual[player], othersRecent: others.recent,
            othersLike: others.like)
    }

    /// One value for each of ``LineupFeature/all``, in its order.
    var values: [Double?] {
        let first = [Double(trail.season.count)] + fading + rates + recent
        let second = schedule + lines + teams + vacancies
        return first + second + shareValues + likeness + likeShares + products
    }

    private var fading: [Double?] {
        let means = trail.means
        let points = means.map { $0.mean(.points) }
        let rebounds = means.map { $0.mean(.rebounds) }
        let assists = means.map { $0.mean(.assists) }
        return points + rebounds + assists + means.prefix(3).map { $0.mean(.minutes) }
            + means.suffix(3).map { $0.mean(.attempts) }
            + [Counter.freeThrows, .threes, .offensiveRebounds, .turnovers].map { means[2].mean($0) }
    }

    private var rates: [Double?] {
        guard trail.means[3].weight > 0 else { return Array(repeating: nil, count: 7) }
        let (medium, long) = (trail.means[2], trail.means[3])
        return [Counter.points, .rebounds, .assists].flatMap { [medium.perMinute($0), long.perMinute($0)] }
            + [long.perMinute(.attempts)]
    }

    private var recent: [Double?] {
        [
            trail.counter(.minutes, back: 0), trail.counter(.points, back: 0), trail.counter(.minutes, back: 1),
            trail.deviation(.minutes), trail.deviation(.points), trail.deviation(.rebounds), trail.deviation(.assists),
            trail.starts(last: 5), trail.starts(last: trail.season.count), trail.starts(last: 1),
            trail.seasonMean(.points), trail.seasonMean(.rebounds), trail.seasonMean(.assists),
        ]
    }

    private var schedule: [Double?] {
        let week = trail.week(before: context.gameDate)
        let (lineup, date) = (own.lineup, context.gameDate)
        let played = (0..<lineup.games).filter { lineup.presence($0, player) > 0 }
        let isPlayoff = context.seasonType == "playin" || context.seasonType == "playoffs"
        return [
            trail.season.last.map { Double(date - $0.date - 1) }, Double(week.count), week.sum { $0.line[.minutes] },
            Double(lineup.games), played.last.map { Double(lineup.games - 1 - $0) },
            lineup.games > 0 ? Double(played.count) : nil, isPlayoff ? 1 : 0, context.homeGame ? 1 : 0,
            opponent.lineup.trail.rest(before: date), lineup.trail.rest(before: date),
        ]
    }

    private var lines: [Double?] {
        let (spread, total) = (context.line.gameSpread, context.line.gameTotal)
        return [
            spread, spread.map(abs), total, implied,
            product(quotient(own.lineup.recent[player][.points], over: teamPoints), implied),
            quotient(implied, over: teamPoints),
        ]
    }

    private var implied: Double? { context.line.impliedTeamTotal }
    private var teamPoints: Double? { own.lineup.trail.means?.own.points }

    private var teams: [Double?] {
        let (ours, theirs) = (own.lineup.trail.means?.own, opponent.lineup.trail.means)
        let allowed = theirs?.allowed
        return [
            allowed?.points, allowed?.threes, allowed?.attempts, allowed?.rebounds, allowed?.assists,
            allowed?.possessions, theirs?.own.rebounds, opponent.lineup.trail.winShare, own.lineup.trail.winShare,
            ours?.possessions, ours?.points, ours?.rebounds, ours?.assists,
        ]
    }

    private var vacancies: [Double?] {
        [
            vacancy.missing[.minutes], vacancy.missing[.points], vacancy.missing[.rebounds], vacancy.missing[.assists],
            vacancy.alike[.minutes], vacancy.alike[.points], vacancy.sinceLastGame, vacancy.largest,
            own.out[.minutes], own.out[.points], own.pointsVacated, opponent.pointsVacated,
        ]
    }

    private var shareValues: [Double?] {
        [
            minutesShare, shares.recent(.points), shares.recent(.rebounds), shares.recent(.assists),
            product(shares.recent(.points), implied), others.recent[.minutes], others.recent[.points],
        ]
    }

    private var minutesShare: Double? { shares.recent(.minutes).map { 240 * $0 } }

    private var likeness: [Double?] {
        let means = own.likeness.means[player]
        let isKnown = means.weight > 0
        func known(_ value: Double) -> Double? { isKnown ? value : nil }
        let counters: [Counter] = [.minutes, .points, .rebounds, .assists]
        let usual = own.likeness.usual[player]
        return (counters + [.attempts]).map { known(means.line[$0]) } + [known(means.starts)]
            + counters.map { known(means.line[$0] - means.plainLine[$0]) }
            + [known(means.weight / max(means.plainWeight, .leastNormalMagnitude))]
            + [product(quotient(usual[.points], over: teamPoints), implied)]
    }

    private var likeShares: [Double?] {
        let parts = [Counter.minutes, .points, .rebounds, .assists, .attempts].map { shares.like($0) }
        return parts + [product(parts[1], implied)]
    }

    private var products: [Double?] {
        let long = trail.means[3]
        let means = own.likeness.means[player]
        let like = means.weight > 0 && long.weight > 0 ? means.line[.minutes] : nil
        return [
            own.likeness.usual[player][.minutes] * long.perMinute(.points),
            product(minutesShare, long.perMinute(.points)), product(like, long.perMinute(.rebounds)),
            product(minutesShare, knownRate(.rebounds)), product(like, long.perMinute(.assists)),
            product(minutesShare, knownRate(.assists)),
        ]
    }

    // The two markets other than points know no rate without a game.
    private func knownRate(_ counter: Counter) -> Double? {
        trail.means[3].weight > 0 ? trail.means[3].perMinute(counter) : nil
    }

    private func product(_ left: Double?, _ right: Double?) -> Double? {
        guard let left, let right else { return nil }
        return left * right
    }
}
