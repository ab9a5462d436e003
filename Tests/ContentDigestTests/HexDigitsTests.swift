import ContentDigest
import Testing

struct HexDigitsTests {
    @Test func `bytes are written in lower case and read in either`() {
        let bytes: [UInt8] = [0, 1, 15, 16, 171, 255]
        #expect(bytes.hexDigits == "00010f10abff")
        #expect([UInt8](hexDigits: "00010f10abff") == bytes)
        #expect([UInt8](hexDigits: "00010F10ABFF") == bytes)
        #expect([UInt8](hexDigits: "") == [] && [UInt8]().hexDigits.isEmpty)
    }

    @Test(arguments: ["0", "0g", "é", " 0", "0x"])
    func `anything else is refused`(_ text: String) {
        #expect([UInt8](hexDigits: text) == nil)
    }
}
