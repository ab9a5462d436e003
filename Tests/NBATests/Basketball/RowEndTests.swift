import NBA
import Testing

struct RowEndTests {
    @Test func `issue codes are sorted and read back`() {
        let issues: QualityIssues = [.upstreamIncomplete, .missingSpread, .thinSample]
        #expect(issues.text == "missing_spread,thin_sample,upstream_incomplete")
        #expect(QualityIssues(text: issues.text) == issues)
        #expect(QualityIssues([]).text == "")
        #expect(QualityIssues.codes == QualityIssues.codes.sorted())
    }

    @Test func `a post-game row is one game of one, ready unless an issue blocks`() {
        let fine = RowEnd(postGame: .shotZonesUnavailable)
        #expect([fine.expectedGames, fine.actualGames] == [1, 1])
        #expect(fine.isProductionReady && !fine.earlySeason)
        #expect(!RowEnd(postGame: .boxSumMismatch).isProductionReady)
        #expect(!RowEnd(postGame: .missingTeamLine).isProductionReady)
    }

    @Test(arguments: [(4, true, ""), (5, false, "thin_sample"), (9, false, "thin_sample"), (10, false, "")])
    func `fewer than five games are early season, fewer than ten thin`(played: Int, isEarly: Bool, issues: String) {
        let end = RowEnd(preGame: [], played: played, expected: min(played, 10), actual: min(played, 10))
        #expect(end.earlySeason == isEarly)
        #expect(end.isProductionReady == !isEarly)
        #expect(end.qualityIssues == issues)
    }

    @Test func `nothing expected is complete, something missing blocks even at 90 percent`() {
        #expect(RowEnd(preGame: [], played: 0, expected: 0, actual: 0).completenessPct == 100)
        let end = RowEnd(preGame: [], played: 20, expected: 10, actual: 9)
        #expect(end.completenessPct == 90)
        #expect(end.qualityIssues == "upstream_incomplete")
        #expect(!end.isProductionReady)
    }
}
