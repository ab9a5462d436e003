import ContentDigest
import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineTesting
import Testing

@Suite struct AnalyticsGateTests {
    private let first = GameDate(dayNumber: 19_662)

    @Test func `everything complete passes`() throws {
        let report = try gate(1).evaluate(gateFacts(DrawnStore(total: "xx.x", forecast: "xx.x")))
        #expect(report.passed)
        #expect(report.status == "READY FOR STAGE 2")
        #expect(report.phase.totalDates == 3 && report.phase.completeDates == 3 && report.phase.missingDates == 0)
    }

    @Test(arguments: ["x-x", "xpx", "xsx", "xex"])
    func `one table short on one date is enough to fail`(drawing: String) throws {
        let report = try gate(1).evaluate(gateFacts(DrawnStore(total: "xxx", forecast: drawing)))
        #expect(report.status == "STAGE 1 INCOMPLETE")
        #expect(report.broken.contains("complete:\(Forecast.input)"))
        #expect(try report.condition("complete:\(Forecast.input)").examples.first?.hasPrefix("\(first + 1)") == true)
        #expect(report.phase.missingDates == 1)
    }

    @Test func `a waived date satisfies, and is not counted complete`() throws {
        var store = try DrawnStore(total: "xx-", forecast: "xx-")
        store.waive("*", first + 2)
        let report = try gate(1).evaluate(gateFacts(store))
        #expect(report.passed)
        #expect(report.phase.completeDates == 2 && report.phase.waivedDates == 1 && report.phase.missingDates == 0)
        #expect(report.waivers.map(\.waiverID) == ["w-*-\(first + 2)"])
    }

    @Test func `a waiver that nothing needs any more is reported`() throws {
        var store = try DrawnStore(total: "xx", forecast: "xx")
        store.waive(DailyTotal.input.rawValue, first)
        let report = try gate(1).evaluate(gateFacts(store))
        #expect(report.passed)
        #expect(try !report.condition("waiver_unneeded").passed)
    }

    @Test func `an unresolved failure fails, with at most ten examples`() throws {
        var store = try DrawnStore(
            total: String(repeating: "-", count: 12), forecast: String(repeating: "x", count: 12))
        for offset in 0..<12 { store.attempt(DailyTotal.input, first + offset, .failed, .data, "invalid_value") }
        let condition = try gate(1).evaluate(gateFacts(store)).condition("no_unresolved_failure")
        #expect(!condition.passed && condition.actual == "12" && condition.examples.count == 10)
    }

    @Test func `ninety-nine of a hundred is not above ninety-nine percent`() throws {
        // Complete, but one date was written by a run that history does not call a success.
        var store = try DrawnStore(
            total: String(repeating: "x", count: 100), forecast: String(repeating: "x", count: 100))
        store.runs.removeAll { $0.processorName == DailyTotal.input && $0.dataDate == first }
        let report = try gate(1).evaluate(gateFacts(store))
        #expect(report.broken == ["success_rate:\(DailyTotal.input)"])
    }

    @Test func `no dates, or no tables, is not passed`() throws {
        let empty = try gate(1).evaluate(gateFacts(DrawnStore(total: "..", forecast: "..")))
        #expect(empty.broken.contains("scope_has_dates"))
        var facts = try gateFacts(DrawnStore(total: "xx", forecast: "xx"))
        facts.reports = try DrawnStore(total: "xx", forecast: "xx").reportFacts(["readings"])
        #expect(try gate(1).evaluate(facts).broken.contains("phase_has_tables"))
    }

    @Test func `the facts digest moves with what the verdict rests on`() throws {
        func digest(_ change: (inout DrawnStore) -> Void = { _ in }) throws -> Digest {
            var store = try DrawnStore(total: "xx", forecast: "xx")
            change(&store)
            return try gate(1).evaluate(gateFacts(store)).factsDigest
        }
        let before = try digest()
        #expect(try digest() == before)
        #expect(try digest { $0.facts.store.states[Partition(Forecast.input, first)]?.rowsMissing = 1 } != before)
        #expect(try digest { $0.facts.store.states[Partition(Forecast.input, first)]?.digest = .absent } != before)
        #expect(try digest { $0.runs = [] } != before)
    }
}

@Suite struct RawGateTests {
    private let first = GameDate(dayNumber: 19_662)

    @Test func `raw data complete and machinery sound passes, whatever phase 3 lacks`() throws {
        let report = try gate(0).evaluate(gateFacts(DrawnStore(total: "---", forecast: "---")))
        #expect(report.broken.isEmpty)
        #expect(report.status == "READY FOR STAGE 1")
        #expect(try report.condition("orchestrators_ready").isRequired)
    }

    @Test func `every condition that breaks is listed, not only the first`() throws {
        var facts = try gateFacts(DrawnStore(total: "xxx", forecast: "xxx", readings: "x-x"))
        facts.freeBytes = 1_999_999_999
        facts.suppression = (1, 0)
        facts.orchestrators = OrchestratorRehearsal(
            triggers: [.analyticsTrigger: 2, .precomputeTrigger: 1, .predictionsTrigger: 1],
            correlations: ["live-selftest"], phases: [.analytics, .precompute, .predictions])
        facts.gapFile = nil
        facts.schemaDifferences = [
            SchemaDifference(table: "readings", column: "hour", expected: "int", actual: "text")
        ]
        var issue = ImportIssue()
        (issue.tableName, issue.code, issue.gameDate) = ("readings", "player_sum", first)
        facts.blockingIssues = [issue]
        let report = try gate(0).evaluate(facts)
        #expect(
            Set(report.broken) == [
                "schema_equals_declarations", "raw_complete", "complete:readings", "no_unresolved_issues",
                "gap_analysis_written", "suppression_self_test", "orchestrators_ready", "free_space",
            ])
        #expect(try report.condition("raw_complete").examples == [(first + 1).description])
    }

    @Test func `an issue of a waived partition stands in nobody's way`() throws {
        var issue = ImportIssue()
        (issue.tableName, issue.code, issue.gameDate) = ("readings", "player_sum", first)
        var store = try DrawnStore(total: "xx", forecast: "xx")
        for (table, broken) in [("hints", ["no_unresolved_issues"]), ("readings", [])] {
            store.waive(table, first)
            var facts = gateFacts(store)
            facts.blockingIssues = [issue]
            #expect(try gate(0).evaluate(facts).broken == broken)
        }
        var facts = gateFacts(store)
        facts.blockingIssues = [issue]
        #expect(try gate(0).evaluate(facts).condition("no_unresolved_issues").actual == "0 and 1 waived")
    }

    @Test func `what could not be checked is not passed`() throws {
        var facts = try gateFacts(DrawnStore(total: "xx", forecast: "xx"))
        facts.freeBytes = nil
        facts.isOnServer = true
        #expect(try gate(0).evaluate(facts).broken.isEmpty)
        facts.isOnServer = false
        (facts.freeBytes, facts.suppression, facts.orchestrators) = (nil, nil, nil)
        #expect(
            try Set(gate(0).evaluate(facts).broken) == ["free_space", "suppression_self_test", "orchestrators_ready"])
    }

    @Test func `a pass stays current while phase 3 is filled and disk space moves`() throws {
        var before = try gateFacts(DrawnStore(total: "---", forecast: "---"))
        before.gapFile = ("gaps.csv", 3)
        var after = try gateFacts(DrawnStore(total: "xxx", forecast: "xs-"))
        (after.gapFile, after.freeBytes) = (("gaps.csv", 1), 4_000_000_000)
        #expect(try gate(0).evaluate(before).factsDigest == gate(0).evaluate(after).factsDigest)
        let corrected = try gateFacts(DrawnStore(total: "---", forecast: "---", readings: "xp-"))
        #expect(try gate(0).evaluate(before).factsDigest != gate(0).evaluate(corrected).factsDigest)
    }

    @Test func `optional raw data is reported only`() throws {
        let report = try gate(0).evaluate(gateFacts(DrawnStore(total: "xx", forecast: "xx", hints: "x-")))
        let coverage = try report.condition("coverage:hints")
        #expect(!coverage.isRequired && !coverage.passed && coverage.actual == "1 dates")
    }
}
