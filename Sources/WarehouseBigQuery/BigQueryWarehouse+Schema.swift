package import PipelineModel
internal import Synchronization

/// A dataset or table as the server tells of it.
struct StoredResource: Decodable, Sendable {
    struct Field: Decodable, Sendable {
        let name: String
        let type: String
        let mode: String?
    }
    struct Schema: Decodable, Sendable { let fields: [Field]? }
    struct Partitioning: Decodable, Sendable {
        let type: String?
        let field: String?
        let expirationMs: String?
    }
    struct Clustering: Decodable, Sendable { let fields: [String]? }

    let location: String?
    let labels: [String: String]?
    let type: String?
    let schema: Schema?
    let timePartitioning: Partitioning?
    let clustering: Clustering?
    let numBytes: String?
    let numRows: String?
    let defaultTableExpirationMs: String?
    let defaultPartitionExpirationMs: String?
}

private struct TableList: Decodable {
    struct Item: Decodable {
        struct Reference: Decodable { let tableId: String }
        let tableReference: Reference
    }
    let tables: [Item]?
    let nextPageToken: String?
}

/// The version of the datasets' form, kept as a label.
enum StoreVersion {
    /// Raised when a store of an older version must be converted.
    static let current = 1
    static let label = "backcourt_schema_version"
    /// How long the server keeps rows on their way that nobody removes, in milliseconds: a day.
    static let stagingLifetime = 86_400_000
}

extension BigQueryWarehouse {
    private static var remedy: String { "move the table away or give the address another prefix" }

    /// The statements that create `table`, and its views, in datasets without a prefix.
    package static func ddl(of table: TableDeclaration, at address: BigQueryAddress) -> [String] {
        TableSQL(table, address).ddl
    }

    /// Creates what is missing of `tables` and checks the rest; other tables are left alone.
    ///
    /// - Throws: ``WarehouseError`` schemaTooNew, schemaDiffers, denied, readOnly, invalid for a dataset in another location.
    package func prepare(_ tables: [TableDeclaration]) async throws(WarehouseError) {
        let data = Self.data(tables)
        known.withLock { known in
            for table in data { known.tables[table.name] = table }
        }
        let datasets = try await datasets(of: data)
        let all = data + [ContentRegister.table]
        let present = access == .readOnly ? all : try await self.present(all, in: datasets.present)
        let differences = try await differences(ofData: present)
        try differences.refuse(in: place, remedy: Self.remedy)
        // What the datasets forbid is known before anything is made.
        try await engine.prepare(tables.filter(Self.isEngine))
        guard access == .readWrite else { return }
        for dataset in datasets.missing { try await create(dataset) }
        let there = Set(present.map(\.name))
        let missing = all.filter { !there.contains($0.name) }
        _ = try await Together.map(missing) { table async throws(WarehouseError) in try await self.create(table) }
        // Whoever made a table may have ended before its views.
        for table in all where !table.views.isEmpty { try await createViews(of: table) }
        known.withLock { $0.present.formUnion(all.map(\.name)) }
    }

    /// Where the store differs from `tables` in columns, types, NOT NULL, partitioning and clustering.
    package func differences(from tables: [TableDeclaration]) async throws(WarehouseError) -> [SchemaDifference] {
        let engine = tables.filter(Self.isEngine)
        let found = engine.isEmpty ? [] : try await self.engine.differences(from: engine)
        return try await found + differences(ofData: Self.data(tables))
    }

    private func differences(ofData tables: [TableDeclaration]) async throws(WarehouseError) -> [SchemaDifference] {
        try await Together.map(tables) { table async throws(WarehouseError) -> [SchemaDifference] in
            guard let stored = try await self.resource(of: table) else { return [.missing(table)] }
            return self.differences(of: table, stored)
        }.flatMap { $0 }
    }

    private func differences(of table: TableDeclaration, _ stored: StoredResource) -> [SchemaDifference] {
        let found = (stored.schema?.fields ?? []).map { field in
            let type = ColumnType(serverType: field.type)?.serverType ?? field.type
            let mode = field.mode == "REQUIRED" ? " NOT NULL" : field.mode == "REPEATED" ? " REPEATED" : ""
            return (name: field.name, declaration: type + mode)
        }
        // There are no unique indexes: what takes their place is checked below.
        var differences = SchemaDifference.between(
            table, TableSQL.declaration(of:), unique: [], found: found, indexes: [[]])
        func compare(_ what: String, _ expected: [String], _ actual: [String]) {
            guard expected != actual else { return }
            func said(_ names: [String]) -> String {
                names.isEmpty ? "without \(what)" : "\(what) \(names.joined(separator: ", "))"
            }
            differences.append(
                SchemaDifference(table: table.name, column: "", expected: said(expected), actual: said(actual)))
        }
        let partitioning = stored.timePartitioning.flatMap { $0.type ?? "DAY" == "DAY" ? $0.field : "\($0.type ?? "")" }
        compare("PARTITION BY", [table.partitionColumn].compactMap(\.self), [partitioning].compactMap(\.self))
        // Rows that the server removes by itself would be missed by nobody.
        compare("expiration", [], [stored.timePartitioning?.expirationMs].compactMap(\.self))
        compare("CLUSTER BY", sql(table).clustering, stored.clustering?.fields ?? [])
        return differences
    }

    /// The table as it is there, nil where it is not.
    func resource(of table: TableDeclaration) async throws(WarehouseError) -> StoredResource? {
        let call = APICall(
            path: "/datasets/\(address.dataset(table.dataset))/tables/\(table.name)", accepted: [404],
            subject: table.name.rawValue)
        let answer = try await client.send(call)
        return answer.status == 404 ? nil : try client.decoded(StoredResource.self, answer.body)
    }

    // Those of the datasets that are there, and those that are not.
    private func datasets(of tables: [TableDeclaration]) async throws(WarehouseError) -> (
        present: Set<String>, missing: [String]
    ) {
        var (present, missing): (Set<String>, [String]) = ([], [])
        for name in Set(tables.map(\.dataset) + [ContentRegister.dataset, ContentRegister.staging]).sorted() {
            let call = APICall(
                path: "/datasets/\(address.dataset(name))", accepted: [404], subject: address.dataset(name))
            let answer = try await client.send(call)
            guard answer.status != 404 else {
                missing.append(name)
                continue
            }
            let stored = try client.decoded(StoredResource.self, answer.body)
            if let location = stored.location, location.lowercased() != address.location.lowercased() {
                throw WarehouseError(
                    .invalid,
                    "\(place): dataset \(address.dataset(name)) is in \(location), and the address says \(address.location); "
                        + "write location=\(location), or another prefix")
            }
            if let version = stored.labels?[StoreVersion.label].flatMap({ Int($0) }), version > StoreVersion.current {
                throw WarehouseError(
                    .schemaTooNew,
                    "\(place) has schema version \(version), this program knows versions up to \(StoreVersion.current); "
                        + "use a newer program")
            }
            try refuseExpiration(of: name, stored)
            present.insert(name)
        }
        return (present, missing)
    }

    // A dataset that somebody else has made may let go of what is in it.
    private func refuseExpiration(of name: String, _ stored: StoredResource) throws(WarehouseError) {
        let expires = stored.defaultTableExpirationMs ?? stored.defaultPartitionExpirationMs
        guard name != ContentRegister.staging, let expires else { return }
        throw WarehouseError(
            .invalid,
            "\(place): what is in dataset \(address.dataset(name)) is removed after \(expires) ms; take its default expiration "
                + "away, or give the address another prefix")
    }

    // A dataset or table that another process makes at the same moment is as good as ours.
    private func create(_ dataset: String) async throws(WarehouseError) {
        var body: [(name: String, value: JSONText)] = [
            ("datasetReference", ["projectId": .text(address.project), "datasetId": .text(address.dataset(dataset))]),
            ("location", .text(address.location)),
        ]
        if dataset == ContentRegister.dataset {
            body.append(("labels", .object([(StoreVersion.label, .text("\(StoreVersion.current)"))])))
        }
        if dataset == ContentRegister.staging {
            body.append(("defaultTableExpirationMs", .text("\(StoreVersion.stagingLifetime)")))
        }
        let call = APICall(
            method: .post, path: "/datasets", body: JSONText.object(body).bytes, accepted: [409],
            subject: address.dataset(dataset))
        _ = try await client.send(call)
    }

    private func create(_ table: TableDeclaration) async throws(WarehouseError) {
        let sql = sql(table)
        try await create(table.name.rawValue, sql.resource, in: sql.dataset)
    }

    private func createViews(of table: TableDeclaration) async throws(WarehouseError) {
        let sql = sql(table)
        for view in sql.views { try await create(view.name, view.resource, in: sql.dataset) }
    }

    private func create(_ name: String, _ resource: JSONText, in dataset: String) async throws(WarehouseError) {
        let call = APICall(
            method: .post, path: "/datasets/\(dataset)/tables", body: resource.bytes, accepted: [409], subject: name)
        _ = try await client.send(call)
    }

    /// The names of those of `tables` that are there.
    func present(_ tables: [TableDeclaration]) async throws(WarehouseError) -> Set<TableName> {
        let names = Set(tables.map(\.name))
        let seen = known.withLock { $0.present }.intersection(names)
        guard seen.count < names.count else { return seen }
        let found = try await present(tables, in: Set(tables.map(\.dataset)))
        known.withLock { $0.present.formUnion(found.map(\.name)) }
        return Set(found.map(\.name))
    }

    private func present(_ tables: [TableDeclaration], in datasets: Set<String>) async throws(WarehouseError)
        -> [TableDeclaration]
    {
        let lists = try await Together.map(datasets.sorted()) { dataset async throws(WarehouseError) in
            try await self.names(in: dataset).map { "\(dataset).\($0)" }
        }
        let found = Set(lists.flatMap { $0 })
        return tables.filter { found.contains("\($0.dataset).\($0.name)") }
    }

    // The names of everything in a dataset; none where it is not there.
    private func names(in dataset: String) async throws(WarehouseError) -> [String] {
        var names: [String] = []
        var token: String?
        repeat {
            let call = APICall(
                path: "/datasets/\(address.dataset(dataset))/tables",
                query: [("maxResults", "1000")] + (token.map { [("pageToken", $0)] } ?? []), accepted: [404],
                subject: address.dataset(dataset))
            let answer = try await client.send(call)
            guard answer.status != 404 else { break }
            let list = try client.decoded(TableList.self, answer.body)
            names += (list.tables ?? []).map(\.tableReference.tableId)
            token = list.nextPageToken
        } while token != nil
        return names
    }
}
