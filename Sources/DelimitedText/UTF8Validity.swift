/// True when `bytes` is UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF.
func isValidUTF8(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var index = 0
    while index < bytes.count {
        guard bytes[index] >= 0x80 else {
            index += 1
            continue
        }
        guard let length = scalarLength(bytes, at: index) else { return false }
        index += length
    }
    return true
}

/// Bytes of the scalar above ASCII that begins at `index`; nil when there is no valid one.
private func scalarLength(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int? {
    // The first byte sets the length and narrows the second byte; the others are free continuation bytes.
    let (length, second): (Int, ClosedRange<UInt8>)
    switch bytes[index] {
    case 0xc2...0xdf: (length, second) = (2, 0x80...0xbf)
    case 0xe0: (length, second) = (3, 0xa0...0xbf)
    case 0xed: (length, second) = (3, 0x80...0x9f)
    case 0xe1...0xef: (length, second) = (3, 0x80...0xbf)
    case 0xf0: (length, second) = (4, 0x90...0xbf)
    case 0xf1...0xf3: (length, second) = (4, 0x80...0xbf)
    case 0xf4: (length, second) = (4, 0x80...0x8f)
    default: return nil
    }
    guard index + length <= bytes.count, second.contains(bytes[index + 1]) else { return nil }
    for offset in 2..<max(2, length) {
        guard (0x80...0xbf).contains(bytes[index + offset]) else { return nil }
    }
    return length
}
