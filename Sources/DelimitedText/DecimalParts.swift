/// Sign, significant digits and power of ten of a decimal number.
struct DecimalParts {
    var isNegative = false
    /// Power of ten the digits are multiplied with.
    var exponent = 0
    /// The significant digits as a whole number; meaningless once there are more than 15.
    private var significand: Int64 = 0
    private var digitCount = 0

    /// Takes the next digit; a leading zero only moves the point.
    mutating func append(_ digit: UInt8, isFraction: Bool) {
        if isFraction { exponent -= 1 }
        guard digit > 0 || digitCount > 0 else { return }
        digitCount += 1
        if digitCount <= Self.exactDigits { significand = significand * 10 + Int64(digit) }
    }

    /// The number, when 15 digits and a power of ten up to 22 say it.
    ///
    /// Both factors are then exact doubles, so the one multiplication or division rounds correctly.
    var exactValue: Double? {
        guard digitCount <= Self.exactDigits && abs(exponent) < Self.powersOfTen.count else { return nil }
        let power = Self.powersOfTen[abs(exponent)]
        let magnitude = exponent < 0 ? Double(significand) / power : Double(significand) * power
        return isNegative ? -magnitude : magnitude
    }

    private static let exactDigits = 15
    private static let powersOfTen: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]
}
