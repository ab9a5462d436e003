/// A number written in decimal, read without allocating where that is exact.
struct DecimalText {
    private let bytes: UnsafeBufferPointer<UInt8>

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    /// The whole number that is spelled, or nil; see ``CSVCell/int()``.
    func int() -> Int64? {
        let isNegative = bytes.first == Byte.minus
        let digits = isNegative ? 1 : 0
        guard bytes.count > digits else { return nil }
        // Eighteen digits cannot overflow; more are added with care.
        guard bytes.count - digits <= 18 else { return longInt(from: digits, isNegative: isNegative) }
        var value: Int64 = 0
        for index in digits..<bytes.count {
            let digit = bytes[index] &- Byte.zero
            guard digit < 10 else { return nil }
            value = value &* 10 &+ Int64(digit)
        }
        return isNegative ? -value : value
    }

    /// Counts away from zero in the direction of the sign, so that the smallest number has no special case.
    private func longInt(from start: Int, isNegative: Bool) -> Int64? {
        var value: Int64 = 0
        for index in start..<bytes.count {
            let digit = bytes[index] &- Byte.zero
            guard digit < 10 else { return nil }
            let (shifted, shiftOverflows) = value.multipliedReportingOverflow(by: 10)
            let step = isNegative ? -Int64(digit) : Int64(digit)
            let (next, stepOverflows) = shifted.addingReportingOverflow(step)
            guard !shiftOverflows && !stepOverflows else { return nil }
            value = next
        }
        return value
    }

    /// The finite number that is spelled, correctly rounded, or nil; see ``CSVCell/double()``.
    func double() -> Double? {
        guard let parts = parts() else { return nil }
        if let exact = parts.exactValue { return exact }
        guard let value = Double(String(decoding: bytes, as: UTF8.self)), value.isFinite else { return nil }
        return value
    }

    /// Checks the whole spelling and collects its significant digits.
    private func parts() -> DecimalParts? {
        var parts = DecimalParts()
        var index = 0
        if bytes.first == Byte.minus {
            parts.isNegative = true
            index = 1
        }
        guard takeDigits(from: &index, each: { parts.append($0, isFraction: false) }) else { return nil }
        if index < bytes.count && bytes[index] == Byte.point {
            index += 1
            guard takeDigits(from: &index, each: { parts.append($0, isFraction: true) }) else { return nil }
        }
        if index < bytes.count && bytes[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            guard let exponent = takeExponent(from: &index) else { return nil }
            parts.exponent += exponent
        }
        return index == bytes.count ? parts : nil
    }

    /// Reads a run of digits; false when there is none.
    private func takeDigits(from index: inout Int, each: (UInt8) -> Void) -> Bool {
        let start = index
        while index < bytes.count {
            let digit = bytes[index] &- Byte.zero
            guard digit < 10 else { break }
            each(digit)
            index += 1
        }
        return index > start
    }

    /// Reads a sign and digits; stops counting at a million, which is beyond every double.
    private func takeExponent(from index: inout Int) -> Int? {
        var isNegative = false
        if index < bytes.count && (bytes[index] == Byte.minus || bytes[index] == Byte.plus) {
            isNegative = bytes[index] == Byte.minus
            index += 1
        }
        var magnitude = 0
        let hasDigits = takeDigits(from: &index) { magnitude = min(magnitude * 10 + Int($0), 1_000_000) }
        guard hasDigits else { return nil }
        return isNegative ? -magnitude : magnitude
    }
}
