/// A view of one cell, valid only while the closure that received its record runs.
///
/// The parsers are strict: no spaces, no leading plus, nothing before or after the value. An empty cell is nil to all
/// of them.
package struct CSVCell {
    /// The bytes between the separators, or between the quotes; doubled quotes are still doubled.
    package let bytes: UnsafeBufferPointer<UInt8>
    /// True when ``bytes`` holds doubled quotes, so it differs from ``text()``.
    package let hasDoubledQuotes: Bool

    @inlinable
    init(bytes: UnsafeBufferPointer<UInt8>, hasDoubledQuotes: Bool) {
        self.bytes = bytes
        self.hasDoubledQuotes = hasDoubledQuotes
    }

    /// True when there is no byte between the separators or between the quotes.
    @inlinable package var isEmpty: Bool { bytes.isEmpty }

    /// The cell as text, doubled quotes made single. The only parser that may allocate for a sound cell.
    package func text() -> String {
        guard hasDoubledQuotes else { return String(decoding: bytes, as: UTF8.self) }
        return String(unsafeUninitializedCapacity: bytes.count) { buffer in
            var count = 0
            var index = 0
            while index < bytes.count {
                buffer[count] = bytes[index]
                count += 1
                index += bytes[index] == Byte.quote ? 2 : 1
            }
            return count
        }
    }

    /// A decimal whole number with an optional minus; nil for anything else and beyond 64 bits.
    ///
    ///     "12"  12      "-7"  -7      "007"  7      "-0"  0
    ///     "+1", " 1", "1.0", "1e3", "-", "", "9223372036854775808"     nil
    package func int() -> Int64? { DecimalText(bytes).int() }

    /// A finite decimal number, correctly rounded; nil for anything else.
    ///
    ///     "5"  5.0      "-0.25"  -0.25      "1.5e-3"  0.0015      "1E+16"  1e16
    ///     "+1", ".5", "5.", "1e", "0x1p3", "inf", "nan", "1e400", ""       nil
    package func double() -> Double? { DecimalText(bytes).double() }

    /// `1` and `true` are true, `0` and `false` are false, in any case; nil for anything else.
    package func bool() -> Bool? {
        switch bytes.count {
        case 1:
            switch bytes[0] {
            case Byte.zero: return false
            case Byte.zero + 1: return true
            default: return nil
            }
        case 4 where spells("true"): return true
        case 5 where spells("false"): return false
        default: return nil
        }
    }

    /// True when the cell holds the letters of `word`, in any case; `word` is lower-case ASCII of the cell's length.
    private func spells(_ word: StaticString) -> Bool {
        bytes.indices.allSatisfy { bytes[$0] | 0x20 == word.utf8Start[$0] }
    }
}
