import GameCalendar
import PipelineModel

// Telling.
extension NoticeDesk {
    /// Tells what is due every so many seconds, for as long as nobody asks to stop: what no channel took, and what has
    /// waited its hour.
    public func deliverAgain(every seconds: Double, until stop: StopSwitch, on clock: RuntimeClock) async {
        while stop.demand == .none, !Task.isCancelled {
            await stop.pause(seconds, on: clock)
            if stop.demand == .none, !Task.isCancelled { await deliver() }
        }
    }

    /// Tells everything that is due, for ``DeliveryPatience/round`` seconds at most. Notices that nobody took stay untold.
    ///
    /// One round at a time in a process: while one is under way, it is left to tell what this one would have.
    public func deliver(isClosing: Bool = false) async {
        guard memory.beginRound(isClosing: isClosing) else { return }
        var isLast = isClosing
        repeat { await tellDue(isLast) } while memory.isWantedAgain(&isLast)
    }

    private func tellDue(_ isClosing: Bool) async {
        guard !channels.isEmpty, let messages = try? await dueMessages(isClosing) else { return }
        var notices: [Notice] = []
        for message in messages {
            if let notice = try? await notice(for: message) { notices.append(notice) }
        }
        let round = DeliveryRound(channels: channels, memory: memory, clock: clock, patience: patience)
        let taken = await round.tell(notices)
        guard !taken.isEmpty else { return }
        let now = clock.now()
        let told = notices.filter { taken.contains($0.noticeID) }.map { notice in
            var notice = notice
            notice.deliveredAt = now
            return notice
        }
        try? await store(told)
    }

    private func dueMessages(_ isClosing: Bool) async throws(WarehouseError) -> [NoticePolicy.Message] {
        let untold = RecordFilter.column("suppressed", is: .bool(false)).and("delivered_at", is: .null)
            .and("digest_id", is: .null)
        let waiting = try await warehouse.records(Notice.self, matching: untold)
        guard !waiting.isEmpty else { return [] }
        let now = clock.now()
        let lately = RecordFilter().and(
            .atLeast("delivered_at", .timestamp(now.adding(seconds: -NoticePolicy.window))))
        let told = try await warehouse.records(Notice.self, matching: lately)
        return NoticePolicy.due(waiting, told: told, at: now, isClosing: isClosing)
    }

    // A summary is stored, with its id on what it joins, before it is told: then it is one notice like any other.
    private func notice(for message: NoticePolicy.Message) async throws(WarehouseError) -> Notice {
        switch message {
        case .single(let notice): return notice
        case .summary(let notices):
            let id = identifiers.next("n")
            guard let digest = NoticeDigest(notices) else { throw WarehouseError(.invalid, "a summary of nothing") }
            let notice = digest.summaryNotice(id: id, at: clock.now())
            try await store([notice] + Self.joined(notices, into: id))
            return notice
        }
    }
}
