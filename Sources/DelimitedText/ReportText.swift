/// At most 4096 of `bytes` as valid UTF-8, for reports and the quarantine.
///
/// Never cuts a scalar in two; bad bytes and NUL become U+FFFD, so the result can be longer than what it stands for.
func reportText(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    var end = min(bytes.count, 4096)
    if end < bytes.count {
        // A scalar has at most three continuation bytes; more are not UTF-8 and need no care.
        for _ in 0..<3 where end > 0 && bytes[end] & 0xc0 == 0x80 { end -= 1 }
    }
    let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[..<end]), as: UTF8.self)
    guard text.utf8.contains(0) else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == "\0" ? "\u{fffd}" : $0 }))
}
