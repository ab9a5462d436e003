internal import GameCalendar

/// Instants as the store keeps them: the 27 bytes of `YYYY-MM-DDTHH:MM:SS.ffffffZ`, sortable as text.
enum TimestampText {
    /// Bytes of one instant.
    static let length = 27

    /// Writes `instant` to the first 27 bytes of `buffer`.
    static func write(_ instant: Timestamp, to buffer: UnsafeMutableRawBufferPointer) {
        let day = Int64(86_400_000_000)
        var rest = instant.microseconds % day
        if rest < 0 { rest += day }
        let date = GameDate(dayNumber: Int32((instant.microseconds - rest) / day))
        buffer.storeBytes(of: date.utf8, as: type(of: date.utf8))
        let seconds = rest / 1_000_000
        buffer[10] = 0x54
        put(seconds / 3600, digits: 2, at: 11, in: buffer)
        buffer[13] = 0x3A
        put(seconds / 60 % 60, digits: 2, at: 14, in: buffer)
        buffer[16] = 0x3A
        put(seconds % 60, digits: 2, at: 17, in: buffer)
        buffer[19] = 0x2E
        put(rest % 1_000_000, digits: 6, at: 20, in: buffer)
        buffer[26] = 0x5A
    }

    /// Reads an instant; nil for a text that is none.
    static func read(_ bytes: UnsafeRawBufferPointer) -> Timestamp? {
        guard bytes.count == length, bytes[10] == 0x54, bytes[13] == 0x3A, bytes[16] == 0x3A, bytes[19] == 0x2E,
            bytes[26] == 0x5A, let date = GameDate(utf8: UnsafeRawBufferPointer(rebasing: bytes[..<10])),
            let hour = number(11..<13, of: bytes), let minute = number(14..<16, of: bytes),
            let second = number(17..<19, of: bytes), let fraction = number(20..<26, of: bytes),
            hour < 24, minute < 60, second < 60
        else { return Timestamp(String(decoding: bytes, as: UTF8.self)) }
        let seconds = Int64(date.dayNumber) * 86_400 + hour * 3600 + minute * 60 + second
        return Timestamp(microseconds: seconds * 1_000_000 + fraction)
    }

    private static func put(_ value: Int64, digits: Int, at start: Int, in buffer: UnsafeMutableRawBufferPointer) {
        var value = value
        for position in stride(from: start + digits - 1, through: start, by: -1) {
            buffer[position] = UInt8(0x30 + value % 10)
            value /= 10
        }
    }

    private static func number(_ range: Range<Int>, of bytes: UnsafeRawBufferPointer) -> Int64? {
        var value: Int64 = 0
        for position in range {
            let digit = Int64(bytes[position]) - 0x30
            guard (0...9).contains(digit) else { return nil }
            value = value * 10 + digit
        }
        return value
    }
}
