import DelimitedText
import Randomness
import Testing

/// What a cell is worth as a number, a truth value or a text.
@Suite struct CSVCellTests {
    @Test(arguments: [
        ("0", Int64(0)), ("12", 12), ("-7", -7), ("007", 7), ("-0", 0), ("999999999999999999", 999_999_999_999_999_999),
        ("1000000000000000000", 1_000_000_000_000_000_000), ("9223372036854775807", .max),
        ("-9223372036854775808", .min), ("0000000000000000000000000000012", 12), ("-0000000000000000000000000012", -12),
    ])
    func `whole numbers`(text: String, value: Int64) throws {
        #expect(try withCell(text) { $0.int() } == .some(value))
    }

    @Test(arguments: [
        "", "-", "--1", "+1", " 1", "1 ", "1.0", "12.0", "1e3", "0x10", "1_000", "1,000", "٣", "1-", "a", "\"1\"",
        "9223372036854775808", "-9223372036854775809", "99999999999999999999999999", "18446744073709551617",
    ])
    func `not whole numbers`(text: String) throws {
        #expect(try withCell(text) { $0.int() } == .some(nil))
    }

    @Test(arguments: [
        "0", "5", "5.0", "-0.25", "1e3", "1E+16", "1.5e-3", "0.1", "0.30000000000000004", "123456789012345",
        "123456789012345.6", "9007199254740993", "1e22", "1e23", "8.5e-22", "1e-23", "5e-324",
        "2.4703282292062328e-324",
        "1.7976931348623157e308", "2.2250738585072011e-308", "1e-400", "0e99999999999999999999",
        "00000000000000000001.5",
        "0.000000000000000000000000000001", "179769313486231570000000000000000000000", "-0", "-0.0", "233.5",
        "0.0000000000000000000000123456789012345",
    ])
    func `decimals are correctly rounded`(text: String) throws {
        let expected = try #require(Double(text))
        let value = try withCell(text) { $0.double() } ?? nil
        #expect(value?.bitPattern == expected.bitPattern)
    }

    @Test(arguments: [
        "", "-", ".", ".5", "5.", "-.5", "+1", "1e", "1e+", "e5", "1e5.0", " 1", "1 ", "1.2.3", "0x1p3", "inf", "-inf",
        "nan", "NaN", "infinity", "1e400", "-1e309", "1.8e308", "1,5", "--1", "1d3", "1e99999999999999999999",
    ])
    func `not decimals`(text: String) throws {
        #expect(try withCell(text) { $0.double() } == .some(nil))
    }

    @Test func `ten thousand random decimals round as the standard library rounds them`() throws {
        let seed: UInt64 = 20_231_101
        var generator = SeededRandom(seed: seed)
        let texts = (0..<10_000).map { _ in randomDecimal(&generator) }
        var writer = CSVWriter()
        writer.record(["value"])
        for text in texts { writer.record([text]) }
        var values: [Double?] = []
        try CSVDocument(writer.bytes).forEachEntry { entry in
            if case .record(let record) = entry { values.append(record[0].double()) }
        }
        #expect(values.count == texts.count)
        for (text, value) in zip(texts, values) {
            let expected = Double(text).flatMap { $0.isFinite ? $0 : nil }
            #expect(value?.bitPattern == expected?.bitPattern, "'\(text)', seed \(seed)")
        }
    }

    @Test(arguments: [
        ("0", false), ("1", true), ("true", true), ("false", false), ("True", true), ("FALSE", false), ("tRuE", true),
    ])
    func `truth values`(text: String, value: Bool) throws {
        #expect(try withCell(text) { $0.bool() } == .some(value))
    }

    @Test(arguments: ["", "2", "10", "yes", "t", "true ", "tru", "falsе", "01", "-0", "tRu\u{45}s"])
    func `not truth values`(text: String) throws {
        #expect(try withCell(text) { $0.bool() } == .some(nil))
    }

    @Test func `quotes change neither emptiness nor worth`() throws {
        #expect(try withCell(of: Array("a,b\n\"\",x\n".utf8)) { $0.isEmpty } == true)
        #expect(try withCell(of: Array("a,b\n,x\n".utf8)) { $0.isEmpty } == true)
        #expect(try withCell(of: Array("a,b\n\"12\",x\n".utf8)) { $0.int() } == .some(12))
        #expect(try withCell(of: Array("a,b\n\" \",x\n".utf8)) { $0.isEmpty } == false)
        let doubled = try withCell(of: Array("a\n\"\"\"Ja\"\" Morant\"\n".utf8)) {
            ($0.text(), $0.hasDoubledQuotes, $0.bytes.count)
        }
        #expect(doubled?.0 == "\"Ja\" Morant")
        #expect(doubled?.1 == true)
        #expect(doubled?.2 == 13)
    }
}

/// A decimal of up to 20 digits, with or without sign, point and exponent.
private func randomDecimal(_ generator: inout SeededRandom) -> String {
    let digits = { (count: ClosedRange<Int>, generator: inout SeededRandom) in
        (0..<Int.random(in: count, using: &generator)).map { _ in
            String(Int.random(in: 0...9, using: &generator))
        }.joined()
    }
    var text = Bool.random(using: &generator) ? "-" : ""
    text += digits(1...(Bool.random(using: &generator) ? 4 : 20), &generator)
    if Bool.random(using: &generator) { text += "." + digits(1...12, &generator) }
    if Int.random(in: 0..<3, using: &generator) == 0 {
        text += ["e", "E", "e+", "e-"].randomElement(using: &generator) ?? "e"
        text += String(Int.random(in: 0...330, using: &generator))
    }
    return text
}
