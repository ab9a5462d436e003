public import GameCalendar
public import PipelineModel

/// What is told at once, what is joined, what waits: decisions about notices, without clock or I/O.
public enum NoticePolicy {
    /// At most so many notices of one category and processor …
    public static let limit = 5
    /// … within so many seconds.
    public static let window = 3600.0

    /// Whether a notice waits for the batch's digest: in backfill all but critical ones do.
    public static func isSuppressed(_ level: NoticeLevel, in mode: RunMode) -> Bool {
        !mode.alertsPerFailure && level < .critical
    }

    /// Splits what is due into what is told one by one and what is joined into summaries.
    ///
    /// - Parameter delivered: notices already told, of which those of the last hour count.
    public static func sorted(
        _ due: [Notice], delivered: [Notice], at now: Timestamp
    ) -> (single: [Notice], surplus: [[Notice]]) {
        var counts: [[String]: Int] = [:]
        for notice in delivered where notice.deliveredAt.map({ now.seconds(since: $0) < window }) ?? false {
            counts[topic(notice), default: 0] += 1
        }
        var single: [Notice] = []
        var surplus: [[String]: [Notice]] = [:]
        for notice in due.sorted(by: { $0.noticeID < $1.noticeID }) {
            let topic = topic(notice)
            if counts[topic, default: 0] < limit {
                counts[topic, default: 0] += 1
                single.append(notice)
            } else {
                surplus[topic, default: []].append(notice)
            }
        }
        return (single, surplus.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value))
    }

    /// One sentence for many notices of one topic: count, first, last, a sample.
    public static func summary(of notices: [Notice]) -> String {
        guard let first = notices.first, let last = notices.last else { return "" }
        return "\(notices.count) more \(first.category.rawValue) notices"
            + (first.processorName.map { " of \($0)" } ?? "")
            + " from \(first.createdAt) to \(last.createdAt), such as: \(first.text)"
    }

    /// The digest of what was held back: counts, dates and a sample per topic; nil when nothing was.
    public static func digest(of notices: [Notice]) -> String? {
        guard !notices.isEmpty else { return nil }
        let topics = Dictionary(grouping: notices.sorted { $0.noticeID < $1.noticeID }, by: topic)
            .sorted { ($0.value.count, $1.key[0]) > ($1.value.count, $0.key[0]) }
        let lines = topics.prefix(12).map { topic, members in
            let dates = members.compactMap(\.dataDate).sorted()
            let span = dates.first.map { first in " \(first)…\(dates.last ?? first)" } ?? ""
            return "  \(members.count) \(topic[0])\(topic[1].isEmpty ? "" : " \(topic[1])")\(span): \(members[0].text)"
        }
        let more = topics.count > 12 ? ["  and \(topics.count - 12) more kinds"] : []
        return (["\(notices.count) notices were held back during the backfill:"] + lines + more).joined(separator: "\n")
    }

    private static func topic(_ notice: Notice) -> [String] {
        [notice.category.rawValue, notice.processorName ?? ""]
    }
}
