/// Hands out one string for equal bytes, so that a column of few long texts allocates few times.
///
/// A direct-mapped cache: a collision only costs the allocation it would have saved.
struct TextPool {
    // Shorter texts live inside the string value and are never allocated.
    private static let inlineLimit = 15
    private static let slotCount = 1024
    private var slots = [String](repeating: "", count: slotCount)

    /// The text of `bytes`, which are UTF-8.
    mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        guard bytes.count > Self.inlineLimit else { return String(decoding: bytes, as: UTF8.self) }
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let slot = Int(truncatingIfNeeded: hash >> 32) & (Self.slotCount - 1)
        if slots[slot].isSpelled(bytes) { return slots[slot] }
        slots[slot] = String(decoding: bytes, as: UTF8.self)
        return slots[slot]
    }
}

extension String {
    fileprivate func isSpelled(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard utf8.count == bytes.count else { return false }
        return utf8.withContiguousStorageIfAvailable { $0.elementsEqual(bytes) } ?? utf8.elementsEqual(bytes)
    }
}
