import GameCalendar
import NBA
import PipelineModel
import PipelineTesting
import Testing

/// So many games of NYK at BOS with shot charts, and ten players on the date of the last.
private struct Series {
    let runner: DateRunner
    let date: GameDate

    init(_ count: Int = 10) async throws {
        runner = try await ComputedSeries.shared.value.runner
        date = try League.date("2021-11-01") + 2 * (count - 1)
    }

    func on(_ date: GameDate, _ table: TableDeclaration) -> Partition { Partition(table.name, date) }
    func today(_ table: TableDeclaration) -> Partition { on(date, table) }
}

/// player_composite_factors.shot_zone_mismatch_score, which his zones and the opponent's give.
struct MismatchRuleTests {
    private let rule = MismatchRule()

    @Test func `computed rows are clean, known and unknown`() async throws {
        let late = try await Series()
        #expect(
            late.runner.rows(PlayerCompositeFactors.self, on: late.date).allSatisfy {
                $0.shotZoneMismatchScore != nil
            })
        #expect(try late.runner.tally(rule, on: late.date).counts == [10, 10, 0])
        let early = try await Series(3)
        #expect(
            early.runner.rows(PlayerCompositeFactors.self, on: early.date).allSatisfy {
                $0.shotZoneMismatchScore == nil
            })
        #expect(try early.runner.tally(rule, on: early.date).counts == [10, 10, 0])
    }

    @Test(arguments: [
        UpcomingPlayer.table, PlayerShotZones.table, TeamDefenseZones.table,
    ])
    func `a source that was taken away is named, unless it is waived`(_ source: TableDeclaration) async throws {
        let series = try await Series()
        series.runner.remove(source.name, on: series.date)
        let tally = try series.runner.tally(rule, on: series.date)
        #expect(tally.counts == [10, 0, 0] && tally.origin == series.today(source))
        let excused = try series.runner.tally(rule, on: series.date, excusing: [series.today(source)])
        #expect(excused.counts == [10, 10, 0])
    }

    @Test func `one player's missing row spoils him alone, one team's its opponents`() async throws {
        let series = try await Series()
        try series.runner.drop(PlayerShotZones.self, on: series.date) { $0.identity.playerID == 101 }
        var tally = try series.runner.tally(rule, on: series.date)
        #expect(tally.counts == [10, 9, 0] && tally.origin == series.today(PlayerShotZones.table))
        try series.runner.drop(TeamDefenseZones.self, on: series.date) { $0.teamAbbr == "BOS" }
        tally = try series.runner.tally(rule, on: series.date)
        #expect(tally.counts == [10, 4, 0])
    }

    @Test func `a score over unknown zones is the row's own, and 0 is made up`() async throws {
        let series = try await Series()
        try series.runner.edit(PlayerShotZones.self, on: series.date) { row in
            if row.identity.playerID < 103 { row.primaryScoringZone = nil }
        }
        var tally = try series.runner.tally(rule, on: series.date)
        #expect(tally.counts == [10, 8, 0] && tally.origin == series.today(PlayerCompositeFactors.table))
        try series.runner.edit(PlayerCompositeFactors.self, on: series.date) { $0.shotZoneMismatchScore = 0 }
        tally = try series.runner.tally(rule, on: series.date)
        #expect(tally.counts == [10, 8, 2])
    }

    @Test func `a score that is not there though its sources are is the row's own`() async throws {
        let series = try await Series()
        try series.runner.edit(PlayerCompositeFactors.self, on: series.date) { row in
            if row.identity.playerID == 201 { row.shotZoneMismatchScore = nil }
        }
        let tally = try series.runner.tally(rule, on: series.date)
        #expect(tally.counts == [10, 9, 0] && tally.origin == series.today(PlayerCompositeFactors.table))
    }

    @Test func `0 over known zones is a measurement`() async throws {
        let series = try await Series()
        try series.runner.edit(PlayerCompositeFactors.self, on: series.date) { $0.shotZoneMismatchScore = 0 }
        #expect(try series.runner.tally(rule, on: series.date).counts == [10, 10, 0])
    }
}

/// player_daily_cache.usage_rate_last_10, which up to ten appearances give.
struct UsageRuleTests {
    private let rule = UsageRule()

    private func edit(_ series: Series, _ player: Int, to usage: Double?) throws {
        try series.runner.edit(PlayerDailyCache.self, on: series.date) { row in
            if row.identity.playerID == player { row.usageRateLast10 = usage }
        }
    }

    @Test func `computed rows are clean, with enough games and without`() async throws {
        for count in [1, 5, 6, 10, 13] {
            let series = try await Series(count)
            #expect(
                series.runner.rows(PlayerDailyCache.self, on: series.date).allSatisfy {
                    ($0.usageRateLast10 != nil) == (count > 5)
                })
            let tally = try series.runner.tally(rule, on: series.date)
            #expect(tally.counts == [10, 10, 0] && tally.origin == nil)
        }
    }

    @Test func `a rate below the minimum, and none above it, are the row's own`() async throws {
        let thin = try await Series(5)
        try edit(thin, 101, to: 20)
        var tally = try thin.runner.tally(rule, on: thin.date)
        #expect(tally.counts == [10, 9, 0] && tally.origin == thin.today(PlayerDailyCache.table))
        let full = try await Series()
        try edit(full, 205, to: nil)
        tally = try full.runner.tally(rule, on: full.date)
        #expect(tally.counts == [10, 9, 0] && tally.origin == full.today(PlayerDailyCache.table))
    }

    @Test func `0 without an appearance is made up, 0 of somebody who played is not`() async throws {
        let fresh = try await Series(1)
        try edit(fresh, 101, to: 0)
        #expect(try fresh.runner.tally(rule, on: fresh.date).counts == [10, 9, 1])
        let thin = try await Series(3)
        try edit(thin, 101, to: 0)
        #expect(try thin.runner.tally(rule, on: thin.date).counts == [10, 9, 0])
        let full = try await Series()
        try edit(full, 101, to: 0)
        #expect(try full.runner.tally(rule, on: full.date).counts == [10, 10, 0])
    }

    @Test func `a rate over an unknown share of the team's play is the row's own`() async throws {
        let series = try await Series()
        try series.runner.edit(PlayerGame.self, on: series.date - 4) { row in
            if row.player.playerID == 101 { row.usageDenominator = nil }
        }
        let tally = try series.runner.tally(rule, on: series.date)
        #expect(tally.counts == [10, 9, 0] && tally.origin == series.today(PlayerDailyCache.table))
    }

    @Test func `a box score that became no row is named, the oldest first`() async throws {
        let series = try await Series()
        let lost = [series.date - 4, series.date - 10].map { series.on($0, PlayerGame.table) }
        for partition in lost { series.runner.remove(partition.table, on: partition.date) }
        let tally = try series.runner.tally(rule, on: series.date)
        #expect(tally.counts == [10, 0, 0] && tally.origin == lost[1])
        let half = try series.runner.tally(rule, on: series.date, excusing: [lost[1]])
        #expect(half.counts == [10, 0, 0] && half.origin == lost[0])
        #expect(try series.runner.tally(rule, on: series.date, excusing: Set(lost)).counts == [10, 10, 0])
    }

    @Test func `one player's missing row spoils him alone`() async throws {
        let series = try await Series()
        try series.runner.drop(PlayerGame.self, on: series.date - 6) { $0.player.playerID == 203 }
        let tally = try series.runner.tally(rule, on: series.date)
        #expect(tally.counts == [10, 9, 0] && tally.origin == series.on(series.date - 6, PlayerGame.table))
    }

    // Thirteen games: the newest ten before the last begin with the third.
    @Test func `what lies before the window does not matter`() async throws {
        let series = try await Series(13)
        series.runner.remove(PlayerGame.table.name, on: series.date - 22)
        #expect(try series.runner.tally(rule, on: series.date).counts == [10, 10, 0])
        series.runner.remove(PlayerGame.table.name, on: series.date - 20)
        #expect(try series.runner.tally(rule, on: series.date).counts == [10, 0, 0])
    }

    @Test func `a game without box score and rows is missed all the same`() async throws {
        let series = try await Series()
        let lost = series.on(series.date - 4, PlayerBox.table)
        for table in [PlayerBox.table, PlayerGame.table] { series.runner.remove(table.name, on: lost.date) }
        let tally = try series.runner.tally(rule, on: series.date)
        #expect(tally.counts == [10, 0, 0] && tally.origin == lost)
        #expect(try series.runner.tally(rule, on: series.date, excusing: [lost]).counts == [10, 10, 0])
    }

    @Test func `whoever has no line at all may have been in the box score that is missing`() async throws {
        let series = try await Series(2)
        let lost = series.on(series.date - 2, PlayerBox.table)
        for table in [PlayerBox.table, PlayerGame.table] { series.runner.remove(table.name, on: lost.date) }
        let tally = try series.runner.tally(rule, on: series.date)
        #expect(tally.counts == [10, 0, 0] && tally.origin == lost)
    }

    @Test func `a box score that is missing before the window, or of other teams, does not matter`() throws {
        var league = try League.series(13)
        try league.play("MIA", at: "LAL", "2021-11-18")
        let runner = try ComputedSeries(league).runner
        let date = try League.date("2021-11-25")
        for day in ["2021-11-01", "2021-11-03", "2021-11-18"] {
            for table in [PlayerBox.table, PlayerGame.table] { runner.remove(table.name, on: try League.date(day)) }
        }
        // The window of ten begins on 11-05.
        #expect(try runner.tally(rule, on: date).counts == [10, 10, 0])
        for table in [PlayerBox.table, PlayerGame.table] {
            runner.remove(table.name, on: try League.date("2021-11-05"))
        }
        #expect(try runner.tally(rule, on: date).counts == [10, 0, 0])
    }
}

/// ml_feature_store_v2.opponent_def_rating_last_15, which the opponent's zone row holds.
struct OpponentRatingRuleTests {
    private let rule = OpponentRatingRule()
    private let position = FeatureRow.features.firstIndex { $0.name.description == "opponent_def_rating_last_15" } ?? 0

    private func edit(_ series: Series, to rating: Double?, _ players: Set<Int>) throws {
        try series.runner.edit(FeatureRow.self, on: series.date) { row in
            if players.contains(row.identity.playerID) { row.values[position] = rating }
        }
    }

    @Test func `computed rows are clean, known and unknown`() async throws {
        for count in [4, 10] {
            let series = try await Series(count)
            #expect(
                series.runner.rows(FeatureRow.self, on: series.date).allSatisfy {
                    ($0["opponent_def_rating_last_15"] != nil) == (count > 8)
                })
            #expect(try series.runner.tally(rule, on: series.date).counts == [10, 10, 0])
        }
    }

    @Test(arguments: [UpcomingPlayer.table, TeamDefenseZones.table])
    func `a source that was taken away is named, unless it is waived`(_ source: TableDeclaration) async throws {
        let series = try await Series()
        series.runner.remove(source.name, on: series.date)
        let tally = try series.runner.tally(rule, on: series.date)
        #expect(tally.counts == [10, 0, 0] && tally.origin == series.today(source))
        #expect(
            try series.runner.tally(rule, on: series.date, excusing: [series.today(source)]).counts == [10, 10, 0])
    }

    @Test func `one team's missing row spoils its opponents alone`() async throws {
        let series = try await Series()
        try series.runner.drop(TeamDefenseZones.self, on: series.date) { $0.teamAbbr == "NYK" }
        let tally = try series.runner.tally(rule, on: series.date)
        #expect(tally.counts == [10, 5, 0] && tally.origin == series.today(TeamDefenseZones.table))
    }

    @Test func `a rating the opponent does not have is the row's own, and 0 is made up`() async throws {
        let series = try await Series(4)
        try edit(series, to: 110, [101, 201])
        var tally = try series.runner.tally(rule, on: series.date)
        #expect(tally.counts == [10, 8, 0] && tally.origin == series.today(FeatureRow.table))
        try edit(series, to: 0, [101])
        tally = try series.runner.tally(rule, on: series.date)
        #expect(tally.counts == [10, 8, 1])
    }

    @Test func `a rating that is lost on the way is the row's own`() async throws {
        let series = try await Series()
        try edit(series, to: nil, [105])
        let tally = try series.runner.tally(rule, on: series.date)
        #expect(tally.counts == [10, 9, 0] && tally.origin == series.today(FeatureRow.table))
    }
}
