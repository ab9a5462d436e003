import Testing

struct LeagueTests {
    @Test func `the tiny league is complete and nothing of it is set aside`() async throws {
        let harness = try await CommandLineHarness.league.value
        let verify = await harness.run("verify", "--format", "json", "--digests")
        #expect(verify.code == 0, "\(verify.out)\(verify.err)")
        let aside = await harness.run("query", "SELECT * FROM import_quarantine", "--format", "csv")
        #expect(aside.lines.count == 1, "\(aside.out)")
        let issues = await harness.run("query", "SELECT code, detail FROM import_issue", "--format", "csv")
        #expect(issues.lines.count == 1, "\(issues.out)")
    }
}
