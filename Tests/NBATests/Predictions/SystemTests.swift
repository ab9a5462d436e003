import GameCalendar
import NBA
import PipelineModel
import Testing

/// Confidence, recommendation, weights and likeness worked by hand.
struct PredictionRuleTests {
    private static func form(_ five: Double?, _ ten: Double?, _ season: Double?, deviation: Double? = nil) -> StatForm {
        var form = StatForm()
        (form.avgLast5, form.avgLast10, form.avgSeason, form.stdLast10) = (five, ten, season, deviation)
        return form
    }

    @Test func `the base weighs last five, last ten and season`() {
        #expect(Self.form(10, 20, 30).base == 0.5 * 10 + 0.3 * 20 + 0.2 * 30)
        #expect(Self.form(10, nil, 30).base == nil)
    }

    @Test func `confidence is 1 for a steady player of 20 games whose every feature is known`() {
        #expect(confidence(Self.form(20, 20, 20, deviation: 0), played: 20, coverage: 100) == 1)
        #expect(confidence(Self.form(20, 20, 20, deviation: 0), played: 40, coverage: 100) == 1)
    }

    @Test func `each part takes what it should`() {
        func value(_ form: StatForm, _ played: Int, _ coverage: Double) -> Double {
            (confidence(form, played: played, coverage: coverage) * 1e9).rounded() / 1e9
        }
        // Half the games, a deviation of half the mean, half the features, 25 % off the season's mean.
        #expect(value(Self.form(20, 20, 20, deviation: 0), 10, 100) == 0.85)
        #expect(value(Self.form(20, 20, 20, deviation: 10), 20, 100) == 0.85)
        #expect(value(Self.form(20, 20, 20, deviation: 0), 20, 50) == 0.9)
        #expect(value(Self.form(25, 20, 20, deviation: 0), 20, 100) == 0.95)
        // Means below 1 count as 1, and no part falls below 0.
        #expect(value(Self.form(0.5, 0.5, 0.25, deviation: 0.5), 20, 100) == 0.8)
        #expect(value(Self.form(90, 10, 20, deviation: 50), 20, 100) == 0.5)
    }

    @Test(arguments: [
        (Market.points, 1.5, 0.45, Recommendation.over), (.points, 1.49, 0.9, .pass), (.points, -1.5, 0.45, .under),
        (.points, 5, 0.449, .pass), (.rebounds, 1, 0.5, .over), (.assists, -1, 0.5, .under), (.pra, 2.4, 0.9, .pass),
        (.pra, 2.5, 0.9, .over),
    ])
    func `a line is bet against from a distance on, and with confidence`(
        market: Market, edge: Double, confidence: Double, says: Recommendation
    ) {
        #expect(Recommendation(market, edge: edge, confidence: confidence, hasLine: true) == says)
        #expect(Recommendation(market, edge: nil, confidence: nil, hasLine: false) == .noLine)
        #expect(Recommendation(market, edge: nil, confidence: nil, hasLine: true) == .pass)
    }

    @Test func `likeness adds its four parts`() {
        func situation(_ strength: Double?, _ rest: Int?, _ home: Bool, _ five: Double?) -> GameSituation {
            GameSituation(
                opponentStrength: strength, daysRest: rest, isHome: home, pointsLast5: five, pointsSeason: 20)
        }
        let now = situation(1, 1, true, 20)
        #expect(now.score(against: now) == 100)
        #expect(now.score(against: situation(0, 1, true, 20)) == 80)
        #expect(now.score(against: situation(-1, 1, true, 20)) == 60)
        #expect(now.score(against: situation(1, 2, true, 20)) == 85)
        #expect(now.score(against: situation(1, 1, false, 20)) == 85)
        #expect(now.score(against: situation(1, 1, true, 24)) == 90)
        #expect(now.score(against: situation(nil, nil, true, nil)) == 15)
        // The bounds belong to the middle; rest of two days and more is one.
        #expect(situation(0.6, 5, true, 23).score(against: situation(-0.6, 2, true, 17)) == 100)
        #expect(situation(0.61, 0, true, 23.1).score(against: situation(-0.61, 2, true, 16.9)) == 15)
    }

    @Test func `an ensemble of two or more weighs them by their errors`() throws {
        let members: [(system: PredictionSystem, value: Double)] = [(.movingAverage, 10), (.rules, 16)]
        #expect(try ensemble(members, .points, RecentErrors()).get().value == 13)
        #expect(ensemble(Array(members.prefix(1)), .points, RecentErrors()) == .failure(.thinSample))
        let errors = Self.errors([(.movingAverage, 2, 200), (.rules, 1, 200)])
        // 1/16 against 1.
        #expect(errors.weights(of: [.movingAverage, .rules], .points) == [0.0625, 1])
        let mean = try ensemble(members, .points, errors).get().value
        #expect(abs(mean - (0.625 + 16) / 1.0625) < 1e-12)
        // One with too few grades makes all weights equal, and so does another market.
        #expect(
            Self.errors([(.movingAverage, 2, 199), (.rules, 1, 300)]).weights(of: [.movingAverage, .rules], .points)
                == [1, 1])
        #expect(errors.weights(of: [.movingAverage, .rules], .rebounds) == [1, 1])
    }

    private static func errors(_ grades: [(PredictionSystem, Double, Int)]) -> RecentErrors {
        let rows = grades.flatMap { system, error, count in
            (0..<count).map { _ in
                var line = GradeLine()
                (line.system, line.absoluteError, line.populationP5) = (system, error, true)
                return line
            }
        }
        var outside = GradeLine()
        (outside.absoluteError, outside.populationP5) = (70, false)
        return RecentErrors(SeasonWindow(days: [(.reference, rows + [outside])]))
    }

    @Test func `members that disagree are worth at most half less`() {
        #expect(agreement(of: [10, 10], on: 10) == 1)
        #expect(agreement(of: [10], on: 10) == 1)
        // Sample deviation of 8 and 12 is √8.
        #expect(abs(agreement(of: [8, 12], on: 10) - (1 - 8.0.squareRoot() / 10)) < 1e-12)
        #expect(agreement(of: [0, 60], on: 30) == 0.5)
    }

    @Test func `zones give by what a player takes there`() {
        var (shots, defense) = (PlayerShotZones(), TeamDefenseZones())
        #expect(zoneAdjustment(nil, against: defense) == 0 && zoneAdjustment(shots, against: nil) == 0)
        shots.last10.attemptsPerGame = ZoneValues(paint: 5, midRange: nil, threePt: 10)
        defense.versusLeague = ZoneValues(paint: 2, midRange: 50, threePt: -1)
        #expect(abs(zoneAdjustment(shots, against: defense) - (0.02 * 5 * 2 - 0.01 * 10 * 3)) < 1e-12)
    }
}

/// What becomes of a prediction.
struct GradeTests {
    private static func prediction(_ value: Double?, _ change: (inout PropPrediction) -> Void = { _ in })
        -> PropPrediction
    {
        var prediction = PropPrediction()
        (prediction.predictedValue, prediction.gamesPlayedSeason) = (value, 5)
        change(&prediction)
        return prediction
    }

    private static func result(_ points: Int, active: Bool = true) -> ResultLine {
        var result = ResultLine()
        (result.points, result.isActive, result.minutesPlayed) = (points, active, 31)
        return result
    }

    private static func minutes(_ value: Double?) -> RecentMinutes {
        var minutes = RecentMinutes()
        minutes.minutesAvgLast5 = value
        return minutes
    }

    @Test func `the error is what was predicted less what came`() {
        let grade = PredictionGrade(of: Self.prediction(22), Self.result(25), Self.minutes(30))
        #expect(grade.status == .graded && grade.actualValue == 25 && grade.minutesPlayed == 31)
        #expect(grade.error == -3 && grade.absoluteError == 3)
        #expect(grade.within3 == true && grade.within5 == true)
        #expect(grade.populationP5 && grade.populationP15)
        let far = PredictionGrade(of: Self.prediction(30.5), Self.result(25), nil)
        #expect(far.within3 == false && far.within5 == false && far.populationP5 && !far.populationP15)
    }

    @Test(arguments: [nil, GradeTests.result(0, active: false)])
    func `who did not appear makes it void`(_ result: ResultLine?) {
        let grade = PredictionGrade(
            of: Self.prediction(22) { ($0.recommendation, $0.line) = (.over, 20) }, result, Self.minutes(30))
        #expect(grade.status == .void && grade.actualValue == nil && grade.error == nil && grade.betResult == nil)
        #expect(!grade.populationP5 && grade.minutesPlayed == nil)
    }

    @Test func `populations are what was known before`() {
        func grade(_ played: Int, _ minutes: Double) -> PredictionGrade {
            PredictionGrade(
                of: Self.prediction(20) { $0.gamesPlayedSeason = played }, Self.result(20), Self.minutes(minutes))
        }
        #expect(!grade(4, 30).populationP5 && !grade(4, 30).populationP15)
        #expect(grade(5, 14.9).populationP5 && !grade(5, 14.9).populationP15)
        #expect(grade(5, 15).populationP15)
        // Declined: no error, and in the population all the same.
        let declined = PredictionGrade(of: Self.prediction(nil), Self.result(20), Self.minutes(20))
        #expect(declined.status == .graded && declined.populationP5 && declined.error == nil)
    }

    @Test(arguments: [
        (Recommendation.over, 21, BetResult?.some(.win)), (.over, 19, .loss), (.over, 20, .push), (.under, 19, .win),
        (.under, 21, .loss), (.under, 20, .push), (.pass, 30, nil), (.noLine, 30, nil),
    ])
    func `a bet is won against the line`(says: Recommendation, points: Int, ends: BetResult?) {
        let line: Double? = says == .noLine ? nil : 20
        let prediction = Self.prediction(20) { ($0.recommendation, $0.line) = (says, line) }
        #expect(PredictionGrade(of: prediction, Self.result(points), nil).betResult == ends)
    }

    @Test(arguments: [(0.0, 1), (0.0999, 1), (0.1, 2), (0.95, 10), (1, 10)])
    func `deciles begin at 1 and end at 10`(confidence: Double, decile: Int) {
        let prediction = Self.prediction(20) { $0.confidence = confidence }
        #expect(PredictionGrade(of: prediction, Self.result(20), nil).confidenceDecile == decile)
        #expect(PredictionGrade(of: Self.prediction(nil), Self.result(20), nil).confidenceDecile == nil)
    }
}
