/// What a column holds.
public enum ColumnType: String, Hashable, Sendable {
    /// 64-bit signed integer.
    case int
    /// IEEE-754 double, finite, never −0.
    case double = "dbl"
    case bool
    /// UTF-8 text.
    case text
    /// A day, without time zone.
    case date
    /// An instant in UTC with microseconds.
    case timestamp = "ts"
}

/// The unit a number is measured in; part of the data dictionary.
public enum ColumnUnit: String, Hashable, Sendable {
    case none = ""
    case count, points, seconds, minutes, days, hours, miles, percent, share, games
    case per100 = "per 100 possessions"
    case per48 = "per 48 minutes"
    case perGame = "per game"
    case percentagePoints = "percentage points"
    case degrees
    case tenthsOfFoot = "tenths of a foot"
    case feet
}

/// One column of a table.
public struct Column: Hashable, Sendable {
    /// Name in the store, in files and in JSON.
    public let name: String
    /// What it holds.
    public let type: ColumnType
    /// Whether NULL is allowed.
    public let isNullable: Bool
    /// What its numbers count.
    public let unit: ColumnUnit
    /// One sentence for the data dictionary.
    public let about: String
    /// False for a provenance column, which says where a row came from and is no part of its content.
    public let isDigested: Bool

    /// A column.
    public init(
        name: String, type: ColumnType, isNullable: Bool, unit: ColumnUnit, about: String, isDigested: Bool = true
    ) {
        self.isDigested = isDigested
        self.name = name
        self.type = type
        self.isNullable = isNullable
        self.unit = unit
        self.about = about
    }
}

/// The columns of a table that learned models read.
public struct FeatureColumns: Hashable, Sendable {
    /// Their names, in the models' order.
    public let names: [String]
    /// Those that may hold one single value over a whole scope; of any other that is a sign that something stands still.
    public let mayBeConstant: Set<String>

    /// Features with these names.
    public init(_ names: [String], mayBeConstant: Set<String> = []) {
        (self.names, self.mayBeConstant) = (names, mayBeConstant)
    }
}

/// The rows of a table that hold a value in one column, under a name of their own.
public struct TableView: Hashable, Sendable {
    /// Unique among tables and views.
    public let name: String
    /// The column that holds a value.
    public let filled: String

    /// A view of the rows with a value in the column `filled`.
    public init(_ name: String, ofRowsWith filled: String) {
        (self.name, self.filled) = (name, filled)
    }
}

/// Everything Backcourt knows about a table's shape, declared once.
///
/// DDL, reading, writing, row digests, CSV and JSON output, `schema` and the data dictionary all read this value.
public struct TableDeclaration: Hashable, Sendable {
    /// Unique over all datasets.
    public let name: TableName
    /// A schema in PostgreSQL, a dataset in BigQuery, nothing in SQLite.
    public let dataset: String
    /// One sentence for the data dictionary.
    public let about: String
    /// The columns in stored and digested order.
    public let columns: [Column]
    /// Names of the key columns, in key order.
    public let key: [String]
    /// The date column that cuts the table into partitions; nil for tables with a single partition.
    public let partitionColumn: String?
    /// Columns that must hold a value in every row of a complete partition.
    public let criticalColumns: [String]
    /// What learned models read of it; nil for tables they do not read.
    public let features: FeatureColumns?
    /// Names under which parts of it can be queried.
    public let views: [TableView]
    /// Positions of the key columns in `columns`.
    public let keyPositions: [Int]

    /// A table with these columns.
    ///
    /// - Precondition: every name in `key` and `partitionColumn` is a column.
    public init(
        name: TableName, dataset: String, about: String, columns: [Column], key: [String],
        partitionColumn: String?, criticalColumns: [String] = [], features: FeatureColumns? = nil,
        views: [TableView] = []
    ) {
        self.views = views
        self.name = name
        self.dataset = dataset
        self.about = about
        self.columns = columns
        self.key = key
        self.partitionColumn = partitionColumn
        self.criticalColumns = criticalColumns
        self.features = features
        keyPositions = key.compactMap { name in columns.firstIndex { $0.name == name } }
        precondition(keyPositions.count == key.count, "\(name): a key column is not declared")
    }

    /// A declaration read off a row type's own column list.
    public init<Row: ColumnCoded>(
        _ row: Row.Type, name: TableName, dataset: String, about: String, key: [String],
        partitionColumn: String? = "game_date", criticalColumns: [String] = [], features: FeatureColumns? = nil,
        views: [TableView] = []
    ) {
        self.init(
            name: name, dataset: dataset, about: about, columns: Row.declaredColumns, key: key,
            partitionColumn: partitionColumn, criticalColumns: criticalColumns, features: features, views: views)
    }

    /// Position of the column called `name`, nil when there is none.
    public func position(of name: String) -> Int? {
        columns.firstIndex { $0.name == name }
    }
}
