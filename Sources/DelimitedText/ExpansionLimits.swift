/// How much text one input file may hold, and how far compression may have shrunk it.
///
/// A few kilobytes of gzip can describe gigabytes of zeros; these bounds are checked while expanding, so a hostile file
/// is refused before it fills the memory.
package struct ExpansionLimits: Hashable, Sendable {
    /// Most bytes one file may hold, stored or expanded.
    package let bytes: Int
    /// Most expanded bytes for one stored byte.
    package let ratio: Int
    /// Expanded bytes up to which the ratio is not looked at, so that tiny files of repeated text load.
    package let ratioFloor: Int

    /// The limits of every import: 2 GiB a file, 200 to 1 beyond the first mebibyte.
    package static let standard = ExpansionLimits(bytes: 2 << 30, ratio: 200, ratioFloor: 1 << 20)

    /// - Precondition: No value is negative, and `ratio` is at most 100,000.
    package init(bytes: Int, ratio: Int, ratioFloor: Int) {
        precondition(bytes >= 0 && (0...100_000).contains(ratio) && ratioFloor >= 0)
        self.bytes = bytes
        self.ratio = ratio
        self.ratioFloor = ratioFloor
    }

    /// Most bytes a file of `stored` compressed bytes may expand to.
    ///
    ///     stored 100 B     1 MiB            the floor
    ///     stored 1 MiB     200 MiB          200:1
    ///     stored 1 GiB     2 GiB            the size limit
    func ceiling(stored: Int) -> Int {
        min(bytes, max(ratioFloor, stored * ratio))
    }
}
