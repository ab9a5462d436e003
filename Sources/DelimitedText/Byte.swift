/// The bytes that mean something to CSV and to numbers.
enum Byte {
    static let tab: UInt8 = 0x09
    static let lineFeed: UInt8 = 0x0a
    static let carriageReturn: UInt8 = 0x0d
    static let space: UInt8 = 0x20
    static let quote: UInt8 = 0x22
    static let plus: UInt8 = 0x2b
    static let comma: UInt8 = 0x2c
    static let minus: UInt8 = 0x2d
    static let point: UInt8 = 0x2e
    static let zero: UInt8 = 0x30
    static let equals: UInt8 = 0x3d
    static let at: UInt8 = 0x40

    /// U+FEFF in UTF-8, which some programs put before the text.
    static let orderMark: [UInt8] = [0xef, 0xbb, 0xbf]
}
