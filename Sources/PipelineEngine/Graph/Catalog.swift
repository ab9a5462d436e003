public import ContentDigest
public import PipelineModel

/// Every problem of a list of processors, told together.
public struct CatalogError: Error, Hashable, Sendable {
    /// One sentence each.
    public let issues: [String]
}

/// A validated pipeline: what is imported, what is projected, what is computed, in an order that works.
public struct Catalog: Sendable {
    /// Anything that has a digest per date.
    public struct Entry: Sendable {
        /// Where its partitions come from.
        public enum Role: Hashable, Sendable {
            /// Import fills it; whether raw data counts as incomplete without it.
            case source(isRequired: Bool)
            /// Part of the table with this index.
            case projection(of: Int)
            /// The processor with this index computes it.
            case processor(Int)

            /// Whether import fills it.
            public var isSource: Bool { if case .source = self { true } else { false } }
        }

        /// Its name in lineage.
        public let name: TableName
        /// Its shape.
        public let table: TableDeclaration
        /// The layer it belongs to; a projection's is its table's.
        public let phase: Phase
        /// The dates it is expected on.
        public let calendar: PartitionCalendar
        /// Where its partitions come from.
        public let role: Role
    }

    /// A declared input with its source found.
    public struct ResolvedInput: Sendable {
        /// As declared.
        public let input: Input
        /// The entry that is read.
        public let source: Int
    }

    /// A processor with its inputs resolved.
    public struct Step: Sendable {
        /// The processor itself.
        public let processor: any Processor
        /// The entry it fills.
        public let entry: Int
        /// In declared order.
        public let inputs: [ResolvedInput]
        /// Digest of the parameters it declares.
        public let configDigest: Digest
    }

    /// Sources, projections and processors, each upstream before its readers.
    public let entries: [Entry]
    /// Processors in catalog order.
    public let steps: [Step]
    /// The projections of each entry.
    public let projections: [[any Projection.Type]]
    /// The entries of ``projections``.
    public let projectionEntries: [[Int]]
    /// The source the calendar is taken from; nil when the catalog names none.
    public let schedule: Int?
    private let positions: [TableName: Int]

    /// Checks the list and resolves every input.
    ///
    /// - Throws: ``CatalogError`` with every unknown input, cycle, double writer and misplaced column.
    public init(
        sources: [SourceTable], projections: [any Projection.Type], processors: [any Processor]
    ) throws(CatalogError) {
        var builder = CatalogBuilder()
        builder.add(sources)
        builder.add(processors, projections: projections)
        builder.resolve()
        guard builder.issues.isEmpty else { throw CatalogError(issues: builder.issues) }
        entries = builder.entries
        steps = builder.steps
        positions = builder.positions
        self.projections = builder.projections
        projectionEntries = builder.projections.map { [positions] types in types.compactMap { positions[$0.input] } }
        schedule = sources.firstIndex(where: \.isSchedule)
    }

    /// The index of the entry called `name`, nil when the catalog knows none.
    public func position(of name: TableName) -> Int? { positions[name] }

    /// The entry called `name`.
    public func entry(_ name: TableName) -> Entry? { positions[name].map { entries[$0] } }

    /// The processor that fills `table`, nil for sources and projections.
    public func step(for table: TableName) -> Step? {
        guard let entry = entry(table), case .processor(let index) = entry.role else { return nil }
        return steps[index]
    }

    /// The entry whose partitions hold the data of `entry`: itself, or a projection's table.
    public func base(of entry: Int) -> Int {
        if case .projection(let base) = entries[entry].role { return base }
        return entry
    }

    /// Tables in the store: sources and outputs, without projections.
    public var tables: [TableDeclaration] {
        entries.compactMap { entry in
            if case .projection = entry.role { nil } else { entry.table }
        }
    }

    /// Processors that read the entry or one of its projections, in catalog order.
    public func consumers(of table: TableName) -> [Step] {
        guard let position = positions[table] else { return [] }
        return steps.filter { $0.inputs.contains { base(of: $0.source) == base(of: position) } }
    }
}

/// Gathers entries and problems until a catalog can be made of them.
private struct CatalogBuilder {
    var entries: [Catalog.Entry] = []
    var steps: [Catalog.Step] = []
    var projections: [[any Projection.Type]] = []
    var positions: [TableName: Int] = [:]
    var issues: [String] = []
    private var pending: [any Processor] = []
    private var placed: Set<Int> = []

    mutating func add(_ sources: [SourceTable]) {
        if sources.count(where: \.isSchedule) > 1 { issues.append("two sources say they are the schedule") }
        for source in sources {
            add(
                Catalog.Entry(
                    name: source.table.name, table: source.table, phase: .raw, calendar: source.calendar,
                    role: .source(isRequired: source.isRequired)))
        }
    }

    mutating func add(_ processors: [any Processor], projections types: [any Projection.Type]) {
        pending = processors
        addProjections(types)
        for (index, processor) in processors.enumerated() {
            add(
                Catalog.Entry(
                    name: processor.table, table: type(of: processor).outputTable, phase: processor.phase,
                    calendar: processor.kind.calendar, role: .processor(index)))
            addProjections(types)
        }
        for (number, type) in types.enumerated() where !placed.contains(number) {
            issues.append("projection \(type.input) is of \(type.stored.table.name), which the catalog does not hold")
        }
    }

    // Adds the projections whose table is known and that are not added yet.
    private mutating func addProjections(_ types: [any Projection.Type]) {
        for (number, type) in types.enumerated() where !placed.contains(number) {
            guard let base = positions[type.stored.table.name] else { continue }
            placed.insert(number)
            let entry = Catalog.Entry(
                name: type.input, table: type.table, phase: entries[base].phase, calendar: entries[base].calendar,
                role: .projection(of: base))
            if add(entry) { projections[base].append(type) }
        }
    }

    @discardableResult
    private mutating func add(_ entry: Catalog.Entry) -> Bool {
        if positions[entry.name] != nil {
            issues.append("\(entry.name) has two writers; a table belongs to one")
            return false
        }
        positions[entry.name] = entries.count
        entries.append(entry)
        projections.append([])
        return true
    }

    mutating func resolve() {
        for processor in pending {
            guard let position = positions[processor.table] else { continue }
            var inputs: [Catalog.ResolvedInput] = []
            for input in processor.inputs {
                guard let source = positions[input.source] else {
                    issues.append("\(processor.table) reads \(input.source), which nothing writes")
                    continue
                }
                if input.lookback.includesDate, source >= position, entries[source].phase == entries[position].phase {
                    issues.append(
                        "\(processor.table) reads \(input.source) of the same date, which comes after it: a cycle, "
                            + "or a wrong order in the catalog")
                } else if entries[source].phase > entries[position].phase {
                    issues.append("\(processor.table) reads \(input.source) of a later phase")
                }
                check(input.row, of: processor.table)
                for grouping in input.groupings {
                    check(grouping, of: input, processor.table)
                    check(grouping.row, of: processor.table)
                }
                inputs.append(Catalog.ResolvedInput(input: input, source: source))
            }
            checkKeys(of: processor)
            steps.append(
                Catalog.Step(
                    processor: processor, entry: position, inputs: inputs,
                    configDigest: Self.digest(of: processor.parameters)))
        }
    }

    // Columns a row names must be stored, in the same order and with the same types; NULL must have a place to go.
    private mutating func check(_ row: any InputRow.Type, of table: TableName) {
        let stored = row.stored.table
        var next = 0
        for column in row.decodedColumns {
            guard let position = stored.position(of: column.name) else {
                issues.append("\(table) reads column \(column.name), which \(stored.name) does not have")
                continue
            }
            let found = stored.columns[position]
            if position < next {
                issues.append("\(table) names column \(column.name) out of the order of \(stored.name)")
            } else if found.type != column.type {
                issues.append(
                    "\(table) reads \(stored.name).\(column.name), of type \(found.type.rawValue), as "
                        + column.type.rawValue)
            } else if found.isNullable, !column.isNullable {
                issues.append("\(table) reads \(stored.name).\(column.name) as if it were never NULL")
            }
            next = max(next, position + 1)
        }
    }

    // A log groups rows of the input it belongs to; their shape may be another.
    private mutating func check(_ grouping: any RowGrouping.Type, of input: Input, _ table: TableName) {
        if grouping.source != input.source {
            issues.append("\(table) groups rows of \(grouping.source) under its input \(input.source)")
        }
    }

    private mutating func checkKeys(of processor: some Processor) {
        let keyColumns = type(of: processor).keyColumns
        let table = type(of: processor).outputTable
        if keyColumns != table.key {
            issues.append("\(table.name) is keyed by \(table.key) but its processor expects keys of \(keyColumns)")
        }
        if Set(processor.inputs.map(\.name)).count != processor.inputs.count {
            issues.append("\(table.name) declares an input twice")
        }
    }

    private static func digest(of parameters: [String: String]) -> Digest {
        let hasher = ContentHasher()
        for (name, value) in parameters.sorted(by: { $0.key < $1.key }) {
            hasher.update(name)
            hasher.update(value)
        }
        return hasher.finalized()
    }
}

extension RowGrouping {
    fileprivate static var source: TableName { Row.input }
    fileprivate static var row: any InputRow.Type { Row.self }
}

extension InputRow {
    /// The columns that are read from the store: a projection's are those of the rows it is taken from.
    fileprivate static var decodedColumns: [Column] {
        (self as? any Projection.Type)?.baseColumns ?? declaredColumns
    }
}

extension Projection {
    fileprivate static var baseColumns: [Column] { Base.declaredColumns }
}

extension Processor {
    static var outputTable: TableDeclaration { Output.table }
    static var keyColumns: [String] { Key.declaredColumns.map(\.name) }
}
