extension Digest {
    /// Parses the bytes of 64 hexadecimal digits in either case; anything else is nil. About 60 ns.
    public init?(hexUTF8 digits: UnsafeRawBufferPointer) {
        guard digits.count == 64, let a = Self.word(digits, at: 0), let b = Self.word(digits, at: 16),
            let c = Self.word(digits, at: 32), let d = Self.word(digits, at: 48)
        else { return nil }
        self.init(words: (a, b, c, d))
    }

    private static func word(_ digits: UnsafeRawBufferPointer, at start: Int) -> UInt64? {
        var word: UInt64 = 0
        for position in start..<(start + 16) {
            guard let value = nibble(digits[position]) else { return nil }
            word = word << 4 | UInt64(value)
        }
        return word
    }
}

extension [UInt8] {
    /// The bytes that pairs of hexadecimal digits stand for, in either case; anything else is nil.
    public init?(hexDigits text: some StringProtocol) {
        let found =
            text.utf8.withContiguousStorageIfAvailable { Self.bytes(of: $0) }
            ?? Array(text.utf8).withUnsafeBufferPointer { Self.bytes(of: $0) }
        guard let found else { return nil }
        self = found
    }

    private static func bytes(of digits: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        for place in stride(from: 0, to: digits.count, by: 2) {
            guard let high = Digest.nibble(digits[place]), let low = Digest.nibble(digits[place + 1]) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    /// Two lower-case hexadecimal digits for each byte.
    public var hexDigits: String {
        String(unsafeUninitializedCapacity: 2 * count) { text in
            for (place, byte) in enumerated() {
                text[2 * place] = Digest.digit(byte >> 4)
                text[2 * place + 1] = Digest.digit(byte & 15)
            }
            return 2 * count
        }
    }
}
