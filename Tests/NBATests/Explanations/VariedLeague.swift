import GameCalendar
import NBA
import PipelineModel
import PipelineTesting
import Randomness

extension League {
    /// Three teams in turn, 27 games within 33 days: every player has lines of his own in each game, appears in most of
    /// them, and shoots from everywhere; some games have no shot chart. Before them others play a day of so many games
    /// that the league has a hundred team games in the end.
    static func varied(seed: UInt64) throws -> League {
        var random = SeededRandom(seed: seed)
        var league = League()
        let pairs = [("NYK", "BOS", "Garden"), ("MIA", "NYK", "Equator"), ("BOS", "MIA", "Coast")]
        for _ in 0..<26 {
            let game = try league.play("DEN", at: "LAL", "2021-10-30")
            for team in ["DEN", "LAL"] { league.chart(of: team, in: game) }
        }
        var day = try date("2021-11-01")
        for number in 0..<27 {
            let (away, home, arena) = pairs[number % 3]
            let score = (away: random.int(90...120), home: random.int(121...130))
            let game = try league.play(away, at: home, day.description, score, arena: arena)
            league.bet(Double(random.int(-20...20)) / 2, Double(random.int(400...460)) / 2, on: game)
            for team in [away, home] {
                for player in five(team) {
                    league.vary(player, of: team, in: game, isCharted: number % 7 != 3, &random)
                }
            }
            day = day + (number % 5 == 4 ? 2 : 1)
        }
        return league
    }

    private mutating func vary(
        _ player: Int, of team: String, in game: String, isCharted: Bool, _ random: inout SeededRandom
    ) {
        if random.chance(8) {
            players.removeAll { $0.playerID == player && $0.game.gameID == game }
            return
        }
        edit(player, in: game) { box in
            box.secondsPlayed = random.int(1500...2700)
            box.starter = random.chance(70)
            box.counters.points = random.int(4...40)
            (box.counters.rebounds, box.counters.assists) = (random.int(0...15), random.int(0...12))
            (box.counters.fgAttempts, box.counters.ftAttempts) = (random.int(8...18), random.int(2...8))
            box.counters.ftMakes = random.int(0...2)
        }
        guard isCharted else { return }
        for zone in ["Restricted Area", "Mid-Range", "Above the Break 3"] {
            // The first of a team shoots little, the last one from everywhere.
            let most = player % 100 == 1 ? 1 : (player % 100 == 5 ? 4 : 9)
            for _ in 0..<random.int(0...most) {
                let made = random.chance(45)
                shoot(
                    player, of: team, in: game, zone == "Above the Break 3" ? 3 : 2, zone, made: made,
                    assisted: made && random.chance(60))
            }
        }
    }
}
