import DelimitedText
import Foundation
import Randomness
import Testing

/// What is stored in a file, and the code it must be refused with.
struct RefusedFile: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let code: InputFileError.Code
    let stored: [UInt8]

    static let rows = Array("a,b\n1,2\n3,4\n".utf8)

    static let all: [RefusedFile] = [
        RefusedFile(testDescription: "no bytes", code: .empty, stored: []),
        RefusedFile(testDescription: "gzip of no bytes", code: .empty, stored: gzip([])),
        RefusedFile(testDescription: "magic alone", code: .truncatedGzip, stored: [0x1f, 0x8b]),
        RefusedFile(testDescription: "half a header", code: .truncatedGzip, stored: Array(gzip(rows).prefix(6))),
        RefusedFile(testDescription: "no data", code: .truncatedGzip, stored: Array(gzip(rows).prefix(10))),
        RefusedFile(testDescription: "half the data", code: .truncatedGzip, stored: Array(gzip(rows).prefix(15))),
        RefusedFile(testDescription: "no trailer", code: .truncatedGzip, stored: gzip(rows).dropLast(8)),
        RefusedFile(testDescription: "one byte short", code: .truncatedGzip, stored: gzip(rows).dropLast(1)),
        RefusedFile(
            testDescription: "second member short", code: .truncatedGzip, stored: gzip(rows) + gzip(rows).dropLast(3)),
        RefusedFile(
            testDescription: "second member begins", code: .truncatedGzip, stored: gzip(rows) + [0x1f, 0x8b]),
        RefusedFile(testDescription: "unknown method", code: .corruptGzip, stored: flipped(gzip(rows), at: 2)),
        RefusedFile(testDescription: "bad block", code: .corruptGzip, stored: flipped(gzip(rows), at: 10, with: 0x06)),
        RefusedFile(testDescription: "bad checksum", code: .corruptGzip, stored: flipped(gzip(rows), at: -8)),
        RefusedFile(testDescription: "bad length", code: .corruptGzip, stored: flipped(gzip(rows), at: -4)),
        RefusedFile(testDescription: "garbage behind", code: .corruptGzip, stored: gzip(rows) + Array("more".utf8)),
        RefusedFile(testDescription: "one byte behind", code: .corruptGzip, stored: gzip(rows) + [0x1f]),
        RefusedFile(testDescription: "zeros behind", code: .corruptGzip, stored: gzip(rows) + [0, 0, 0]),
        RefusedFile(
            testDescription: "bomb", code: .expansionLimit, stored: gzip([UInt8](repeating: 0, count: 8 << 20))),
        RefusedFile(
            testDescription: "bomb in the second member", code: .expansionLimit,
            stored: gzip(rows) + gzip([UInt8](repeating: 65, count: 8 << 20))),
    ]

    private static func flipped(_ bytes: [UInt8], at index: Int, with mask: UInt8 = 0xff) -> [UInt8] {
        var bytes = bytes
        bytes[index < 0 ? bytes.count + index : index] ^= mask
        return bytes
    }
}

/// Reading whole files, plain and compressed.
@Suite struct InputFileTests {
    /// Writes `bytes` to a new file, gives its path to `body` and removes it.
    private func withFile<Value>(_ bytes: [UInt8], _ body: (String) throws -> Value) throws -> Value {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).csv")
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try body(file.path)
    }

    @Test(arguments: RefusedFile.all)
    func `a file that cannot be loaded says why`(file: RefusedFile) throws {
        try withFile(file.stored) { path in
            let error = #expect(throws: InputFileError.self) { try InputFile.read(path).expanded() }
            #expect(error?.code == file.code)
            #expect(error?.path == path)
            #expect(error?.message.contains(path) == true)
        }
    }

    @Test func `a plain file is its own text`() throws {
        try withFile(RefusedFile.rows) { path in
            let file = try InputFile.read(path)
            #expect(!file.isCompressed)
            #expect(file.stored == RefusedFile.rows)
            #expect(try file.expanded() == RefusedFile.rows)
        }
    }

    @Test func `a compressed file is known by its content and keeps its stored bytes`() throws {
        let stored = gzip(RefusedFile.rows)
        try withFile(stored) { path in
            let file = try InputFile.read(path)
            #expect(file.isCompressed)
            #expect(file.stored == stored)
            #expect(try file.expanded() == RefusedFile.rows)
        }
    }

    @Test func `members follow one another, empty ones too`() throws {
        let parts = [Array("a,b\n".utf8), [], Array("1,2\n".utf8), Array("3,4\n".utf8)]
        let file = try InputFile(path: "parts", stored: parts.flatMap(gzip))
        #expect(try file.expanded() == parts.flatMap(\.self))
    }

    @Test func `a large member before a small one grows the text past what the trailer promises`() throws {
        var generator = SeededRandom(seed: 7)
        let large = (0..<300_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let file = try InputFile(path: "parts", stored: gzip(large) + gzip(RefusedFile.rows))
        #expect(try file.expanded() == large + RefusedFile.rows)
    }

    @Test func `the ratio is looked at only beyond its floor`() throws {
        let mebibyte = [UInt8](repeating: 10, count: 1 << 20)
        #expect(try InputFile(path: "file", stored: gzip(mebibyte)).expanded() == mebibyte)
        let error = #expect(throws: InputFileError.self) {
            try InputFile(path: "file", stored: gzip(mebibyte + [10])).expanded()
        }
        #expect(error?.code == .expansionLimit)
    }

    @Test func `the size limit holds for the text and for the stored file`() throws {
        let limits = ExpansionLimits(bytes: 100, ratio: 200, ratioFloor: 1000)
        let text = [UInt8](repeating: 10, count: 100)
        #expect(try InputFile(path: "file", stored: gzip(text), limits: limits).expanded() == text)
        let expanding = #expect(throws: InputFileError.self) {
            try InputFile(path: "file", stored: gzip(text + text), limits: limits).expanded()
        }
        #expect(expanding?.code == .expansionLimit)
        let stored = try withFile(text + text) { path in
            #expect(throws: InputFileError.self) { try InputFile.read(path, limits: limits) }
        }
        #expect(stored?.code == .tooLarge)
    }

    @Test(arguments: [
        ("/", InputFileError.Code.isDirectory), ("/no/such/file.csv", .unreadable), ("", .unreadable),
        ("a\0b", .unreadable), ("/dev/null", .empty),
    ])
    func `a path without a readable file says why`(path: String, code: InputFileError.Code) throws {
        let error = #expect(throws: InputFileError.self) { try InputFile.read(path) }
        #expect(error?.code == code)
    }
}
