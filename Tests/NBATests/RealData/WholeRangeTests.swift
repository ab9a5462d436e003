import NBA
import PipelineModel
import Testing

@Suite(.enabled(if: RealData.folder != nil, "the reference data is not at hand"))
struct WholeRangeTests {
    @Test func `team offence over three seasons`() async throws {
        let rows = try await RealHistory.shared.value.offenses
        #expect(rows.count == 7_924)
        #expect(rows.count { $0.overtimePeriods > 0 } == 410)
        #expect(rows.count { $0.zones.paintMakes == nil } == 38)
        #expect(rows.reduce(0) { $0 + $1.counters.points } == 893_547)
        #expect(digits(rows.sum { $0.possessions }) == digits(797_887))
        #expect(digits(rows.mean(minimum: 1) { $0.offensiveRating }) == digits(112.073045402))
        #expect(digits(rows.mean(minimum: 1) { $0.pace }) == digits(100.087251056))
        #expect(rows.reduce(0) { $0 + ($1.zones.paintAttempts ?? 0) } == 338_016)
        #expect(rows.reduce(0) { $0 + ($1.zones.midRangeAttempts ?? 0) } == 83_380)
    }

    @Test func `team defence mirrors team offence`() async throws {
        let history = try await RealHistory.shared.value
        let offenses = Dictionary(
            uniqueKeysWithValues: history.offenses.map { (TeamGameKey($0.identity.gameID, $0.side.teamAbbr), $0) })
        #expect(history.defenses.count == 7_924)
        for row in history.defenses {
            let opponent = try #require(offenses[TeamGameKey(row.identity.gameID, row.side.opponentAbbr)])
            #expect(row.defensiveRating == opponent.offensiveRating)
            #expect(row.outcome.marginOfVictory == -opponent.outcome.marginOfVictory)
            #expect(row.outcome.winFlag != opponent.outcome.winFlag)
            #expect(row.overtimePeriods == opponent.overtimePeriods)
        }
    }

    @Test func `player games over three seasons`() async throws {
        let rows = try await RealHistory.shared.value.players
        #expect(rows.count == 84_022)
        #expect(rows.count { !$0.isActive } == 23)
        #expect(rows.count { $0.usageRate == nil } == 24)
        #expect(rows.count { $0.tsPct == nil } == 4_042)
        #expect(rows.count { $0.efgPct == nil } == 4_518)
        #expect(rows.count { $0.zones.paintMakes == nil } == 382)
        #expect(rows.count { QualityIssues(text: $0.end.qualityIssues).contains(.shotsDoNotMatchBox) } == 4)
        #expect(rows.reduce(0) { $0 + $1.secondsPlayed } == 114_798_695)
        #expect(digits(rows.compactMap(\.usageRate).mean(minimum: 1) { $0 }) == digits(18.8795894369))
        #expect(rows.reduce(0) { $0 + ($1.assistedFGMakes ?? 0) } == 200_294)
    }

    @Test func `team contexts over three seasons`() async throws {
        let rows = try await RealHistory.shared.value.teams
        #expect(rows.count == 7_924)
        #expect(rows.count { $0.form.backToBack } == 1_246)
        #expect(digits(rows.sum { $0.travel.travelMiles ?? 0 }) == digits(4_089_962.91787))
        #expect(rows.reduce(0) { $0 + $1.form.gamesInLast7Days } == 23_705)
        #expect(rows.count { $0.line.gameSpread == nil } == 4)
        #expect(rows.count { $0.window.paceLast10 == nil } == 450)
        #expect(rows.reduce(0) { $0 + $1.starsOut } == 6_841)
        #expect(rows.reduce(0) { $0 + $1.starsNewlyOut } == 3_830)
    }

    @Test func `player contexts over three seasons`() async throws {
        let rows = try await RealHistory.shared.value.contexts
        #expect(rows.count == 102_610)
        #expect(rows.count { $0.load.backToBack } == 12_502)
        #expect(rows.reduce(0) { $0 + $1.load.gamesInLast7Days } == 232_547)
        #expect(digits(rows.sum { $0.load.minutesInLast7Days }) == digits(5_325_037.06667))
        #expect(rows.count { $0.form.pointsAvgLast5 == nil } == 8_035)
        #expect(rows.count { $0.form.pointsAvgLast10 == nil } == 12_434)
        #expect(rows.count { $0.form.usageRateLast7Games == nil } == 10_326)
        #expect(rows.count { $0.form.projectedUsageRate == nil } == 12_434)
        #expect(rows.count { $0.load.gamesPlayedSeason == 0 } == 2_877)
    }

    @Test func `every row of a complete history is whole, named and free of blocking issues`() async throws {
        let history = try await RealHistory.shared.value
        let ends = history.offenses.map(\.end) + history.players.map(\.end) + history.teams.map(\.end)
        let blocked = (ends + history.contexts.map(\.end)).filter {
            $0.completenessPct != 100 || !QualityIssues(text: $0.qualityIssues).isDisjoint(with: .blocking)
        }
        #expect(blocked.isEmpty)
        #expect(history.keysDiffer.isEmpty)
        #expect(history.contexts.allSatisfy { !$0.player.playerName.isEmpty && !$0.player.playerLookup.isEmpty })
        #expect(history.contexts.allSatisfy { $0.rosterBasis == .activeList })
    }
}
