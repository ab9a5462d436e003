import Synchronization

/// How often each disturbance was tried, and how often it came before the command's end.
final class Tally: Sendable {
    private struct Count {
        var tries = 0
        var hits = 0
    }

    // So many tries without one hit are no chance.
    private static let patience = 5
    private let counts = Mutex<[String: Count]>([:])

    /// Counts one try.
    func count(_ command: String, _ disturbance: String, isHit: Bool) {
        counts.withLock { counts in
            counts["\(command): \(disturbance)", default: Count()].tries += 1
            if isHit { counts["\(command): \(disturbance)", default: Count()].hits += 1 }
        }
    }

    /// All that hit.
    var hits: Int { counts.withLock { $0.values.reduce(0) { $0 + $1.hits } } }

    /// One line per command and disturbance.
    var lines: [String] {
        counts.withLock { counts in
            counts.sorted { $0.key < $1.key }.map { name, count in
                "  \(name)" + String(repeating: " ", count: max(1, 66 - name.count)) + "\(count.hits) of \(count.tries)"
            }
        }
    }

    /// What was tried again and again and never came in time.
    var neverHit: [String] {
        counts.withLock { counts in counts.filter { $1.hits == 0 && $1.tries >= Self.patience }.keys.sorted() }
    }
}
