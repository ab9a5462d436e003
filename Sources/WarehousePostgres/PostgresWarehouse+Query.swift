package import PipelineModel

extension PostgresWarehouse {
    // Rows that are fetched together.
    private static let portion = 2000

    /// What becomes of the rows of one SELECT, taken one by one in a transaction that cannot write.
    ///
    /// Whole numbers, numbers and texts come as such, truth values as 0 and 1, as in every store.
    ///
    /// - Parameters:
    ///   - begin: makes an answer to which no row has been added, from the names of the columns.
    ///   - row: adds a row.
    /// - Throws: ``WarehouseError`` invalid for anything that is not one reading statement.
    package func query<Answer: Sendable>(
        _ sql: String, _ begin: @escaping @Sendable (_ columns: [String]) -> Answer,
        row: @escaping @Sendable (inout Answer, [Cell]) -> Void
    ) async throws(WarehouseError) -> Answer {
        try await read { connection in
            // A cursor stands for one statement that reads, and for nothing else.
            try Self.asking { () throws(WarehouseError) in
                try connection.runOnce("DECLARE answer NO SCROLL CURSOR FOR \(Self.bare(sql))")
            }
            var answer: Answer?
            while true {
                let result = try Self.asking { () throws(WarehouseError) in
                    try connection.runOnce("FETCH \(Self.portion) FROM answer")
                }
                let columns = result.columns
                var filled = answer ?? begin(columns.map(\.name))
                for position in 0..<result.rowCount {
                    row(&filled, columns.indices.map { result.cell(position, $0, columns[$0].oid) })
                }
                answer = filled
                if result.rowCount < Self.portion { return filled }
            }
        }
    }

    /// The rows of one SELECT, all together.
    package func query(_ sql: String) async throws(WarehouseError) -> (columns: [String], rows: [[Cell]]) {
        try await query(sql) { columns in
            (columns, [])
        } row: { answer, row in
            answer.rows.append(row)
        }
    }

    // Without what ends a statement.
    private static func bare(_ sql: String) throws(WarehouseError) -> String {
        var text = sql.trimmed
        while text.hasSuffix(";") { text = String(text.dropLast()).trimmed }
        guard !text.isEmpty else { throw WarehouseError(.invalid, "the query is empty: give one SELECT") }
        return text
    }

    // The statement's fault, unless the server is at fault.
    @discardableResult
    private static func asking<Value>(_ body: () throws(WarehouseError) -> Value) throws(WarehouseError) -> Value {
        do {
            return try body()
        } catch  where [.other, .schemaDiffers, .constraint].contains(error.code) {
            throw WarehouseError(.invalid, "the query is refused: \(error.message)")
        }
    }
}

extension QueryResult {
    // A value that came as text, of the type with this number.
    fileprivate func cell(_ row: Int, _ column: Int, _ oid: UInt32) -> Cell {
        guard bytes(row, column) != nil else { return .null }
        let text = text(row, column)
        switch oid {
        case 20, 21, 23: return Int(text).map(Cell.int) ?? .text(text)
        case 16: return .int(text == "t" ? 1 : 0)
        case 700, 701: return Double(text).map(Cell.double) ?? .text(text)
        // What is summed or averaged; whole where it has no decimals.
        case 1700: return Int(text).map(Cell.int) ?? Double(text).map(Cell.double) ?? .text(text)
        case 1184: return .text(Self.instant(text))
        default: return .text(text)
        }
    }

    // `2021-10-19 12:00:00.5+00` as instants are written everywhere here: `2021-10-19T12:00:00.500000Z`.
    private static func instant(_ text: String) -> String {
        guard text.hasSuffix("+00"), text.utf8.count >= 22 else { return text }
        let parts = text.dropLast(3).split(separator: ".", omittingEmptySubsequences: false)
        let fraction = parts.count > 1 ? parts[1] : ""
        let padded = fraction + String(repeating: "0", count: max(0, 6 - fraction.count))
        return "\(parts[0].replacing(" ", with: "T")).\(padded)Z"
    }
}
