import Synchronization

/// A value with one column list.
///
/// The list is written once, in ``columns(_:)``, and serves declaration, encoding and decoding.
public protocol ColumnCoded: Sendable {
    /// A blank value, to be filled by decoding.
    init()
    /// Names every column to `cursor`, in stored order, always the same ones.
    mutating func columns(_ cursor: inout ColumnCursor)
}

extension ColumnCoded {
    /// The columns in stored order; walked once per type.
    public static var declaredColumns: [Column] {
        declarations.value(for: self) {
            var cursor = ColumnCursor.declaring()
            var blank = Self()
            blank.columns(&cursor)
            return cursor.declared
        }
    }
}

/// Something worked out once per row type and asked for again and again.
private final class PerType<Value: Sendable>: Sendable {
    private let values = Mutex<[ObjectIdentifier: Value]>([:])

    func value<Row: ColumnCoded>(for row: Row.Type, _ make: () -> Value) -> Value {
        if let value = values.withLock({ $0[ObjectIdentifier(row)] }) { return value }
        let value = make()
        values.withLock { $0[ObjectIdentifier(row)] = value }
        return value
    }
}

private let declarations = PerType<[Column]>()
private let narrowings = PerType<StoredColumns>()

/// A row type that can be loaded as an input.
public protocol InputRow: ColumnCoded {
    /// The table or projection whose digest stands for these rows in lineage.
    static var input: TableName { get }
    /// Which stored columns the rows are read from.
    static var stored: StoredColumns { get }
    /// The rows held by `content`, in key order.
    static func rows(from content: PartitionContent) -> [Self]
}

/// Columns of one table, in declared order.
public struct StoredColumns: Hashable, Sendable {
    /// The table they are stored in.
    public let table: TableDeclaration
    /// The columns wanted, a subsequence of the table's.
    public let columns: [Column]

    /// All columns of `table`.
    public init(_ table: TableDeclaration) {
        self.table = table
        columns = table.columns
    }

    /// The columns of `table` that `narrow` names, in the table's order.
    public init(_ table: TableDeclaration, _ narrow: [Column]) {
        self.table = table
        let names = Set(narrow.map(\.name))
        columns = table.columns.filter { names.contains($0.name) }
    }
}

/// A full row of a table.
///
/// To add a table: declare the properties with blank values, name each once in `columns(_:)`, and give `table`.
public protocol WarehouseRow: InputRow {
    /// The table's one declaration. Store it in a `static let`.
    static var table: TableDeclaration { get }
}

extension WarehouseRow {
    /// The table's own name.
    public static var input: TableName { table.name }
    /// All columns.
    public static var stored: StoredColumns { StoredColumns(table) }
    /// Decodes every row.
    @inlinable
    public static func rows(from content: PartitionContent) -> [Self] { content.decoded() }
}

/// Some columns of a table, for processors that need few of many.
///
/// Names columns in the table's order, with the table's types. Lineage is the whole table's digest.
public protocol NarrowRow: InputRow {
    /// The full row.
    associatedtype Whole: WarehouseRow
}

extension NarrowRow {
    /// The whole table's name.
    public static var input: TableName { Whole.table.name }
    /// Only the named columns.
    public static var stored: StoredColumns {
        narrowings.value(for: self) { StoredColumns(Whole.table, declaredColumns) }
    }
    /// Decodes every row.
    @inlinable
    public static func rows(from content: PartitionContent) -> [Self] { content.decoded() }
}

/// Part of a table with a digest of its own, so that a change elsewhere in the table makes nothing stale.
///
/// Its digest is stored in partition_state, under its own name, in the transaction that writes the table.
public protocol Projection: InputRow {
    /// The rows it is taken from.
    associatedtype Base: InputRow
    /// Name, columns and key; never a table in the store.
    static var table: TableDeclaration { get }
    /// The part of `row` that counts; nil when the row takes no part.
    static func project(_ row: Base) -> Self?
}

extension Projection {
    /// The projection's own name.
    public static var input: TableName { table.name }
    /// What the base is read from.
    public static var stored: StoredColumns { Base.stored }
    /// Projects every row of the base, in the base's order.
    @inlinable
    public static func rows(from content: PartitionContent) -> [Self] {
        Base.rows(from: content).compactMap(project)
    }

    /// The projection of a base partition, in key order.
    ///
    /// - Throws: ``ContentError`` when two rows have one key.
    public static func content(of base: PartitionContent) throws(ContentError) -> PartitionContent {
        try PartitionContent(rows(from: base), table: table)
    }
}

extension WarehouseRow {
    /// The rows of `content`, as a store has read them.
    ///
    /// A text that is no spelling of its type decodes as a default: what encodes differently was not understood.
    ///
    /// - Throws: ``WarehouseError`` corrupt for such a row, named by its key.
    public static func understood(_ content: PartitionContent) throws(WarehouseError) -> [Self] {
        let rows = rows(from: content)
        let encoded: PartitionContent
        do {
            encoded = try PartitionContent(unordered: rows, columns: table.columns)
        } catch {
            throw WarehouseError(.corrupt, "\(table.name): \(error); the store was changed by hand")
        }
        for row in 0..<content.rowCount where content.rowBytes(row) != encoded.rowBytes(row) {
            let key = content.cells(row: row)
            let name = table.keyPositions.map { key[$0].description }.joined(separator: " ")
            throw WarehouseError(
                .corrupt, "\(table.name) \(name): a value is not one the column knows; the store was changed by hand")
        }
        return rows
    }
}
