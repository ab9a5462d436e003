public import GameCalendar
public import PipelineModel

/// Whether the digests account for every notice that was held back.
public struct NoticeBalance: Hashable, Sendable {
    /// Notices held back, of batches that have ended.
    public let suppressed: Int
    /// Sum of the counts that the digests state.
    public let digested: Int

    /// Two counts to compare.
    public init(suppressed: Int, digested: Int) {
        self.suppressed = suppressed
        self.digested = digested
    }

    /// suppressed = Σ digest counts.
    public var holds: Bool { suppressed == digested }
}

/// Stores notices and tells them: at once, joined, or in the digest of their batch.
///
/// A failure to tell fails nothing: the notice stays untold in the store and is told by whoever works next. Two
/// processes may tell one notice twice; none is lost. Nor does it take long: a round of telling ends after a few seconds
/// (``DeliveryPatience``), whatever the channels do, and a channel that failed is left alone for a while.
public struct NoticeDesk: Sendable {
    let warehouse: any Warehouse
    let channels: [any NoticeChannel]
    let clock: RuntimeClock
    let identifiers: Identifiers
    let patience: DeliveryPatience
    let memory: ChannelMemory

    /// A desk that tells through `channels`; without any, notices are stored and digests made all the same.
    ///
    /// - Parameters:
    ///   - patience: how long a round of telling may take.
    ///   - memory: what is known of the channels; one for all desks of a process.
    public init(
        warehouse: any Warehouse, channels: [any NoticeChannel], clock: RuntimeClock, identifiers: Identifiers,
        patience: DeliveryPatience = DeliveryPatience(), memory: ChannelMemory? = nil
    ) {
        self.warehouse = warehouse
        self.channels = channels
        self.clock = clock
        self.identifiers = identifiers
        self.patience = patience
        self.memory = memory ?? ChannelMemory(since: clock.now())
    }

    /// Stores a notice that arose outside a batch, and tells it unless the rate limit holds it back.
    ///
    /// - Throws: ``WarehouseError`` when it cannot be stored; that it cannot be told is no error.
    public func post(
        _ level: NoticeLevel, _ category: NoticeCategory, _ text: String, processor: TableName? = nil,
        date: GameDate? = nil
    ) async throws(WarehouseError) {
        var notice = Notice()
        notice.noticeID = identifiers.next("n")
        notice.level = level
        notice.category = category
        notice.processorName = processor?.rawValue
        notice.dataDate = date
        notice.text = text
        notice.createdAt = clock.now()
        try await store([notice])
        await deliver()
    }

    /// Makes the digest of a batch that ends, and tells everything that is due.
    ///
    /// - Returns: the digest's text; nil when nothing was held back, or when the store refused.
    public func closeBatch(_ batch: String) async -> String? {
        let digest = try? await digest(batch)
        await deliver(isClosing: true)
        return digest?.text
    }

    /// Makes the digests of batches that ended without one, as when their process was killed. They are told with
    /// whatever is told next.
    ///
    /// - Returns: the digests made, by batch.
    @discardableResult
    public func settleLeftovers() async -> [Notice] {
        var digests: [Notice] = []
        for batch in (try? await batchesWithoutDigest()) ?? [] {
            if let digest = try? await digest(batch) { digests.append(digest) }
        }
        return digests
    }

    /// Suppressed notices of batches that have ended, against what the digests say they tell of.
    public func balance() async throws(WarehouseError) -> NoticeBalance {
        let living = try await livingBatches()
        let suppressed = try await warehouse.records(Notice.self, matching: .column("suppressed", is: .bool(true)))
        let digests = try await warehouse.records(
            Notice.self, matching: .column("category", is: .text(NoticeCategory.batchFinished.rawValue)))
        return NoticeBalance(
            suppressed: suppressed.count { $0.digestID != nil || !living.contains($0.batchID ?? "") },
            digested: digests.compactMap(NoticeDigest.statedCount).reduce(0, +))
    }
}

// Digests.
extension NoticeDesk {
    private static let pending = RecordFilter.column("suppressed", is: .bool(true)).and("digest_id", is: .null)

    // One transaction: the digest, and its id on every notice it tells of. A batch that got one before gets it anew,
    // over all its notices, so that each stands in exactly one digest.
    private func digest(_ batch: String) async throws(WarehouseError) -> Notice? {
        let ofBatch = RecordFilter.column("batch_id", is: .text(batch)).and("suppressed", is: .bool(true))
        let suppressed = try await warehouse.records(Notice.self, matching: ofBatch)
        guard suppressed.contains(where: { $0.digestID == nil }), let digest = NoticeDigest(suppressed) else {
            return nil
        }
        let id = NoticeDigest.id(of: batch)
        let notice = digest.notice(id: id, batch: batch, at: clock.now())
        try await store([notice] + Self.joined(suppressed, into: id))
        return notice
    }

    static func joined(_ notices: [Notice], into id: String) -> [Notice] {
        notices.map { notice in
            var joined = notice
            joined.digestID = id
            return joined
        }
    }

    private func batchesWithoutDigest() async throws(WarehouseError) -> [String] {
        let pending = try await warehouse.records(Notice.self, matching: Self.pending)
        let batches = Set(pending.compactMap(\.batchID))
        guard !batches.isEmpty else { return [] }
        return batches.subtracting(try await livingBatches()).sorted()
    }

    // Batches whose row is running and whose process is registered; a killed process's is not any more.
    private func livingBatches() async throws(WarehouseError) -> Set<String> {
        let workers = try await warehouse.records(Worker.self, matching: RecordFilter())
        let running = try await warehouse.records(
            Batch.self, matching: .column("status", is: .text(BatchStatus.running.rawValue)))
        return Set(running.map(\.batchID).filter { id in workers.contains { Identifiers.isOf($0, id) } })
    }
}

// Writing.
extension NoticeDesk {
    func store(_ notices: [Notice]) async throws(WarehouseError) {
        var changes = ChangeSet(at: clock.now())
        try changes.upsert(notices)
        let result = await clock.retrying { [changes, warehouse] () async throws(WarehouseError) -> Int in
            try await warehouse.commit(changes)
        }
        _ = try result.get()
    }
}
