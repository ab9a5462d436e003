/// An instant in UTC, in microseconds since 1970-01-01T00:00:00Z.
public struct Timestamp: Hashable, Comparable, Sendable {
    /// Microseconds since the start of 1970 in UTC.
    public let microseconds: Int64

    /// The instant `microseconds` after the start of 1970 in UTC.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// Parses `YYYY-MM-DDTHH:MM:SS[.ffffff]Z`; anything else is nil. A space may stand for the `T`.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes.last == 0x5A, bytes[10] == 0x54 || bytes[10] == 0x20 else { return nil }
        let date = bytes.withUnsafeBytes { GameDate(utf8: UnsafeRawBufferPointer(rebasing: $0[..<10])) }
        guard let date, bytes[13] == 0x3A, bytes[16] == 0x3A else { return nil }
        func pair(_ index: Int) -> Int64? {
            guard (0x30...0x39).contains(bytes[index]), (0x30...0x39).contains(bytes[index + 1]) else { return nil }
            return Int64(bytes[index] - 0x30) * 10 + Int64(bytes[index + 1] - 0x30)
        }
        guard let hour = pair(11), let minute = pair(14), let second = pair(17) else { return nil }
        guard hour < 24, minute < 60, second < 60 else { return nil }
        var fraction: Int64 = 0
        if bytes.count > 20 {
            guard bytes[19] == 0x2E, bytes.count > 21, bytes.count <= 27 else { return nil }
            var scale: Int64 = 100_000
            for byte in bytes[20..<(bytes.count - 1)] {
                guard (0x30...0x39).contains(byte) else { return nil }
                fraction += Int64(byte - 0x30) * scale
                scale /= 10
            }
        }
        let seconds = Int64(date.dayNumber) * 86_400 + hour * 3600 + minute * 60 + second
        microseconds = seconds * 1_000_000 + fraction
    }

    /// Seconds from `earlier` to this instant; negative when it is later.
    public func seconds(since earlier: Timestamp) -> Double {
        Double(microseconds - earlier.microseconds) / 1_000_000
    }

    /// The instant `seconds` later.
    public func adding(seconds: Double) -> Timestamp {
        Timestamp(microseconds: microseconds + Int64(seconds * 1_000_000))
    }

    /// Earlier instants first.
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microseconds < right.microseconds
    }
}

extension Timestamp: CustomStringConvertible {
    /// `YYYY-MM-DDTHH:MM:SS.ffffffZ`, always with six decimals, so that text order is time order.
    public var description: String {
        let day = microseconds.quotientRoundedDown(by: 86_400_000_000)
        let rest = microseconds - day * 86_400_000_000
        func padded(_ value: Int64, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let seconds = rest / 1_000_000
        let time = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }.joined(separator: ":")
        return "\(GameDate(dayNumber: Int32(day)))T\(time).\(padded(rest % 1_000_000, 6))Z"
    }
}

extension Int64 {
    fileprivate func quotientRoundedDown(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
