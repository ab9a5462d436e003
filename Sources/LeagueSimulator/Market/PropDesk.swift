import GameCalendar
import NBA
import Randomness

/// Bookmakers who take bets on players: they go by what a player has done lately and how long he is going to play.
struct PropDesk: Sendable {
    /// What is known of players who have appeared, by position in the league's list.
    private var forms: [Int: PlayerForm] = [:]

    private static let bookmakers = [
        "Anchorline", "Birchbet", "Crownhall", "Drumlin", "Everbook", "Foxglove", "Galehouse",
    ]

    /// The lines offered on a game, by player, market, bookmaker and time.
    func offers(on listing: GameListing, _ sheets: [TeamSheet], _ random: inout SeededRandom) -> [PropOffer] {
        let times = OfferTimes(listing, &random)
        return sheets.flatMap { sheet in
            sheet.dressed.filter { $0.minutes >= 17 }.flatMap { one in
                let form = forms[one.player] ?? PlayerForm(one.rates)
                // Nobody knows a coach's mind to the minute.
                let expected = form.expected(minutes: one.minutes + 1.5 * random.normal())
                return PropMarket.allCases.flatMap { offers(on: one.player, $0, expected, times, &random) }
            }
        }
    }

    private func offers(
        on player: Int, _ market: PropMarket, _ expected: ExpectedLine, _ times: OfferTimes,
        _ random: inout SeededRandom
    ) -> [PropOffer] {
        let amount = expected.amount(of: market)
        guard amount >= 1 else { return [] }
        var offers: [PropOffer] = []
        for bookmaker in Self.bookmakers where random.happens(market == .all ? 0.32 : 0.15) {
            let opinion = amount * (1 + 0.03 * random.normal())
            if random.happens(0.1) {
                offers.append(
                    offer(player, market, bookmaker, opinion * (1 + 0.04 * random.normal()), times.early, &random))
            }
            offers.append(offer(player, market, bookmaker, opinion, times.last, &random))
        }
        return offers
    }

    private func offer(
        _ player: Int, _ market: PropMarket, _ bookmaker: String, _ opinion: Double, _ time: OfferTimes.Time,
        _ random: inout SeededRandom
    ) -> PropOffer {
        let line = max(0.5, (opinion - 0.5).rounded() + 0.5)
        // Who thinks that more is coming takes more for over.
        let lean = Int(max(-30, min(30, 40 * (opinion - line))))
        let over = -112 - lean - random.int(0...6)
        let under = -112 + lean - random.int(0...6)
        return PropOffer(
            player: player, market: market, bookmaker: bookmaker, line: min(line, 149.5),
            overPrice: over > -100 ? over + 200 : over, underPrice: under > -100 ? under + 200 : under,
            seenAt: time.at, minutesBeforeTip: time.minutesBeforeTip)
    }

    /// Takes note of what players have done.
    mutating func learn(_ sheets: [TeamSheet], _ game: GameRecord) {
        for (sheet, side) in zip(sheets, game.sides) {
            let rates = Dictionary(uniqueKeysWithValues: sheet.dressed.map { ($0.player, $0.rates) })
            for line in side.lines {
                guard let known = forms[line.player] ?? rates[line.player].map(PlayerForm.init) else { continue }
                forms[line.player] = known.after(line)
            }
        }
    }
}

/// When lines on a game were seen.
private struct OfferTimes {
    /// One moment.
    struct Time {
        let at: Timestamp
        let minutesBeforeTip: Int
    }

    /// In the morning.
    let early: Time
    /// Shortly before the tip; now and then after it.
    let last: Time

    init(_ listing: GameListing, _ random: inout SeededRandom) {
        let midnight = Int64(listing.date.dayNumber) * 86_400
        let tip = midnight + Int64(listing.tipOff * 60 + TipOff.hoursBehindUTC(on: listing.date) * 3600)
        func time(_ minutes: Int, _ seconds: Int) -> Time {
            // The source rounds down to whole minutes.
            let at = tip - Int64(minutes * 60 + seconds)
            return Time(at: Timestamp(microseconds: at * 1_000_000), minutesBeforeTip: minutes)
        }
        early = time(random.int(300...600), random.int(0...59))
        last = time(random.chance(3) ? -random.int(1...40) : random.int(3...6), random.int(0...59))
    }
}

/// What a player is expected to do in one game.
private struct ExpectedLine {
    let points: Double
    let rebounds: Double
    let assists: Double

    func amount(of market: PropMarket) -> Double {
        switch market {
        case .points: points
        case .rebounds: rebounds
        case .assists: assists
        case .all: points + rebounds + assists
        }
    }
}

/// What a player has done, the last games counting most.
private struct PlayerForm: Hashable, Sendable {
    private var minutes: Double
    private var points: Double
    private var rebounds: Double
    private var assists: Double

    /// What is believed of a player who has not been seen yet: as much as of three games.
    init(_ rates: PlayerRates) {
        minutes = 60
        points = minutes * 0.46 * rates.usage
        rebounds = minutes * 0.18 * (0.25 * rates.offensiveRebounding + 0.75 * rates.defensiveRebounding)
        assists = minutes * 0.1 * rates.passing
    }

    /// The form after another game.
    func after(_ line: PlayerRecord) -> PlayerForm {
        var form = self
        let kept = 0.96
        form.minutes = kept * minutes + Double(line.seconds) / 60
        form.points = kept * points + Double(line.counters.points)
        form.rebounds = kept * rebounds + Double(line.counters.rebounds)
        form.assists = kept * assists + Double(line.counters.assists)
        return form
    }

    func expected(minutes planned: Double) -> ExpectedLine {
        let share = max(0, planned) / minutes
        return ExpectedLine(points: share * points, rebounds: share * rebounds, assists: share * assists)
    }
}
