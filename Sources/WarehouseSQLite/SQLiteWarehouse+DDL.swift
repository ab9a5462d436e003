package import PipelineModel

extension SQLiteWarehouse {
    /// The statements that create `table` and its indexes.
    package static func ddl(of table: TableDeclaration) -> [String] { TableSQL.of(table).create }
}
