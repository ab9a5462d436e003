import Foundation

/// A gzip'd CSV text of the reference data, read with `gzip -dc`: just enough CSV for files known to be good.
struct CSVText {
    private let bytes: [UInt8]
    private let columns: [String: Int]
    private let body: Int

    /// Reads the file at `path`.
    init(_ path: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["gzip", "-dc", path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        bytes = [UInt8](try pipe.fileHandleForReading.readToEnd() ?? Data())
        process.waitUntilExit()
        let end = bytes.firstIndex(of: 0x0A) ?? bytes.count
        let names = String(decoding: bytes[..<end], as: UTF8.self).split(separator: ",")
        columns = Dictionary(uniqueKeysWithValues: names.enumerated().map { (String($1), $0) })
        body = end + 1
    }

    /// Positions of the columns called `names`; an absent column has none and reads as empty.
    func positions(_ names: [String]) -> [Int?] { names.map { columns[$0] } }

    /// Calls `body` with the cells of `names` of every record.
    func forEach(_ names: [String], _ body: (CSVCells) -> Void) {
        let wanted = positions(names)
        bytes.withUnsafeBufferPointer { text in
            var starts = [Int](repeating: 0, count: columns.count)
            var ends = starts
            var position = self.body
            while position < text.count {
                position = Self.split(text, from: position, &starts, &ends)
                body(CSVCells(text: text, starts: starts, ends: ends, wanted: wanted))
            }
        }
    }

    // Splits the record at `position`; returns where the next one starts.
    private static func split(
        _ text: UnsafeBufferPointer<UInt8>, from position: Int, _ starts: inout [Int], _ ends: inout [Int]
    ) -> Int {
        var (cursor, column, isQuoted) = (position, 0, false)
        starts[0] = position
        while cursor < text.count, isQuoted || text[cursor] != 0x0A {
            let byte = text[cursor]
            if byte == 0x22 { isQuoted.toggle() }
            if byte == 0x2C, !isQuoted {
                ends[column] = cursor
                column += 1
                starts[column] = cursor + 1
            }
            cursor += 1
        }
        ends[column] = cursor
        return cursor + 1
    }
}

/// The wanted cells of one record.
struct CSVCells {
    fileprivate let text: UnsafeBufferPointer<UInt8>
    fileprivate let starts: [Int]
    fileprivate let ends: [Int]
    fileprivate let wanted: [Int?]

    func text(_ cell: Int) -> String {
        guard let column = wanted[cell] else { return "" }
        let slice = text[starts[column]..<ends[column]]
        guard slice.first == 0x22 else { return String(decoding: slice, as: UTF8.self) }
        return String(decoding: slice.dropFirst().dropLast(), as: UTF8.self).replacingOccurrences(
            of: "\"\"", with: "\"")
    }

    func optionalText(_ cell: Int) -> String? {
        let value = text(cell)
        return value.isEmpty ? nil : value
    }

    func optionalInt(_ cell: Int) -> Int? {
        guard let column = wanted[cell], starts[column] < ends[column] else { return nil }
        var (value, sign) = (0, 1)
        for byte in text[starts[column]..<ends[column]] {
            if byte == 0x2D { sign = -1 } else { value = value * 10 + Int(byte) - 0x30 }
        }
        return sign * value
    }

    func int(_ cell: Int) -> Int { optionalInt(cell) ?? 0 }
    func bool(_ cell: Int) -> Bool { int(cell) == 1 }
    func double(_ cell: Int) -> Double? { Double(text(cell)) }
}
