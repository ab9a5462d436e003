/// A SHA-256 value. Equal digests mean equal content.
public struct Digest: Hashable, Comparable, Sendable {
    // Four big-endian words, so that comparing words is comparing bytes.
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// Reads 32 bytes; nil when there are more or fewer.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        var words: [UInt64] = [0, 0, 0, 0]
        for (index, byte) in bytes.enumerated() {
            words[index / 8] = words[index / 8] << 8 | UInt64(byte)
        }
        self.words = (words[0], words[1], words[2], words[3])
    }

    /// Parses 64 hexadecimal digits in either case.
    public init?(hex: some StringProtocol) {
        guard hex.utf8.count == 64, let bytes = [UInt8](hexDigits: hex) else { return nil }
        self.init(bytes: bytes)
    }

    /// 32 zero bytes: what a window chain takes for a date whose partition is absent.
    public static let absent = Digest(words: (0, 0, 0, 0))

    /// SHA-256 of no bytes at all.
    public static let ofNothing = ContentHasher().finalized()

    init(words: (UInt64, UInt64, UInt64, UInt64)) {
        self.words = words
    }

    /// The digest whose 32 bytes `body` writes.
    init(writing body: (UnsafeMutableRawBufferPointer) -> Void) {
        var ordered: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        withUnsafeMutableBytes(of: &ordered, body)
        words = (ordered.0.bigEndian, ordered.1.bigEndian, ordered.2.bigEndian, ordered.3.bigEndian)
    }

    /// The 32 bytes, most significant first.
    public var bytes: [UInt8] { withBytes { Array($0) } }

    /// Calls `body` with the 32 bytes, most significant first.
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        let ordered = (words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian)
        return withUnsafeBytes(of: ordered, body)
    }

    /// 64 lower-case hexadecimal digits.
    public var hex: String {
        String(unsafeUninitializedCapacity: 64) { text in
            withBytes { bytes in
                for (place, byte) in bytes.enumerated() {
                    text[2 * place] = Self.digit(byte >> 4)
                    text[2 * place + 1] = Self.digit(byte & 15)
                }
            }
            return 64
        }
    }

    static func digit(_ nibble: UInt8) -> UInt8 { nibble < 10 ? 0x30 + nibble : 0x61 + nibble - 10 }

    /// Equal when all 256 bits are.
    public static func == (left: Digest, right: Digest) -> Bool {
        left.words == right.words
    }

    /// Ordered as the bytes are.
    public static func < (left: Digest, right: Digest) -> Bool {
        left.words < right.words
    }

    /// Feeds all 256 bits.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }

    static func nibble(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x61...0x66: digit - 0x61 + 10
        case 0x41...0x46: digit - 0x41 + 10
        default: nil
        }
    }
}

extension Digest: CustomStringConvertible {
    /// The hexadecimal form.
    public var description: String { hex }
}
