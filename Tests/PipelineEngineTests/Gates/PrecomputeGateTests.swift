import ContentDigest
import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineTesting
import Testing

/// A rule that judges outlooks by forecasts; only its names matter here.
private struct OutlookRule: ContaminationRule {
    let table = Outlook.input
    let column = "value"
    let source = "forecast.value"
    let inputs: [Input] = [.optional(Outlook.self), .optional(Forecast.self)]

    func tally(
        on date: GameDate, from upstream: Upstream, isExcused: (Partition) -> Bool
    ) throws(ProcessorError) -> ContaminationTally { ContaminationTally() }
}

@Suite struct PrecomputeGateTests {
    private let first = GameDate(dayNumber: 19_662)
    private let contentCodes = [
        "no_repeated_key", "critical_columns_filled", "contamination_clean", "no_leak", "no_constant_feature",
    ]

    // Outlooks with a critical column and two features, of which `station` may stand still.
    private let outlooks = TableDeclaration(
        Outlook.self, name: Outlook.input, dataset: "weather", about: "Outlooks.", key: ["station"],
        criticalColumns: ["basis"], features: FeatureColumns(["value", "station"], mayBeConstant: ["station"]))

    /// A thousand sound rows, one clean rule, two proved dates.
    private func soundContent() -> ContentFacts {
        var table = ContentFacts.Table(outlooks)
        table.profile.rows = 1000
        table.profile.columns = [
            ColumnProfile(filled: 1000, least: .int(0), greatest: .int(9)),
            ColumnProfile(filled: 750, least: .double(-1.5), greatest: .double(80)),
            ColumnProfile(filled: 1000, least: .int(1), greatest: .int(1)),
        ]
        table.earlySeason = 125
        var facts = ContentFacts()
        facts.tables = [table]
        facts.contamination = [finding { tally in for _ in 0..<100 { tally.countValid() } }]
        facts.leakDates = [first, first + 2]
        return facts
    }

    private func finding(
        phase: Phase? = nil, _ count: (inout ContaminationTally) -> Void
    ) -> ContaminationFinding {
        var tally = ContaminationTally()
        count(&tally)
        return ContaminationFinding(OutlookRule(), tally, phase: phase)
    }

    /// The gate over three complete dates, their content changed by `change`.
    private func judged(_ change: (inout ContentFacts) -> Void = { _ in }) throws -> GateReport {
        var content = soundContent()
        change(&content)
        return try judged(.found(content))
    }

    private func judged(_ evidence: ContentEvidence, outlook: String = "xx.x") throws -> GateReport {
        var facts = gateFacts(try DrawnStore(total: "xx.x", forecast: "xx.x", outlook: outlook))
        facts.content = evidence
        return try gate(2).evaluate(facts)
    }

    @Test func `everything complete and sound passes`() throws {
        let report = try judged()
        #expect(report.broken == [])
        #expect(report.status == "READY FOR STAGE 3")
        #expect(report.phase.counts == [3, 3, 0, 0])
        #expect(report.conditions.filter { contentCodes.contains($0.code) }.map(\.code) == contentCodes)
        #expect(try report.condition("contamination_clean").actual == "1 CLEAN")
        #expect(try report.condition("no_leak").actual == "0 on 2023-11-01, 2023-11-03")
    }

    private static let shortfalls = [
        "x-.x": (["complete:outlook", "success_rate:outlook"], "missing", "66.67 %"),
        "xp.x": (["complete:outlook", "success_rate:outlook", "no_unresolved_failure"], "partial", "66.67 %"),
        "xs.x": (["complete:outlook"], "stale", "100.0 %"),
        "xe.x": (["complete:outlook"], "missing", "100.0 %"),
    ]

    @Test(arguments: shortfalls.keys.sorted())
    func `one table short on one date breaks what asks for it, and nothing else`(_ drawing: String) throws {
        let (broken, status, rate) = try #require(Self.shortfalls[drawing])
        let report = try judged(.found(soundContent()), outlook: drawing)
        #expect(report.broken == broken)
        #expect(report.status == "STAGE 2 INCOMPLETE")
        let complete = try report.condition("complete:outlook")
        #expect(complete.expected == "3 dates" && complete.actual == "2 dates")
        #expect(complete.examples == ["2023-11-02 \(status)"])
        #expect(try report.condition("success_rate:outlook").actual == rate)
        #expect(report.phase.counts == [3, 2, 0, 1])
    }

    @Test func `over a phase 3 that is not complete nothing is ready`() throws {
        var facts = gateFacts(try DrawnStore(total: "xxx", forecast: "xxx", outlook: "xxx"))
        let table = Partition(Forecast.input, first + 2)
        facts.content = .found(soundContent())
        #expect(try gate(2).evaluate(facts).passed)
        var store = try DrawnStore(total: "xxx", forecast: "xxx", outlook: "xxx")
        store.facts.store.states[table]?.rowsMissing = 1
        facts = gateFacts(store)
        facts.content = .found(soundContent())
        let report = try gate(2).evaluate(facts)
        #expect(report.broken == ["upstream_complete"])
        #expect(try report.condition("upstream_complete").examples == ["forecast 2023-11-03 partial"])
        #expect(try gate(1).evaluate(facts).broken.contains("complete:forecast"))
    }

    @Test func `an unresolved failure is told with its date`() throws {
        var store = try DrawnStore(total: "xx-", forecast: "xx-", outlook: "xx-")
        store.attempt(Outlook.input, first + 2, .failed, .data, "invalid_value")
        store.attempt(Forecast.input, first + 2, .failed, .data, "invalid_value")
        var facts = gateFacts(store)
        facts.content = .found(soundContent())
        let report = try gate(2).evaluate(facts)
        #expect(
            report.broken == ["complete:outlook", "success_rate:outlook", "no_unresolved_failure", "upstream_complete"])
        #expect(try report.condition("no_unresolved_failure").examples == ["outlook 2023-11-03 failed"])
    }

    @Test func `a partition of a day that is expected no more is obsolete`() throws {
        var store = try DrawnStore(total: "x.x", forecast: "x.x", outlook: "x.x")
        var state = try #require(store.facts.store.states[Partition(Outlook.input, first)])
        state.gameDate = first + 1
        store.facts.store.states[state.partition] = state
        store.facts.store.rowCounts[state.partition] = 3
        var facts = gateFacts(store)
        facts.content = .found(soundContent())
        let report = try gate(2).evaluate(facts)
        #expect(report.broken == ["no_obsolete_partition"])
        #expect(try report.condition("no_obsolete_partition").examples == ["outlook 2023-11-02"])
    }

    @Test func `a waived date satisfies`() throws {
        var store = try DrawnStore(total: "xx-", forecast: "xx-", outlook: "xx-")
        store.waive("*", first + 2)
        var facts = gateFacts(store)
        facts.content = .found(soundContent())
        let report = try gate(2).evaluate(facts)
        #expect(report.broken == [])
        #expect(report.phase.counts == [3, 2, 1, 0])
        #expect(try report.condition("complete:outlook").actual == "2 dates and 1 waived")
    }

    @Test func `a key that is there twice fails`() throws {
        let report = try judged { $0.tables[0].repeatedKeys = ["outlook 2023-11-02: 4 2 times"] }
        #expect(report.broken == ["no_repeated_key"])
        let condition = try report.condition("no_repeated_key")
        #expect(condition.actual == "1" && condition.examples == ["outlook 2023-11-02: 4 2 times"])
    }

    @Test func `an empty critical column fails`() throws {
        let report = try judged { $0.tables[0].profile.columns[0].filled = 998 }
        #expect(report.broken == ["critical_columns_filled"])
        let condition = try report.condition("critical_columns_filled")
        #expect(condition.actual == "1" && condition.examples == ["outlook.basis is NULL in 2 rows"])
    }

    @Test func `a contaminated column fails with share, oldest cause and the phase to begin with`() throws {
        let report = try judged { content in
            content.contamination.append(
                finding(phase: .analytics) { tally in
                    for _ in 0..<197 { tally.countValid() }
                    for offset in [5, 1, 3] { tally.countInvalid(from: Partition(Forecast.input, first + offset)) }
                })
        }
        #expect(report.broken == ["contamination_clean"])
        let condition = try report.condition("contamination_clean")
        #expect(condition.expected == "2 columns CLEAN" && condition.actual == "1 CLEAN")
        #expect(
            condition.examples == [
                "outlook.value is PARTIAL: 197 of 200 rows (98.5 %) follow from forecast.value; oldest cause forecast "
                    + "2023-11-02, compute again from phase 3"
            ])
    }

    @Test func `ninety-nine percent is clean, a zero without a source never is`() throws {
        func rows(_ invalid: Int, isZero: Bool) -> ContaminationFinding {
            finding(phase: .analytics) { tally in
                for _ in 0..<(100 - invalid) { tally.countValid() }
                for _ in 0..<invalid { tally.countInvalid(from: Partition(Forecast.input, first), isZero: isZero) }
            }
        }
        #expect(try judged { $0.contamination = [rows(1, isZero: false)] }.passed)
        #expect(try judged { $0.contamination = [rows(2, isZero: false)] }.broken == ["contamination_clean"])
        let zero = try judged { $0.contamination = [rows(1, isZero: true)] }
        #expect(zero.broken == ["contamination_clean"])
        #expect(try zero.condition("contamination_clean").examples[0].contains("1 are 0 without a source"))
        #expect([1, 2, 50, 51].map { rows($0, isZero: false).verdict } == [.clean, .partial, .partial, .contaminated])
    }

    @Test func `no rule and no proved date are no proof`() throws {
        #expect(try judged { $0.contamination = [] }.broken == ["contamination_clean"])
        let report = try judged { $0.leakDates = [] }
        #expect(report.broken == ["no_leak"])
        #expect(try report.condition("no_leak").actual == "0 on no date")
    }

    @Test func `a leak fails with the partition that knew`() throws {
        let report = try judged {
            $0.leaks = [LeakFinding(partition: Partition(Outlook.input, first + 2), detail: "it knew the result")]
        }
        #expect(report.broken == ["no_leak"])
        let condition = try report.condition("no_leak")
        #expect(condition.actual == "1 on 2023-11-01, 2023-11-03")
        #expect(condition.examples == ["outlook 2023-11-03: it knew the result"])
    }

    @Test func `a feature that stands still fails from a thousand rows on`() throws {
        let still = ColumnProfile(filled: 600, least: .double(40), greatest: .double(40))
        let report = try judged { $0.tables[0].profile.columns[1] = still }
        #expect(report.broken == ["no_constant_feature"])
        let condition = try report.condition("no_constant_feature")
        #expect(condition.actual == "1" && condition.examples == ["outlook.value is 40.0 in all 600 rows that have it"])
        let fewer = try judged { content in
            content.tables[0].profile.columns[1] = still
            content.tables[0].profile.rows = 999
            for column in [0, 2] { content.tables[0].profile.columns[column].filled = 999 }
        }
        #expect(fewer.passed)
    }

    @Test func `a table whose rows nobody read is not passed`() throws {
        let report = try judged { $0.tables = [] }
        #expect(report.broken == ["no_repeated_key", "critical_columns_filled", "no_constant_feature"])
        #expect(try report.condition("no_repeated_key").examples == ["the rows of outlook were not read"])
    }

    @Test func `evidence that was not read is not a pass`() throws {
        let report = try judged(.unread)
        #expect(report.broken == contentCodes)
        for code in contentCodes { #expect(try report.condition(code).actual == "not read") }
    }

    @Test func `evidence that still holds passes, and is the same verdict`() throws {
        let (read, held) = (try judged(.found(soundContent())), try judged(.held))
        #expect(held.broken == [])
        #expect(held.factsDigest == read.factsDigest)
        #expect(try judged(.unread).factsDigest != read.factsDigest)
        #expect(try judged { $0.tables[0].repeatedKeys = ["again"] }.factsDigest != read.factsDigest)
    }

    @Test func `early rows and empty features are reported only`() throws {
        let report = try judged()
        let reported = ["early_season:outlook", "null_share:value", "null_share:station"]
        let conditions = try reported.map(report.condition)
        #expect(conditions.allSatisfy { !$0.isRequired && $0.passed })
        #expect(
            conditions.map(\.actual) == ["12.5 % of 1000 rows", "25.0 % of 1000 rows", "0.0 % of 1000 rows"])
    }
}
