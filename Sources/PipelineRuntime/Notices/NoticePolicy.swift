public import GameCalendar
public import PipelineModel

/// Decides when a notice is told: at once, in a summary, in a digest, or later. No clock, no I/O.
public enum NoticePolicy {
    /// Messages per category and processor within ``window``, before the rest is joined.
    public static let limit = 5
    /// Seconds the limit looks back.
    public static let window = 3600.0

    /// One message to be told.
    public enum Message: Hashable, Sendable {
        /// The notice itself.
        case single(Notice)
        /// Several of one category and processor, joined; by creation.
        case summary([Notice])
    }

    /// Whether a notice waits for its batch's digest instead of being told at once.
    public static func isSuppressed(_ level: NoticeLevel, in mode: RunMode) -> Bool {
        !mode.alertsPerFailure && level < .critical
    }

    /// What is to be told now.
    ///
    /// Per category and processor five messages an hour are told one by one. What exceeds them waits and is joined into
    /// one summary: when the process is closing, or when it has waited an hour. A summary counts as a message too, and
    /// a sixth within the hour is the last. Digests are not limited.
    ///
    ///     told this hour   waiting   now            closing
    ///     0                3         3 singles      3 singles
    ///     0                8         5 singles      5 singles, summary of 3
    ///     5                4         nothing        summary of 4
    ///     6                4         nothing        nothing
    ///
    /// - Parameters:
    ///   - waiting: notices that are neither suppressed, told nor joined, in any order.
    ///   - told: messages told within ``window`` before `now`, in any order.
    /// - Returns: messages by creation of their first notice.
    public static func due(
        _ waiting: [Notice], told: [Notice], at now: Timestamp, isClosing: Bool
    ) -> [Message] {
        let recent = Dictionary(grouping: told.filter { isRecent($0.deliveredAt, now) }, by: Subject.init)
        var messages = waiting.filter { $0.category == .batchFinished }.map(Message.single)
        let limited = Dictionary(grouping: waiting.filter { $0.category != .batchFinished }, by: Subject.init)
        for (subject, notices) in limited {
            messages += due(
                notices.sorted { $0.noticeID < $1.noticeID }, told: recent[subject]?.count ?? 0, now, isClosing)
        }
        return messages.sorted { $0.order < $1.order }
    }

    // The messages of one category and processor.
    private static func due(_ notices: [Notice], told: Int, _ now: Timestamp, _ isClosing: Bool) -> [Message] {
        let singles = notices.prefix(max(0, limit - told))
        let rest = notices[singles.endIndex...]
        let surplus = isClosing ? rest : rest.prefix { !isRecent($0.createdAt, now) }
        var messages = singles.map(Message.single)
        if !surplus.isEmpty, told + singles.count <= limit { messages.append(.summary(Array(surplus))) }
        return messages
    }

    private static func isRecent(_ instant: Timestamp?, _ now: Timestamp) -> Bool {
        instant.map { now.seconds(since: $0) < window } ?? false
    }

    private struct Subject: Hashable {
        let category: NoticeCategory
        let processor: String?

        init(_ notice: Notice) {
            category = notice.category
            processor = notice.processorName
        }
    }
}

extension NoticePolicy.Message {
    fileprivate var order: String {
        switch self {
        case .single(let notice): notice.noticeID
        case .summary(let notices): notices.first?.noticeID ?? ""
        }
    }
}
