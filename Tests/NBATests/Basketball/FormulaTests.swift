import GameCalendar
import NBA
import PipelineModel
import Testing

struct ArithmeticTests {
    @Test(arguments: [(3, 2), (5, 3), (7, 4), (10, 5), (15, 8), (20, 10)])
    func `a window needs half its games, rounded up`(size: Int, minimum: Int) {
        #expect(minimumGames(inWindowOf: size) == minimum)
    }

    @Test func `no denominator, no quotient`() {
        #expect(quotient(3, over: 2) == 1.5)
        #expect(quotient(3, over: 0) == nil)
        #expect(quotient(3, over: nil) == nil)
        #expect(quotient(nil, over: 2) == nil)
    }

    @Test func `sums run from the first to the last`() {
        // 0.1 + 0.2 + 0.3 is not 0.3 + 0.2 + 0.1 in doubles.
        #expect([0.1, 0.2, 0.3].sum { $0 } == 0.6000000000000001)
        #expect([0.3, 0.2, 0.1].sum { $0 } == 0.6)
    }

    @Test func `a mean below its minimum is NULL`() {
        #expect([1, 2, 6].mean(minimum: 3) { $0 } == 3)
        #expect([1, 2].mean(minimum: 3) { $0 } == nil)
        #expect([Double]().mean(minimum: 0) { $0 } == nil)
    }

    @Test func `the lower median is a value that was given`() {
        #expect(lowerMedian([]) == nil)
        #expect(lowerMedian([7]) == 7)
        #expect(lowerMedian([24.5, 22.5]) == 22.5)
        #expect(lowerMedian([3, 1, 2]) == 2)
        #expect(lowerMedian([4, 1, 3, 2]) == 2)
    }
}

struct BoxFormulaTests {
    // 90 FGA, 40 FGM, 12 3PM, 20 FTA, 10 TOV, 8 OREB, 105 points.
    private static var line: BoxCounters {
        var line = BoxCounters()
        (line.points, line.fgMakes, line.fgAttempts, line.threePtMakes) = (105, 40, 90, 12)
        (line.ftAttempts, line.turnovers, line.offensiveRebounds) = (20, 10, 8)
        (line.rebounds, line.assists) = (44, 25)
        return line
    }

    @Test func `possessions, rating and pace`() throws {
        // 90 + 0.44·20 + 10 − 8 = 100.8
        let ratings = try #require(PossessionRatings(Self.line, overtimePeriods: 1))
        #expect(digits(ratings.possessions) == "100.8")
        #expect(digits(ratings.offensiveRating) == digits(10_500 / 100.8))
        // One overtime: 53 minutes.
        #expect(digits(ratings.pace) == digits(100.8 * 48 / 53))
        #expect(PossessionRatings(BoxCounters(), overtimePeriods: 0) == nil)
    }

    @Test func `shooting shares`() {
        #expect(digits(Self.line.trueShooting) == digits(105 / 197.6))
        #expect(digits(Self.line.effectiveFieldGoal) == digits(46.0 / 90))
        #expect(digits(Self.line.freeThrowRate) == digits(20.0 / 90))
        #expect(Self.line.pra == 174)
    }

    @Test func `without attempts there is no share`() {
        let line = BoxCounters()
        #expect([line.trueShooting, line.effectiveFieldGoal, line.freeThrowRate] == [nil, nil, nil])
    }

    @Test func `usage is the share of plays ended while on the court`() {
        var player = BoxCounters()
        (player.fgAttempts, player.ftAttempts, player.turnovers) = (20, 5, 3)
        // (20 + 2.2 + 3)·48 over 36·(90 + 8.8 + 10)
        let usage = Usage(player, minutes: 36, team: Self.line, overtimePeriods: 0)
        #expect(digits(usage.numerator) == "1209.6")
        #expect(digits(usage.denominator) == "3916.8")
        #expect(digits(usage.rate) == digits(120_960 / 3916.8))
        #expect(Usage(player, minutes: 0, team: Self.line, overtimePeriods: 0).rate == nil)
        #expect(Usage(player, minutes: 36, team: nil, overtimePeriods: 0).denominator == nil)
    }

    @Test func `projected usage rises 4 % a star newly out, up to three`() {
        #expect(digits(projectedUsage(last5: 30, season: 20, starsNewlyOut: 0)) == "26")
        #expect(digits(projectedUsage(last5: 30, season: 20, starsNewlyOut: 2)) == "28.08")
        #expect(
            projectedUsage(last5: 30, season: 20, starsNewlyOut: 5)
                == projectedUsage(last5: 30, season: 20, starsNewlyOut: 3))
        #expect(projectedUsage(last5: nil, season: 20, starsNewlyOut: 0) == nil)
        #expect(projectedUsage(last5: 30, season: nil, starsNewlyOut: 0) == nil)
    }
}

struct AppearanceTests {
    @Test func `time or any deed is an appearance, a plus-minus or a point is not`() {
        var box = PlayerBox()
        #expect(!box.isAppearance)
        box.plusMinus = 2
        box.counters.points = 1
        #expect(!box.isAppearance)
        box.counters.personalFouls = 1
        #expect(box.isAppearance)
        box = PlayerBox()
        box.secondsPlayed = 1
        #expect(box.isAppearance)
    }
}

struct ZoneTests {
    private func shot(_ type: Int, _ zone: ShotZone, made: Bool = false, assisted: Bool = false) -> ShotLine {
        var shot = ShotLine()
        (shot.gameID, shot.playerID, shot.teamAbbr) = ("g", 1, "BOS")
        (shot.shotType, shot.zone, shot.made, shot.assisted) = (type, zone, made, assisted)
        return shot
    }

    @Test func `paint, mid-range and threes`() {
        var tally = ShotTally()
        for line in [
            shot(2, .restrictedArea, made: true, assisted: true), shot(2, .paint),
            shot(2, .midRange, made: true), shot(2, .aboveTheBreak),
            // A three is a three wherever it was taken, and counts only towards makes.
            shot(3, .midRange, made: true, assisted: true), shot(3, .backcourt),
        ] {
            tally.count(line)
        }
        #expect([tally.paintMakes, tally.paintAttempts] == [1, 2])
        #expect([tally.midRangeMakes, tally.midRangeAttempts] == [1, 2])
        #expect([tally.makes, tally.assistedMakes] == [3, 2])
        var box = BoxCounters()
        (box.fgAttempts, box.threePtAttempts) = (6, 2)
        #expect(tally.matches(box))
        box.fgAttempts = 7
        #expect(!tally.matches(box))
    }

    @Test func `a game without shots has no data, a player without shots has zeros`() {
        let book = ShotBook([shot(2, .midRange)])
        #expect(book["other"] == nil)
        #expect(book["g"]?.tally(of: 2) == ShotTally())
        #expect(ZoneCounts(nil).paintMakes == nil)
        #expect(ZoneCounts(ShotTally()).paintMakes == 0)
    }
}

struct PlayerLookupTests {
    @Test(arguments: [
        ("Nikola Jokić", "nikolajokic"), ("Gary Payton II", "garypaytonii"), ("D'Angelo Russell", "dangelorussell"),
        ("Dāvis Bertāns", "davisbertans"), ("Łukasz Żółw", "lukaszzolw"), ("Strauß Ærø", "straussaero"),
        ("Shai Gilgeous-Alexander", "shaigilgeousalexander"), ("Đorđe ıŒ 3", "dordeioe3"),
    ])
    func `names fold to letters and digits`(name: String, lookup: String) {
        #expect(PlayerLookup.key(of: name) == lookup)
    }
}
