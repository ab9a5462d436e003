import CZlib

/// Gunzips whole files in memory.
enum GzipExpansion {
    /// The two bytes every gzip member begins with.
    static let magic: [UInt8] = [0x1f, 0x8b]

    /// Why the expansion stopped.
    enum Failure: Error, Hashable {
        /// The data end before the trailer of the last member.
        case truncated
        /// The data are not gzip, fail their checksum, or are followed by something else.
        case corrupt(String)
        /// The text is longer than the caller allows.
        case tooLong
    }

    /// All members of `stored`, one after the other.
    ///
    /// Writes at most `ceiling` bytes and one; reserves what the trailer promises, within the ceiling, so that a sound
    /// file of one member is expanded without moving.
    static func expand(_ stored: [UInt8], atMost ceiling: Int) throws(Failure) -> [UInt8] {
        try stored.withUnsafeBufferPointer { (input) throws(Failure) in
            var stream = try GzipStream(input)
            var text: [UInt8] = []
            var capacity = min(promisedSize(stored), ceiling) + 1
            while true {
                text = try stream.extend(text, toCapacity: capacity)
                guard text.count <= ceiling else { throw .tooLong }
                if stream.isFinished { return text }
                capacity = min(max(2 * capacity, 64 << 10), ceiling + 1)
            }
        }
    }

    /// The size the last member claims for itself, modulo 2³²; a hint that may lie.
    private static func promisedSize(_ stored: [UInt8]) -> Int {
        guard stored.count >= 18 else { return 0 }
        return stored.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
