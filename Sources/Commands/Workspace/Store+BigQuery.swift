import PipelineModel
import WarehouseBigQuery

/// What is not about data, the engine's store answers.
extension BigQueryWarehouse: Store where Engine: Store {
    var freeBytes: Int? { engine.freeBytes }
    var isOnServer: Bool { true }
    func compareClocks() async throws(WarehouseError) { try await engine.compareClocks() }
    func telling(_ act: @escaping @Sendable () -> Void) -> (any Sendable)? { engine.telling(act) }
    func hold(_ name: String) async throws(WarehouseError) -> (any StoreRight)? { try await engine.hold(name) }
    func isAlive(_ worker: Worker) async throws(WarehouseError) -> Bool { try await engine.isAlive(worker) }

    /// Half of it is in BigQuery.
    func backup(to file: String) async throws(WarehouseError) {
        throw WarehouseError(
            .invalid,
            "\(place) is copied by 'backcourt migrate --to WORKSPACE' into a store of any kind, or by snapshots of its datasets"
        )
    }

    func drafts(of backup: String) -> [String] { [] }

    /// What is damaged, the service finds by itself.
    func integrityProblems() async throws(WarehouseError) -> [String] { try await engine.integrityProblems() }

    func storedBytes() async throws(WarehouseError) -> Int { try await engine.storedBytes() + dataBytes() }

    func billedBytes(of tables: [TableDeclaration]) async throws(WarehouseError) -> [TableName: Int]? {
        try await storedBytes(of: tables)
    }

    func query<Answer: Sendable>(
        _ sql: String, _ begin: @escaping @Sendable (_ columns: [String]) -> Answer,
        row: @escaping @Sendable (inout Answer, [Cell]) -> Void
    ) async throws(WarehouseError) -> Answer {
        guard case .data(let text) = try answering(sql) else { return try await engine.query(sql, begin, row: row) }
        let found = try await select(text)
        var answer = begin(found.columns)
        for cells in found.rows { row(&answer, cells) }
        return answer
    }

    func query(_ sql: String) async throws(WarehouseError) -> (columns: [String], rows: [[Cell]]) {
        try await query(sql) { columns in
            (columns, [])
        } row: { answer, row in
            answer.rows.append(row)
        }
    }
}
