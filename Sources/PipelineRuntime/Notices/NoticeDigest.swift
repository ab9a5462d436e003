public import GameCalendar
public import PipelineModel

/// Many notices told as one: the digest of a batch, or the summary of what exceeded the rate limit.
public struct NoticeDigest: Hashable, Sendable {
    // Groups told one by one; the text stays within fifteen lines.
    private static let toldGroups = 11
    private static let sampleLength = 100

    /// What it tells of, by creation.
    let notices: [Notice]

    /// A digest of `notices`, in any order; nil when there are none.
    public init?(_ notices: [Notice]) {
        guard !notices.isEmpty else { return nil }
        self.notices = notices.sorted { $0.noticeID < $1.noticeID }
    }

    /// How many notices it tells of; a summary that is joined again counts as what it tells of.
    public var count: Int { notices.reduce(0) { $0 + (Self.joinedCount(of: $1) ?? 1) } }

    /// The gravest level told.
    public var level: NoticeLevel { notices.map(\.level).max() ?? .info }

    /// The id of the digest of `batch`: made again, it is the same row.
    public static func id(of batch: String) -> String { "n\(batch.dropFirst())\(suffix)" }

    /// How many notices a stored digest says it tells of; nil for a notice that is no digest.
    public static func statedCount(of notice: Notice) -> Int? {
        guard notice.category == .batchFinished, notice.noticeID.hasSuffix(suffix) else { return nil }
        return Int(notice.text.prefix { $0.isNumber })
    }

    private static let suffix = "-digest"

    /// The text of a batch's digest: one line per category and processor, the gravest and most frequent first.
    public func text(of batch: String) -> String {
        let groups = self.groups
        var lines = ["\(Self.counted(count)) held back in batch \(batch):"]
        lines += groups.prefix(Self.toldGroups).map { "  " + Self.line(of: $0) }
        let rest = groups.dropFirst(Self.toldGroups)
        if !rest.isEmpty {
            lines.append("  and \(rest.count) more kinds, \(Self.counted(rest.reduce(0) { $0 + $1.count }))")
        }
        return (lines + ["'backcourt failures' lists what is still open."]).joined(separator: "\n")
    }

    /// The text of a summary: count, first, last and a sample.
    public var summary: String { "\(Self.counted(count))\(Self.more)\(Self.line(of: notices))" }

    // How many notices a summary says it joins; nil for any other notice.
    private static func joinedCount(of notice: Notice) -> Int? {
        let digits = notice.text.prefix { $0.isNumber }
        guard let count = Int(digits), notice.text.hasPrefix(counted(count) + more) else { return nil }
        return count
    }

    private static let more = " more: "

    /// The notice that tells the digest of `batch`.
    public func notice(id: String, batch: String, at now: Timestamp) -> Notice {
        var notice = Notice()
        notice.noticeID = id
        notice.level = level
        notice.category = .batchFinished
        notice.text = text(of: batch)
        notice.batchID = batch
        notice.createdAt = now
        return notice
    }

    /// The notice that tells the summary, of the category and processor of what it joins.
    public func summaryNotice(id: String, at now: Timestamp) -> Notice {
        var notice = Notice()
        notice.noticeID = id
        notice.level = level
        notice.category = notices[0].category
        notice.processorName = notices[0].processorName
        notice.text = summary
        notice.batchID = notices[0].batchID
        notice.createdAt = now
        return notice
    }
}

extension NoticeDigest {
    private var groups: [[Notice]] {
        let grouped = Dictionary(grouping: notices) { "\($0.category.rawValue) \($0.processorName ?? "")" }
        return grouped.sorted { left, right in
            let (a, b) = (Self.rank(left.value), Self.rank(right.value))
            return a == b ? left.key < right.key : a > b
        }.map(\.value)
    }

    private static func rank(_ group: [Notice]) -> (NoticeLevel, Int) {
        (group.map(\.level).max() ?? .info, group.count)
    }

    // run_failed player_game_summary: 7, 2021-10-19…2021-11-02: what the first one says
    private static func line(of group: [Notice]) -> String {
        let subject = [group[0].category.rawValue, group[0].processorName].compactMap(\.self).joined(separator: " ")
        let dates = group.compactMap(\.dataDate)
        var span = ""
        if let first = dates.min(), let last = dates.max() {
            span = first == last ? ", \(first)" : ", \(first)…\(last)"
        }
        let sample = group[0].text.split(separator: "\n").first.map(String.init) ?? ""
        let short = sample.count > sampleLength ? sample.prefix(sampleLength) + "…" : sample[...]
        return "\(subject): \(group.count)\(span): \(short)"
    }

    private static func counted(_ count: Int) -> String { count == 1 ? "1 notice" : "\(count) notices" }
}
