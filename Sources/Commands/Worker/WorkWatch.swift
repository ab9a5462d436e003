import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineRuntime

/// Waits for something to do.
struct WorkWatch {
    let session: Session
    let worker: Worker
    /// Rung by commits, where the store tells of them.
    let bell: Bell
    /// Seconds between two looks.
    let pace: Double
    /// Seconds without a commit after which an import counts as ended.
    let quiet: Double
    /// Seconds after which it ends whatever has been heard.
    let longestWait: Double

    /// Waits until partitions are others than when `known` was read, or waivers are; of imported ones until no more come.
    func change(since known: StoreFacts) async throws {
        let (stop, clock) = (Invocation.current.stop, Invocation.current.clock)
        let begun = clock.now()
        var commit = known.commit
        while stop.demand == .none, clock.now().seconds(since: begun) < longestWait {
            let newest = try await self.commit(after: commit)
            if newest > commit {
                commit = newest
                let facts = try await session.store.facts(counting: [])
                let changes = Self.changes(from: known, to: facts)
                if changes.contains(where: isImported) { return try await importsEnd(after: facts) }
                if !changes.isEmpty || Set(facts.waivers) != Set(known.waivers) { return }
            }
            await bell.wait(atMost: pace, stop, clock)
        }
    }

    // A commit of nothing but a claim's own signs of life has no number.
    private func commit(after commit: Int) async throws(WarehouseError) -> Int {
        try await session.store.claim([], by: worker, since: commit, at: Invocation.current.clock.now()).commit
    }

    // A gate that judges half an import would hold, and tell so. What others compute meanwhile is no import.
    private func importsEnd(after facts: StoreFacts) async throws {
        var seen = facts
        while Invocation.current.stop.demand == .none {
            await Invocation.current.pause(quiet)
            guard try await commit(after: seen.commit) > seen.commit else { return }
            let facts = try await session.store.facts(counting: [])
            guard Self.changes(from: seen, to: facts).contains(where: isImported) else { return }
            seen = facts
        }
    }

    // What a step would find other: which partitions there are, and what is in them.
    private static func changes(from known: StoreFacts, to facts: StoreFacts) -> [Partition] {
        let gone = known.states.keys.filter { facts.states[$0] == nil }
        let other = facts.states.filter { partition, state in
            let before = known.states[partition]
            return before?.digest != state.digest || before?.rowsMissing != state.rowsMissing
        }
        return gone + other.keys
    }

    private func isImported(_ partition: Partition) -> Bool {
        session.catalog.entry(partition.table).map { $0.phase == .raw } ?? false
    }
}
