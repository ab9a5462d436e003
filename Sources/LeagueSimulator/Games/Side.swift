import NBA
import Randomness

/// One team during a game.
struct Side: Sendable {
    let sheet: TeamSheet
    /// What each dressed player has done, in the order of the sheet.
    private(set) var lines: [PlayerRecord]
    /// Five places on the sheet.
    private(set) var five: [Int]
    private(set) var score = 0
    private(set) var periods: [Int] = []
    /// Fouls in this period that bring the other team nearer to free throws.
    private(set) var periodFouls = 0
    /// Fouls so far.
    private(set) var fouls = 0
    private(set) var teamTurnovers = 0
    /// What the five add over 100 possessions.
    private(set) var offense = 0.0
    private(set) var defense = 0.0
    // Sums of the five, for choices among them.
    private(set) var offensiveRebounding = 0.0
    private(set) var defensiveRebounding = 0.0
    private(set) var turnovers = 0.0
    private(set) var stealing = 0.0
    private(set) var blocking = 0.0

    init(_ sheet: TeamSheet) {
        self.sheet = sheet
        lines = sheet.dressed.map { PlayerRecord(player: $0.player, isStarter: $0.isStarter) }
        five = Array(0..<5)
        sumUp()
    }

    /// The rates of a place on the sheet.
    func rates(_ place: Int) -> PlayerRates { sheet.dressed[place].rates }

    /// Whether the player may still play.
    func isEligible(_ place: Int) -> Bool { lines[place].counters.personalFouls < Norms.foulLimit }

    /// Sends these five out.
    mutating func field(_ five: [Int]) {
        guard five != self.five else { return }
        self.five = five
        sumUp()
    }

    private mutating func sumUp() {
        (offense, defense) = (0, 0)
        (offensiveRebounding, defensiveRebounding, turnovers, stealing, blocking) = (0, 0, 0, 0, 0)
        for place in five {
            let rates = sheet.dressed[place].rates
            offense += rates.offense
            defense += rates.defense
            offensiveRebounding += rates.offensiveRebounding
            defensiveRebounding += rates.defensiveRebounding
            turnovers += rates.turnovers
            stealing += rates.stealing
            blocking += rates.blocking
        }
    }

    mutating func startPeriod() {
        periods.append(0)
        periodFouls = 0
    }

    /// Time passes for the five.
    mutating func run(_ seconds: Int) {
        for place in five { lines[place].seconds += seconds }
    }

    mutating func addPoints(_ points: Int, by place: Int) {
        score += points
        periods[periods.count - 1] += points
        lines[place].counters.points += points
        addMargin(points)
    }

    /// The score moves by this much in the team's favour.
    mutating func addMargin(_ points: Int) {
        for place in five { lines[place].plusMinus += points }
    }

    /// Changes what a player has done.
    mutating func count(_ counter: WritableKeyPath<BoxCounters, Int>, for place: Int) {
        lines[place].counters[keyPath: counter] += 1
    }

    mutating func addFoul(by place: Int, isOffensive: Bool = false) {
        lines[place].counters.personalFouls += 1
        fouls += 1
        if !isOffensive { periodFouls += 1 }
    }

    mutating func addTeamTurnover() { teamTurnovers += 1 }

    /// Whether the next foul gives the other team free throws.
    var isOverFoulLimit: Bool { periodFouls >= Norms.freeFouls }

    /// One of the five, as likely as this rate of theirs.
    @inline(__always)
    func choose(_ random: inout SeededRandom, by rate: (PlayerRates) -> Double) -> Int {
        choose(&random) { rate($1) }
    }

    /// One of the five, as likely as a weight taken from their places and rates.
    @inline(__always)
    func choose(_ random: inout SeededRandom, by weight: (Int, PlayerRates) -> Double) -> Int {
        var weights = SIMD8<Double>()
        var sum = 0.0
        for spot in five.indices {
            weights[spot] = weight(five[spot], sheet.dressed[five[spot]].rates)
            sum += weights[spot]
        }
        var rest = random.unit() * sum
        for spot in five.indices {
            rest -= weights[spot]
            if rest < 0 { return five[spot] }
        }
        return five[five.count - 1]
    }

    /// The side as it is recorded.
    var record: SideRecord {
        SideRecord(
            club: sheet.club, periods: periods, teamTurnovers: teamTurnovers, lines: lines.filter(\.hasAppeared),
            unused: lines.filter { !$0.hasAppeared }.map(\.player), absent: sheet.absent)
    }
}
