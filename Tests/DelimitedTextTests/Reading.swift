import DelimitedText

/// Everything a document hands out, copied so that tests can compare it.
struct Reading: Equatable {
    /// One good record.
    struct Line: Equatable {
        let line: Int
        let cells: [String]
    }

    var records: [Line] = []
    var defects: [CSVDefect] = []

    /// The cells of the good records, in order.
    var cells: [[String]] { records.map(\.cells) }

    init(_ document: CSVDocument) {
        document.forEachEntry { entry in
            switch entry {
            case .record(let record):
                records.append(Line(line: record.line, cells: (0..<record.count).map { record[$0].text() }))
            case .defect(let defect):
                defects.append(defect)
            }
        }
    }

    init(_ text: [UInt8], limits: CSVLimits = .standard) throws(CSVHeaderError) {
        self.init(try CSVDocument(text, limits: limits))
    }

    init(_ text: String) throws(CSVHeaderError) {
        try self.init(Array(text.utf8))
    }
}

/// Calls `body` with the first cell of a one-column text that holds `text`, quoted.
func withCell<Value>(_ text: String, _ body: (CSVCell) -> Value) throws -> Value? {
    var writer = CSVWriter()
    writer.record(["column"])
    writer.record([text])
    return try withCell(of: writer.bytes, body)
}

/// Calls `body` with the first cell of the first record of `text`.
func withCell<Value>(of text: [UInt8], _ body: (CSVCell) -> Value) throws -> Value? {
    var value: Value?
    try CSVDocument(text).forEachEntry { entry in
        if case .record(let record) = entry, value == nil { value = body(record[0]) }
    }
    return value
}
