import DelimitedText

/// One file of the reference data, whose records are known to be good.
struct CSVText {
    private let document: CSVDocument

    /// Reads the gzip'd file at `path`.
    init(_ path: String) throws {
        document = try CSVDocument(InputFile.read(path).expanded())
    }

    /// Calls `body` with the cells of `names` of every record; an absent column reads as empty.
    func forEach(_ names: [String], _ body: (CSVCells) -> Void) {
        let wanted = names.map { document.header.index(of: $0) }
        document.forEachEntry { (entry) throws(Never) in
            if case .record(let record) = entry { body(CSVCells(record: record, wanted: wanted)) }
        }
    }
}

/// The wanted cells of one record.
struct CSVCells {
    fileprivate let record: CSVRecord
    fileprivate let wanted: [Int?]

    func text(_ cell: Int) -> String { wanted[cell].map { record[$0].text() } ?? "" }
    func optionalText(_ cell: Int) -> String? {
        let value = text(cell)
        return value.isEmpty ? nil : value
    }
    func optionalInt(_ cell: Int) -> Int? { wanted[cell].flatMap { record[$0].int() }.map(Int.init) }
    func int(_ cell: Int) -> Int { optionalInt(cell) ?? 0 }
    func bool(_ cell: Int) -> Bool { int(cell) == 1 }
    func double(_ cell: Int) -> Double? { wanted[cell].flatMap { record[$0].double() } }
}
