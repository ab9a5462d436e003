import ContentDigest
import GameCalendar

/// One table's digests along one season, with the chain over them; positions count expected dates inside history.
struct SeasonLine: Sendable {
    /// The dates, ascending.
    let dates: [GameDate]
    /// The digest of each date's partition; nil when absent.
    private(set) var digests: [Digest?]
    // Chain value and number of absent dates before each position, as far as computed.
    private var chain: [Digest]
    private var absences: [Int]

    init(name: String, season: Season, dates: [GameDate], digests: [Digest?]) {
        self.dates = dates
        self.digests = digests
        chain = [WindowChain(name: name, seasonStartYear: season.startYear).value]
        absences = [0]
    }

    /// Replaces the digest at `position`; what was computed past it is forgotten.
    mutating func set(_ digest: Digest?, at position: Int) {
        guard digests[position] != digest else { return }
        digests[position] = digest
        chain.removeSubrange(min(chain.count, position + 1)...)
        absences.removeSubrange(min(absences.count, position + 1)...)
    }

    /// The chain over the first `count` dates.
    mutating func chainValue(over count: Int) -> Digest {
        extend(to: count)
        return chain[count]
    }

    /// How many of the first `count` dates have no partition.
    mutating func absent(of count: Int) -> Int {
        extend(to: count)
        return absences[count]
    }

    private mutating func extend(to count: Int) {
        while chain.count <= count {
            let position = chain.count - 1
            chain.append(
                WindowChain.extended(chain[position], dayNumber: dates[position].dayNumber, digests[position]))
            absences.append(absences[position] + (digests[position] == nil ? 1 : 0))
        }
    }
}
