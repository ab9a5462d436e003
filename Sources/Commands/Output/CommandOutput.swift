import ArgumentParser
import DelimitedText
import PipelineModel

/// How results are printed.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
    case table, json, csv
}

/// Rows under column names: the main list of a result.
struct ResultList: Hashable, Sendable {
    /// Column names.
    var columns: [String]
    /// One value per column.
    var rows: [[Cell]]

    /// A list.
    init(columns: [String], rows: [[Cell]]) {
        self.columns = columns
        self.rows = rows
    }

    /// The rows as JSON objects.
    var objects: JSONValue {
        .array(
            rows.map { row in
                .object(zip(columns, row).map { JSONValue.Member(name: $0, value: JSONValue($1)) })
            })
    }
}

/// A command's result as a value.
protocol CommandOutput {
    /// The whole result as one object.
    var json: JSONValue { get }
    /// Its main list, for CSV.
    var list: ResultList { get }
    /// What people read.
    var text: String { get }
}

extension CommandOutput {
    /// The main list as an aligned table.
    var text: String { TextTable(list).text }
}

/// The printed form of `output`.
func render(_ output: some CommandOutput, as format: OutputFormat) -> String {
    switch format {
    case .table: output.text
    case .json: output.json.compact + "\n"
    case .csv: csv(output.list)
    }
}

/// A list as CSV with a header.
func csv(_ list: ResultList, excelSafe: Bool = false) -> String {
    var writer = CSVWriter(excelSafe ? .excelSafe : .none)
    writer.record(list.columns)
    for row in list.rows {
        for cell in row { writer.cell(cell) }
        writer.endRecord()
    }
    return String(decoding: writer.bytes, as: UTF8.self)
}

extension CSVWriter {
    /// Writes one stored value.
    mutating func cell(_ cell: Cell) {
        switch cell {
        case .null: null()
        case .int(let value): int(Int64(value))
        case .double(let value): double(value)
        case .bool(let value): bool(value)
        case .text(let value): text(value)
        case .date, .timestamp: text(cell.description)
        }
    }
}
