internal import GameCalendar
package import PipelineModel
internal import Synchronization

/// The store that answers a question.
package enum Answering: Sendable {
    /// The engine's, as it stands.
    case engine
    /// BigQuery, under this text.
    case data(String)
}

extension BigQueryWarehouse {
    /// Who answers `sql`: it may name tables of data or of the engine, without their datasets, and not both.
    ///
    /// - Throws: ``WarehouseError`` invalid for a question about both.
    package func answering(_ sql: String) throws(WarehouseError) -> Answering {
        let question = try QuestionText(sql)
        let engine = EngineTables.all.map(\.name.rawValue).filter { question.tables.contains($0) }
        let tables = known.withLock { $0.tables.values.sorted { $0.name < $1.name } }
        var names: [(name: String, place: String)] = []
        for table in tables {
            names.append((table.name.rawValue, self.sql(table).name))
            for view in table.views {
                names.append((view.name, TableSQL.qualified(address, table.dataset, view.name)))
            }
        }
        let data = names.filter { question.tables.contains($0.name) }
        if let first = engine.first {
            guard let other = data.first else { return .engine }
            throw WarehouseError(
                .invalid,
                "\(first) is in the engine's store and \(other.name) in BigQuery; ask for each in a query of its own")
        }
        return .data(question.naming(names))
    }

    /// The rows of one SELECT, whose text ``answering(_:)`` gave; truth values as 0 and 1.
    ///
    /// - Throws: ``WarehouseError`` invalid for anything that is not one reading statement.
    package func select(_ sql: String) async throws(WarehouseError) -> (columns: [String], rows: some Sequence<[Cell]>)
    {
        let rows = try await asking { () async throws(WarehouseError) in
            let rehearsal = try await jobs.rehearse(Statement(sql))
            if let complaint = rehearsal.status?.errorResult { throw client.errors.error(complaint) }
            let kind = rehearsal.statistics?.query?.statementType ?? "nothing"
            guard kind == "SELECT" else {
                throw WarehouseError(.invalid, "the query is \(kind) and not one SELECT; it was not run")
            }
            return try await jobs.rows(Statement(sql))
        }
        let types = rows.columns.map { ColumnType(serverType: $0.type) }
        let cells = (0..<rows.rowCount).lazy.map { row in
            types.indices.map { rows.answer(row, $0, types[$0], rows.columns[$0].type) }
        }
        return (rows.columns.map(\.name), cells)
    }

    // The statement's fault, unless the server is at fault.
    private func asking<Value>(_ body: () async throws(WarehouseError) -> Value) async throws(WarehouseError) -> Value {
        do {
            return try await body()
        } catch  where [.other, .schemaDiffers, .constraint].contains(error.code) {
            throw WarehouseError(.invalid, "the query is refused: \(error.message)")
        }
    }

    /// Bytes that each of `tables` takes; those that are not there are left out.
    package func storedBytes(of tables: [TableDeclaration]) async throws(WarehouseError) -> [TableName: Int] {
        let sizes = try await Together.map(Self.data(tables)) { table async throws(WarehouseError) in
            (table.name, try await self.resource(of: table).map { $0.numBytes.flatMap { Int($0) } ?? 0 })
        }
        return Dictionary(sizes) { $1 }.compactMapValues(\.self)
    }

    /// Bytes that all tables of data take.
    package func dataBytes() async throws(WarehouseError) -> Int {
        let tables = known.withLock { Array($0.tables.values) } + [ContentRegister.table]
        return try await storedBytes(of: tables).values.reduce(0, +)
    }
}

extension QueryRows {
    /// A value of any type, as every store gives it to people.
    fileprivate func answer(_ row: Int, _ column: Int, _ type: ColumnType?, _ name: String) -> Cell {
        guard let text = text(row, column) else { return .null }
        switch type {
        case .int: return Int(text).map(Cell.int) ?? .text(text)
        case .double: return Double(text).map(Cell.double) ?? .text(text)
        case .bool: return .int(text == "true" ? 1 : 0)
        case .timestamp:
            return .text(Int64(text).map { "\(Timestamp(microseconds: $0))" } ?? text)
        case .date, .text: return .text(text)
        // What is summed exactly; whole where it has no decimals.
        case nil where name == "NUMERIC" || name == "BIGNUMERIC":
            return Int(text).map(Cell.int) ?? Double(text).map(Cell.double) ?? .text(text)
        case nil: return .text(text)
        }
    }
}
