import DelimitedText
import Randomness
import Testing

/// What the writer puts down, and that the reader gets it back.
@Suite struct CSVWriterTests {
    /// The text of one record of two cells, the second being `x`.
    private func cell(_ formulaGuard: CSVWriter.FormulaGuard = .none, _ write: (inout CSVWriter) -> Void) -> String {
        var writer = CSVWriter(formulaGuard)
        write(&writer)
        writer.text("x")
        writer.endRecord()
        return String(decoding: writer.bytes.dropLast(3), as: UTF8.self)
    }

    @Test(arguments: [
        ("", ""), ("plain", "plain"), ("two words", "two words"), ("a,b", "\"a,b\""), ("\"", "\"\"\"\""),
        ("a\nb", "\"a\nb\""), ("a\rb", "\"a\rb\""), (" a", "\" a\""), ("a ", "\"a \""), (" ", "\" \""), ("'", "'"),
        ("\u{feff}a", "\"\u{feff}a\""), ("Jokić", "Jokić"), ("=1+1", "=1+1"),
    ])
    func `a text is quoted when it must be`(text: String, written: String) {
        #expect(cell { $0.text(text) } == written)
    }

    @Test(arguments: [
        ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@a", "'@a"), ("\ta", "'\ta"), ("\ra", "\"'\ra\""),
        ("=a,b", "\"'=a,b\""), ("a=1", "a=1"), ("", ""), ("'=", "'="), (" =1", "\" =1\""),
    ])
    func `a guarded text is no formula`(text: String, written: String) {
        #expect(cell(.excelSafe) { $0.text(text) } == written)
    }

    @Test(arguments: [
        (5.0, "5.0"), (-0.0, "0.0"), (0.0, "0.0"), (0.1, "0.1"), (-1.5, "-1.5"), (1e16, "1e+16"),
        (.leastNonzeroMagnitude, "5e-324"),
        (0.1 + 0.2, "0.30000000000000004"), (Double.infinity, ""), (-.infinity, ""), (.nan, ""),
    ])
    func `a double is written short and exact`(value: Double, written: String) {
        #expect(cell { $0.double(value) } == written)
        #expect(cell(.excelSafe) { $0.double(value) } == written)
    }

    @Test func `whole numbers, truth values and nothing`() {
        #expect(cell { $0.int(.min) } == "-9223372036854775808")
        #expect(cell(.excelSafe) { $0.int(-1) } == "-1")
        #expect(cell { $0.bool(true) } == "true")
        #expect(cell { $0.bool(false) } == "false")
        #expect(cell { $0.null() }.isEmpty)
        #expect(cell { $0.text(nil) }.isEmpty)
        #expect(cell { $0.int(nil) }.isEmpty)
        #expect(cell { $0.double(nil) }.isEmpty)
        #expect(cell { $0.bool(nil) }.isEmpty)
    }

    @Test func `a record of one empty cell is no blank line`() {
        var writer = CSVWriter()
        writer.record(["a"])
        writer.record([""])
        writer.record([])
        writer.record(["", ""])
        #expect(String(decoding: writer.bytes, as: UTF8.self) == "a\n\"\"\n,\n")
    }

    @Test(arguments: UInt64(1)...200)
    func `a random table is read back as it was written`(seed: UInt64) throws {
        var generator = SeededRandom(seed: seed)
        let width = Int.random(in: 1...12, using: &generator)
        let table = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
            (0..<width).map { _ in randomText(&generator) }
        }
        var writer = CSVWriter()
        writer.record((0..<width).map { "column \($0)" })
        for record in table { writer.record(record) }
        let reading = try Reading(writer.bytes)
        #expect(reading.defects.isEmpty, "seed \(seed)")
        // Compared as bytes: two spellings of one letter are equal strings.
        #expect(
            reading.cells.map { $0.map { Array($0.utf8) } } == table.map { $0.map { Array($0.utf8) } }, "seed \(seed)")
    }

    @Test(arguments: UInt64(1)...20)
    func `random doubles and integers are read back exactly`(seed: UInt64) throws {
        var generator = SeededRandom(seed: seed)
        let doubles = (0..<200).map { _ in Double(bitPattern: generator.next()) }.filter { $0.isFinite && $0 != 0 }
        let integers = doubles.map { _ in
            Int64(bitPattern: generator.next()) >> Int64.random(in: 0..<64, using: &generator)
        }
        var writer = CSVWriter()
        writer.record(["double", "integer"])
        for (double, integer) in zip(doubles, integers) {
            writer.double(double)
            writer.int(integer)
            writer.endRecord()
        }
        var read: [(Double?, Int64?)] = []
        try CSVDocument(writer.bytes).forEachEntry { entry in
            if case .record(let record) = entry { read.append((record[0].double(), record[1].int())) }
        }
        #expect(read.map(\.0) == doubles, "seed \(seed)")
        #expect(read.map(\.1) == integers, "seed \(seed)")
    }
}

/// Up to 20 letters, many of them those that mean something to CSV.
private func randomText(_ generator: inout SeededRandom) -> String {
    let letters: [Unicode.Scalar] = [
        ",", "\"", "\n", "\r", " ", "\t", "=", "'", "a", "b", "7", "-", ".", "ć", "\u{301}", "🏀", "\u{feff}", "\u{7f}",
    ]
    let plain = Bool.random(using: &generator)
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...20, using: &generator) {
        text.append(letters[Int.random(in: plain ? 8..<13 : 0..<letters.count, using: &generator)])
    }
    return String(text)
}
