internal import GameCalendar
internal import PipelineModel

/// A value beside a statement.
struct QueryParameter: Sendable {
    let name: String
    let type: String
    let value: String

    /// The parameter `name` with a value that is not NULL.
    init(_ name: String, _ cell: Cell) {
        self.name = name
        switch cell {
        case .int: type = ColumnType.int.serverType
        case .double: type = ColumnType.double.serverType
        case .bool: type = ColumnType.bool.serverType
        case .text, .null: type = ColumnType.text.serverType
        case .date: type = ColumnType.date.serverType
        case .timestamp: type = ColumnType.timestamp.serverType
        }
        value = cell.description
    }

    var json: JSONText {
        [
            "name": .text(name), "parameterType": ["type": .text(type)], "parameterValue": ["value": .text(value)],
        ]
    }
}

/// A statement with its parameters, each called `p0`, `p1`, ….
struct Statement: Sendable {
    var sql = ""
    private(set) var parameters: [QueryParameter] = []

    init(_ sql: String = "") { self.sql = sql }

    /// Adds a value.
    ///
    /// - Returns: what stands for it in the statement.
    mutating func mark(_ cell: Cell) -> String {
        let name = "p\(parameters.count)"
        parameters.append(QueryParameter(name, cell))
        return "@\(name)"
    }

    var json: [(name: String, value: JSONText)] {
        var members: [(name: String, value: JSONText)] = [("query", .text(sql)), ("useLegacySql", false)]
        if !parameters.isEmpty {
            members.append(("parameterMode", "NAMED"))
            members.append(("queryParameters", .list(parameters.map(\.json))))
        }
        return members
    }
}

extension ColumnType {
    /// The server's type.
    var serverType: String {
        switch self {
        case .int: "INT64"
        case .double: "FLOAT64"
        case .bool: "BOOL"
        case .text: "STRING"
        case .date: "DATE"
        case .timestamp: "TIMESTAMP"
        }
    }

    /// The type that the server calls so, under whichever of its names.
    init?(serverType: String) {
        switch serverType {
        case "INT64", "INTEGER": self = .int
        case "FLOAT64", "FLOAT": self = .double
        case "BOOL", "BOOLEAN": self = .bool
        case "STRING": self = .text
        case "DATE": self = .date
        case "TIMESTAMP": self = .timestamp
        default: return nil
        }
    }
}
