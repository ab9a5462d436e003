/// Walks JSON in bytes without making values of it.
struct AnswerScanner {
    /// That the bytes are no JSON.
    struct Malformed: Error {}

    let bytes: UnsafeRawBufferPointer
    private(set) var position: Int

    init(_ bytes: UnsafeRawBufferPointer, at position: Int = 0) {
        (self.bytes, self.position) = (bytes, position)
    }

    /// The next byte that is no blank, without stepping over it.
    mutating func peek() throws(Malformed) -> UInt8 {
        while position < bytes.count {
            let byte = bytes[position]
            if byte > 0x20 { return byte }
            position += 1
        }
        throw Malformed()
    }

    /// Steps over `byte` if it is next.
    @inline(__always)
    mutating func skips(_ byte: UInt8) throws(Malformed) -> Bool {
        guard try peek() == byte else { return false }
        position += 1
        return true
    }

    mutating func expect(_ byte: UInt8) throws(Malformed) {
        guard try skips(byte) else { throw Malformed() }
    }

    /// The bytes between the quotation marks of the text that is next, and whether some of them are escaped.
    mutating func text() throws(Malformed) -> (range: Range<Int>, isEscaped: Bool) {
        try expect(UInt8(ascii: "\""))
        let start = position
        var isEscaped = false
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position += 1
                return (start..<(position - 1), isEscaped)
            case UInt8(ascii: "\\"):
                isEscaped = true
                position += 2
            default: position += 1
            }
        }
        throw Malformed()
    }

    /// Steps over the value that is next.
    ///
    /// - Returns: where it is.
    mutating func value() throws(Malformed) -> Range<Int> {
        let first = try peek()
        let start = position
        switch first {
        case UInt8(ascii: "\""): _ = try text()
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            var depth = 0
            repeat {
                switch try peek() {
                case UInt8(ascii: "{"), UInt8(ascii: "["):
                    depth += 1
                    position += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"):
                    depth -= 1
                    position += 1
                case UInt8(ascii: "\""): _ = try text()
                default: position += 1
                }
            } while depth > 0
        default:
            while position < bytes.count, !Self.endsValue(bytes[position]) { position += 1 }
            guard position > start else { throw Malformed() }
        }
        return start..<position
    }

    private static func endsValue(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]")
    }

    /// What stands for the text at `range`, its escapes resolved.
    static func unescaped(_ text: UnsafeRawBufferPointer) -> [UInt8]? {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var position = 0
        // The first half of a character beyond the sixteen bits that an escape has.
        var high: UInt32?
        while position < text.count {
            let byte = text[position]
            guard byte == UInt8(ascii: "\\") else {
                guard high == nil else { return nil }
                result.append(byte)
                position += 1
                continue
            }
            guard position + 1 < text.count else { return nil }
            let kind = text[position + 1]
            position += 2
            guard kind == UInt8(ascii: "u") else {
                guard high == nil, let plain = plain(kind) else { return nil }
                result.append(plain)
                continue
            }
            guard position + 4 <= text.count, let unit = hex(text[position..<(position + 4)]) else { return nil }
            position += 4
            var scalar = unit
            if let first = high {
                guard (0xDC00...0xDFFF).contains(unit) else { return nil }
                scalar = 0x10000 + (first - 0xD800) << 10 + (unit - 0xDC00)
                high = nil
            } else if (0xD800...0xDBFF).contains(unit) {
                high = unit
                continue
            }
            guard let character = Unicode.Scalar(scalar) else { return nil }
            result += Array(String(Character(character)).utf8)
        }
        return high == nil ? result : nil
    }

    private static func plain(_ kind: UInt8) -> UInt8? {
        switch kind {
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "t"): 0x09
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): kind
        default: nil
        }
    }

    private static func hex(_ digits: Slice<UnsafeRawBufferPointer>) -> UInt32? {
        var value: UInt32 = 0
        for digit in digits {
            switch digit {
            case 0x30...0x39: value = value << 4 | UInt32(digit - 0x30)
            case 0x41...0x46: value = value << 4 | UInt32(digit - 0x37)
            case 0x61...0x66: value = value << 4 | UInt32(digit - 0x57)
            default: return nil
            }
        }
        return value
    }
}
