/// The digest of everything a table holds from a season's start up to, but not including, some date.
///
/// c₀ = SHA-256(name, season); cₖ = SHA-256(cₖ₋₁ ‖ date ‖ digestₖ), with 32 zero bytes for an absent partition.
/// One value stands for a whole look-back window, so a step's lineage is one row per input, not one per input date.
public struct WindowChain: Sendable {
    /// The chain's value over the dates appended so far.
    public private(set) var value: Digest

    /// The chain of `name` before the first date of the season that starts in `seasonStartYear`.
    public init(name: String, seasonStartYear: Int) {
        let hasher = ContentHasher()
        hasher.update(name)
        hasher.update(fixed: Int32(seasonStartYear))
        value = hasher.finalized()
    }

    /// Extends the chain by one date (days since 1970-01-01); nil stands for an absent partition.
    public mutating func append(dayNumber: Int32, _ digest: Digest?) {
        value = Self.extended(value, dayNumber: dayNumber, digest)
    }

    /// The chain value that follows `value` when one date is appended.
    public static func extended(_ value: Digest, dayNumber: Int32, _ digest: Digest?) -> Digest {
        let hasher = ContentHasher()
        hasher.update(value)
        hasher.update(fixed: dayNumber)
        hasher.update(digest ?? .absent)
        return hasher.finalized()
    }
}
