import PipelineModel

/// Tables as declared.
struct SchemaOutput: CommandOutput {
    let tables: [TableDeclaration]
    /// Whether one table was asked for, so that people see its columns.
    let isOne: Bool

    var json: JSONValue { ["tables": .array(tables.map(table))] }

    private func table(_ table: TableDeclaration) -> JSONValue {
        [
            "table": .text(table.name), "dataset": .string(table.dataset),
            "partition_column": .text(table.partitionColumn), "key": .array(table.key.map { .string($0) }),
            "columns": .array(
                table.columns.map { column in
                    [
                        "name": .string(column.name), "type": .string(column.type.rawValue),
                        "nullable": .bool(column.isNullable), "unit": .string(column.unit.rawValue),
                        "description": .string(column.about),
                    ]
                }),
        ]
    }

    /// One row for each column of each table.
    var list: ResultList {
        ResultList(
            columns: ["table", "name", "type", "nullable", "unit", "description"],
            rows: tables.flatMap { table in
                table.columns.map { column in
                    [
                        .text(table.name.rawValue), .text(column.name), .text(column.type.rawValue),
                        .bool(column.isNullable), .text(column.unit.rawValue), .text(column.about),
                    ]
                }
            })
    }

    var text: String {
        guard isOne, let table = tables.first else {
            let rows: [[Cell]] = tables.map { table in
                [
                    .text(table.name.rawValue), .text(table.dataset), .int(table.columns.count),
                    .text(table.key.joined(separator: ", ")), .text(table.about),
                ]
            }
            return TextTable(ResultList(columns: ["table", "dataset", "columns", "key", "about"], rows: rows)).text
        }
        let partition = table.partitionColumn.map { ", one partition for each \($0)" } ?? ""
        return "\(table.dataset).\(table.name): \(table.about)\n"
            + "Key \(table.key.joined(separator: ", "))\(partition).\n\n"
            + TextTable(list.only(["name", "type", "nullable", "unit", "description"])).text
    }
}

/// Where the store differs from the declarations.
struct SchemaCheckOutput: CommandOutput {
    let differences: [SchemaDifference]

    var json: JSONValue { ["ok": .bool(differences.isEmpty), "differences": list.objects] }

    var list: ResultList {
        ResultList(
            columns: ["table", "column", "expected", "actual"],
            rows: differences.map {
                [.text($0.table.rawValue), .text($0.column), .text($0.expected), .text($0.actual)]
            })
    }

    var text: String {
        differences.isEmpty ? "Every table is as declared.\n" : TextTable(list).text
    }
}
