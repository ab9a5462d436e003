/// A day on the league calendar, with no time of day and no time zone.
///
/// Late tip-offs belong to the day the schedule lists them under, so a `GameDate` is parsed or stepped to,
/// never taken from an instant. Years 1...9999 of the proleptic Gregorian calendar.
public struct GameDate: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01; negative before it.
    public let dayNumber: Int32

    /// The day `dayNumber` days after 1970-01-01.
    public init(dayNumber: Int32) {
        self.dayNumber = dayNumber
    }

    /// The day with this year, month (1...12) and day of the month, or nil when no such day exists.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month) else { return nil }
        guard day >= 1, day <= Self.length(ofMonth: month, year: year) else { return nil }
        self.dayNumber = Self.dayNumber(year: year, month: month, day: day)
    }

    /// Parses `YYYY-MM-DD`; anything else, or a day that does not exist, is nil.
    public init?(_ text: some StringProtocol) {
        var bytes = (UInt8(0), UInt8(0), UInt8(0), UInt8(0), UInt8(0), UInt8(0), UInt8(0), UInt8(0), UInt8(0), UInt8(0))
        let parsed = withUnsafeMutableBytes(of: &bytes) { buffer -> GameDate? in
            var count = 0
            for byte in text.utf8 {
                guard count < 10 else { return nil }
                buffer[count] = byte
                count += 1
            }
            return GameDate(utf8: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
        guard let parsed else { return nil }
        self = parsed
    }

    /// Parses the ten bytes of `YYYY-MM-DD`; anything else is nil. About 8 ns.
    public init?(utf8 bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D else { return nil }
        var digits = (year: 0, month: 0, day: 0)
        for index in 0..<10 where index != 4 && index != 7 {
            let digit = Int(bytes[index]) - 0x30
            guard (0...9).contains(digit) else { return nil }
            switch index {
            case 0...3: digits.year = digits.year * 10 + digit
            case 5...6: digits.month = digits.month * 10 + digit
            default: digits.day = digits.day * 10 + digit
            }
        }
        self.init(year: digits.year, month: digits.month, day: digits.day)
    }

    /// 1970-01-01, the date under which tables without a partition column keep their single partition.
    public static let reference = GameDate(dayNumber: 0)

    /// Earlier days first.
    public static func < (left: GameDate, right: GameDate) -> Bool {
        left.dayNumber < right.dayNumber
    }

    /// The day `days` later, or earlier when negative.
    public static func + (date: GameDate, days: Int) -> GameDate {
        GameDate(dayNumber: date.dayNumber + Int32(days))
    }

    /// The day `days` earlier.
    public static func - (date: GameDate, days: Int) -> GameDate {
        date + -days
    }

    /// Days from the right date to the left one; positive when the left is later.
    public static func - (left: GameDate, right: GameDate) -> Int {
        Int(left.dayNumber) - Int(right.dayNumber)
    }
}

extension GameDate {
    /// Year, month 1...12 and day of the month 1...31.
    public var components: (year: Int, month: Int, day: Int) {
        // Civil-from-days over 400-year eras that start on 1 March of year 0.
        let shifted = Int(dayNumber) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    /// The calendar year.
    public var year: Int { components.year }

    /// The first day of the calendar month.
    public var firstOfMonth: GameDate { self - (components.day - 1) }

    /// Year and month as `YYYY-MM`.
    public var monthLabel: String { String(description.prefix(7)) }

    /// Day of the week, Sunday 0 ... Saturday 6.
    public var weekday: Int {
        let remainder = (Int(dayNumber) + 4) % 7
        return remainder < 0 ? remainder + 7 : remainder
    }

    private static func dayNumber(year: Int, month: Int, day: Int) -> Int32 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return Int32(era * 146_097 + dayOfEra - 719_468)
    }

    private static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        default: 31
        }
    }
}

extension GameDate: CustomStringConvertible {
    /// `YYYY-MM-DD`.
    public var description: String {
        let bytes = utf8
        return withUnsafeBytes(of: bytes) { String(decoding: $0, as: UTF8.self) }
    }

    /// The ten bytes of `YYYY-MM-DD`.
    public var utf8: (UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8) {
        let (year, month, day) = components
        func digit(_ value: Int) -> UInt8 { UInt8(0x30 + value % 10) }
        return (
            digit(year / 1000), digit(year / 100), digit(year / 10), digit(year), 0x2D,
            digit(month / 10), digit(month), 0x2D, digit(day / 10), digit(day)
        )
    }
}
