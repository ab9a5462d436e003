import ContentDigest
import GameCalendar
import NBA
import PipelineModel
import Synchronization

/// The league calendar as it was read last, for as long as nothing of it changes: a service asks for it many times a minute.
final class KnownCalendar: Sendable {
    private struct Known {
        let generation: Int
        let partitions: [GameDate: Content]
        let schedule: Schedule
    }

    // What is stored of a date.
    private struct Content: Hashable {
        let rows: Int
        let digest: Digest?
    }

    private let known = Mutex<Known?>(nil)
    private let beginning = Mutex<GameDate?>(nil)

    /// Where history begins since this process fixed it; nil when it has not.
    var historyStart: GameDate? { beginning.withLock { $0 } }

    /// Remembers where history begins.
    func begin(_ first: GameDate) { beginning.withLock { $0 = first } }

    /// The calendar that `facts` go with; nil when it must be read.
    func schedule(as facts: StoreFacts) -> Schedule? {
        known.withLock { known in
            guard let known, known.generation == facts.generation,
                known.partitions == Self.partitions(of: facts)
            else { return nil }
            return known.schedule
        }
    }

    /// Keeps what was read after `facts`.
    func keep(_ schedule: Schedule, of facts: StoreFacts) {
        guard let generation = facts.generation else { return }
        let partitions = Self.partitions(of: facts)
        known.withLock { $0 = Known(generation: generation, partitions: partitions, schedule: schedule) }
    }

    private static func partitions(of facts: StoreFacts) -> [GameDate: Content] {
        var partitions: [GameDate: Content] = [:]
        for (partition, rows) in facts.rowCounts where partition.table == CalendarGame.input {
            partitions[partition.date] = Content(rows: rows, digest: facts.states[partition]?.digest)
        }
        return partitions
    }
}
