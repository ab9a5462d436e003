extension RecordScanner {
    /// The next record, when it ends on its own line, holds no quote, NUL or lone carriage return, and is far from both
    /// limits and from the end of the text; nil otherwise.
    func scanPlain() -> ScannedRecord? {
        guard let base = text.baseAddress else { return nil }
        let raw = UnsafeRawPointer(base)
        let stop = min(text.count, position + min(limits.field, limits.record)) - 8
        var fieldStart = position
        var column = 0
        var allBits: UInt64 = 0
        var wordStart = position
        while wordStart <= stop {
            let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: wordStart, as: UInt64.self))
            allBits |= word
            var hits = Self.lowBytes(word)
            while hits != 0 {
                let at = wordStart &+ hits.trailingZeroBitCount &>> 3
                switch base[at] {
                case Byte.comma:
                    keep(column, from: fieldStart, to: at)
                    column &+= 1
                    fieldStart = at &+ 1
                case Byte.lineFeed:
                    keep(column, from: fieldStart, to: at)
                    return ScannedRecord(
                        end: at, next: at &+ 1, columns: column &+ 1, mayHoldNonASCII: allBits & Self.highBits != 0)
                case Byte.carriageReturn where at &+ 1 < text.count && base[at &+ 1] == Byte.lineFeed:
                    keep(column, from: fieldStart, to: at)
                    return ScannedRecord(
                        end: at, next: at &+ 2, columns: column &+ 1, mayHoldNonASCII: allBits & Self.highBits != 0)
                case Byte.carriageReturn, Byte.quote, 0:
                    return nil
                default:
                    break
                }
                hits &= hits &- 1
            }
            wordStart &+= 8
        }
        return nil
    }

    /// The top bit of every byte of `word` that is a comma or below it: each separator and quote, and few others.
    @inline(__always)
    private static func lowBytes(_ word: UInt64) -> UInt64 {
        // Adding 0x53 to seven bits reaches the eighth from 0x2d on; no byte carries into its neighbour.
        let above = (word & ~highBits) &+ 0x5353_5353_5353_5353
        return ~(above | word) & highBits
    }

    private static var highBits: UInt64 { 0x8080_8080_8080_8080 }
}
