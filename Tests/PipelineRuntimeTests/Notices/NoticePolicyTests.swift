import GameCalendar
import PipelineModel
import PipelineRuntime
import PipelineTesting
import Testing

@Suite struct NoticePolicyTests {
    private static let hour = 3600

    // Singles and the sizes of summaries that are due at `now`.
    private func due(
        _ waiting: [Notice], told: Int, at now: Int = 10, closing: Bool = false
    ) -> (singles: Int, summaries: [Int]) {
        let told = (0..<told).map { number in
            var notice = sampleNotice(number)
            notice.deliveredAt = SampleChanges.instant(0)
            return notice
        }
        let messages = NoticePolicy.due(waiting, told: told, at: SampleChanges.instant(now), isClosing: closing)
        var singles = 0
        var summaries: [Int] = []
        for message in messages {
            switch message {
            case .single: singles += 1
            case .summary(let notices): summaries.append(notices.count)
            }
        }
        return (singles, summaries)
    }

    private static let worked: [(told: Int, waiting: Int, closing: Bool, singles: Int, summaries: [Int])] = [
        (0, 3, false, 3, []), (0, 3, true, 3, []), (0, 8, false, 5, []), (0, 8, true, 5, [3]), (5, 4, false, 0, []),
        (5, 4, true, 0, [4]), (6, 4, false, 0, []), (6, 4, true, 0, []),
    ]

    @Test(arguments: worked)
    func `five an hour are told, the surplus waits and is joined`(
        told: Int, waiting: Int, closing: Bool, singles: Int, summaries: [Int]
    ) {
        let result = due((0..<waiting).map { sampleNotice($0) }, told: told, closing: closing)
        #expect(result.singles == singles)
        #expect(result.summaries == summaries)
    }

    @Test func `what has waited an hour is told, as many as the limit allows, and the rest is joined`() {
        let result = due((0..<7).map { sampleNotice($0) }, told: 5, at: Self.hour + 1)
        #expect(result.singles == 5)
        #expect(result.summaries == [2])
    }

    @Test func `the limit is per category and processor`() {
        let both = (0..<5).map { sampleNotice($0, "totals") } + (5..<10).map { sampleNotice($0, "levels") }
        #expect(due(both, told: 0).singles == 10)
    }

    @Test func `digests are not limited`() {
        let digests = (0..<9).map { number in
            var notice = sampleNotice(number)
            notice.category = .batchFinished
            return notice
        }
        #expect(due(digests, told: 6).singles == 9)
    }

    @Test func `in backfill only what is critical is told at once`() {
        #expect(NoticeLevel.allCases.filter { !NoticePolicy.isSuppressed($0, in: .backfill) } == [.critical])
        #expect(NoticeLevel.allCases.allSatisfy { !NoticePolicy.isSuppressed($0, in: .live) })
    }

    @Test func `a digest counts by category and processor, and stays readable`() throws {
        let many = (0..<300).map { sampleNotice($0, "table_\($0 % 20)") }
        let digest = try #require(NoticeDigest(many))
        let text = digest.text(of: "b1")
        #expect(text.split(separator: "\n").count <= 15)
        #expect(text.hasPrefix("300 notices"))
        #expect(text.contains("run_failed table_0: 15, 2023-11-01…"))
        #expect(text.contains("failure 0"))
        let notice = digest.notice(id: NoticeDigest.id(of: "b1"), batch: "b1", at: SampleChanges.instant())
        #expect(NoticeDigest.statedCount(of: notice) == 300)
        #expect(notice.level == .error && notice.category == .batchFinished)
        #expect(NoticeDigest([]) == nil)
        #expect(NoticeDigest.statedCount(of: many[0]) == nil)
    }
}
