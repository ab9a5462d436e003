import Randomness
import Testing

@testable import DelimitedText

/// The quick scan is a shortcut: whenever it answers, it answers as the careful one does.
@Suite struct RecordScannerTests {
    @Test(arguments: UInt64(1)...300)
    func `the quick scan and the careful scan agree`(seed: UInt64) {
        var generator = SeededRandom(seed: seed)
        let alphabet: [UInt8] = Array(",,,,\n\r\"ab12 -.+!".utf8) + [0, 0xc4, 0x87, 0x80, 0xac, 0x8d, 0xff]
        let isTame = Bool.random(using: &generator)
        let letters = isTame ? Array(alphabet.prefix(5)) + Array(alphabet.dropFirst(7)) : alphabet
        let text = (0..<2000).map { _ in letters[Int.random(in: 0..<letters.count, using: &generator)] }
        var answers = 0
        text.withUnsafeBufferPointer { text in
            for position in text.indices {
                let quick = scan(text, from: position) { (scanner) throws(CSVDefect.Reason) in scanner.scanPlain() }
                guard let quick else { continue }
                let careful = scan(text, from: position) { (scanner) throws(CSVDefect.Reason) in
                    try scanner.scanCarefully()
                }
                answers += 1
                #expect(quick == careful, "seed \(seed), byte \(position)")
            }
        }
        #expect(answers > 0)
    }

    /// What is compared: the extent of a record and of its cells.
    private struct Found: Equatable {
        let extent: [Int]
        let cells: [[UInt32]]
    }

    private func scan(
        _ text: UnsafeBufferPointer<UInt8>, from position: Int,
        with method: (RecordScanner) throws(CSVDefect.Reason) -> ScannedRecord?
    ) -> Found? {
        var spans = [CellSpan](repeating: CellSpan(start: 0, end: 0), count: 4)
        return spans.withUnsafeMutableBufferPointer { spans in
            let scanner = RecordScanner(text: text, spans: spans, limits: .standard, position: position, line: 1)
            do throws(CSVDefect.Reason) {
                guard let record = try method(scanner) else { return nil }
                return Found(
                    extent: [record.end, record.next, record.lines, record.columns],
                    cells: spans.prefix(record.columns).map { [$0.start, $0.length] })
            } catch {
                return Found(extent: [], cells: [])
            }
        }
    }

    @Test func `UTF-8 validity is that of the standard library`() {
        let seed: UInt64 = 3629
        var generator = SeededRandom(seed: seed)
        let bytes: [UInt8] =
            [0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xed] + [
                0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff,
            ]
        for _ in 0..<50_000 {
            let text = (0..<Int.random(in: 0...5, using: &generator)).map { _ in
                bytes[Int.random(in: 0..<bytes.count, using: &generator)]
            }
            let expected = String(validating: text, as: UTF8.self) != nil
            #expect(text.withUnsafeBufferPointer(isValidUTF8) == expected, "\(text), seed \(seed)")
        }
    }
}
