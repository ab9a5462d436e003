import ArgumentParser
import DelimitedText
import GameCalendar
import PipelineModel

/// The forms a table is exported in.
enum ExportFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
    case csv, json
}

/// Writes the partitions of one table one after the other, so that memory stays bounded.
struct TableExport {
    // Dates read at once.
    private static let datesPerRead = 25

    private let stored: StoredColumns
    private let format: ExportFormat
    private let isExcelSafe: Bool

    /// An export of what `table` holds, provenance left out.
    init(table: TableDeclaration, format: ExportFormat, isExcelSafe: Bool) {
        stored = StoredColumns(table, table.columns.filter(\.isDigested))
        self.format = format
        self.isExcelSafe = isExcelSafe
    }

    /// Writes the rows of `dates`, ascending.
    ///
    /// - Returns: the number of rows.
    func write(_ dates: [GameDate], from store: any WarehouseReader, to target: ExportTarget) async throws -> Int {
        try target.write(opening)
        var count = 0
        for start in stride(from: 0, to: dates.count, by: Self.datesPerRead) {
            let chunk = Array(dates[start..<min(start + Self.datesPerRead, dates.count)])
            let contents = try await store.contents(of: stored, on: chunk)
            for content in chunk.compactMap({ contents[$0] }) {
                try target.write(text(of: content, isFirst: count == 0))
                count += content.rowCount
            }
        }
        try target.write(closing)
        return count
    }

    private var opening: String {
        switch format {
        case .csv: csv(ResultList(columns: stored.columns.map(\.name), rows: []))
        case .json: "{\"table\":\(JSONValue.string(stored.table.name.rawValue).compact),\"rows\":["
        }
    }

    private var closing: String {
        switch format {
        case .csv: ""
        case .json: "\n]}\n"
        }
    }

    private func text(of content: PartitionContent, isFirst: Bool) -> String {
        switch format {
        case .csv:
            var writer = CSVWriter(isExcelSafe ? .excelSafe : .none)
            for row in 0..<content.rowCount {
                for cell in content.cells(row: row) { writer.cell(cell) }
                writer.endRecord()
            }
            return String(decoding: writer.bytes, as: UTF8.self)
        case .json:
            let names = content.columns.map(\.name)
            let rows = (0..<content.rowCount).map { row in
                let members = zip(names, content.cells(row: row)).map {
                    JSONValue.Member(name: $0, value: JSONValue($1))
                }
                return JSONValue.object(members).compact
            }
            return (isFirst ? "\n" : ",\n") + rows.joined(separator: ",\n")
        }
    }
}
