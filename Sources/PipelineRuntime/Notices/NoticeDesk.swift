import GameCalendar
public import PipelineModel

/// Tells people what notices say, each once, through every channel.
///
/// A channel that fails never fails a run: its notices stay undelivered and are tried again at the next occasion.
public struct NoticeDesk: Sendable {
    private let warehouse: any Warehouse
    private let channels: [any NoticeChannel]
    private let clock: RuntimeClock
    private let identifiers: Identifiers

    /// A desk over `warehouse`, telling through `channels`.
    public init(
        warehouse: any Warehouse, channels: [any NoticeChannel], clock: RuntimeClock, identifiers: Identifiers
    ) {
        self.warehouse = warehouse
        self.channels = channels
        self.clock = clock
        self.identifiers = identifiers
    }

    /// Tells what is due at once: everything neither suppressed nor told yet, within the rate limit.
    ///
    /// - Returns: how many were told one by one.
    /// - Throws: ``WarehouseError`` when the store fails.
    @discardableResult
    public func deliverDue() async throws(WarehouseError) -> Int {
        let open = try await warehouse.records(
            Notice.self,
            matching: .column("suppressed", is: .bool(false)).and("delivered_at", is: .null).and("digest_id", is: .null)
        )
        guard !open.isEmpty else { return 0 }
        let now = clock.now()
        let recent = try await warehouse.records(
            Notice.self,
            matching: RecordFilter().and(
                .atLeast("delivered_at", .timestamp(now.adding(seconds: -NoticePolicy.window)))))
        let (single, surplus) = NoticePolicy.sorted(open, delivered: recent, at: now)
        var changed: [Notice] = []
        for var notice in single where await tell(notice) {
            notice.deliveredAt = clock.now()
            changed.append(notice)
        }
        let told = changed.count
        for group in surplus {
            let summary = joined(group, NoticePolicy.summary(of: group), group[0].category)
            changed += await delivered(summary, over: group)
        }
        try await store(changed)
        return told
    }

    /// Writes and tells one digest of everything that was held back and is in no digest yet.
    ///
    /// - Returns: the digest's text, nil when nothing was held back.
    /// - Throws: ``WarehouseError`` when the store fails.
    public func deliverDigest() async throws(WarehouseError) -> String? {
        let held = try await warehouse.records(
            Notice.self, matching: .column("suppressed", is: .bool(true)).and("digest_id", is: .null))
        guard let text = NoticePolicy.digest(of: held) else { return nil }
        let digest = joined(held, text, .batchFinished)
        // The digest and the marks on what it holds are one transaction: nothing is in two digests, or in none.
        try await store(await delivered(digest, over: held))
        return text
    }

    /// How many notices were held back, and how many of them are in a digest; equal when no batch is running.
    public func suppressionBalance() async throws(WarehouseError) -> (suppressed: Int, digested: Int) {
        let held = try await warehouse.records(Notice.self, matching: .column("suppressed", is: .bool(true)))
        return (held.count, held.count { $0.digestID != nil })
    }

    private func joined(_ notices: [Notice], _ text: String, _ category: NoticeCategory) -> Notice {
        var notice = Notice()
        notice.noticeID = identifiers.next("d")
        notice.level = notices.map(\.level).max() ?? .info
        notice.category = category
        notice.text = text
        notice.batchID = notices.last?.batchID
        notice.createdAt = clock.now()
        return notice
    }

    // The joined notice, told, and the notices it stands for, marked with it.
    private func delivered(_ notice: Notice, over members: [Notice]) async -> [Notice] {
        var notice = notice
        if await tell(notice) { notice.deliveredAt = clock.now() }
        return [notice]
            + members.map { member in
                var member = member
                member.digestID = notice.noticeID
                return member
            }
    }

    private func tell(_ notice: Notice) async -> Bool {
        var reached = channels.isEmpty
        for channel in channels {
            do {
                try await channel.deliver(notice)
                reached = true
            } catch {
                // Another channel, or the next occasion, will do.
                continue
            }
        }
        return reached
    }

    private func store(_ notices: [Notice]) async throws(WarehouseError) {
        var changes = ChangeSet(at: clock.now())
        try changes.upsert(notices)
        try await warehouse.commit(changes)
    }
}
