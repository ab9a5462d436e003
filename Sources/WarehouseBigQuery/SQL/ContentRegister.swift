internal import ContentDigest
internal import GameCalendar
internal import PipelineModel

/// Which content every partition has, written in the transaction that writes its rows.
///
/// The engine's tables are in another store, and two stores share no transaction: a process may end after the rows were
/// replaced and before their state was. So the rows' own store says whose rows they are. A state with another digest than
/// the register's describes rows that are not there any more, and is not believed.
///
/// Rows are only added, each with the next number of its partition, so that writers of different tables do not get in each
/// other's way; the greatest number counts. Two rows with one number were written by two at once and count as unknown.
struct ContentRegister: Sendable {
    /// One write of one partition.
    struct Entry: Hashable, Sendable {
        let partition: Partition
        /// Nil where the partition was deleted.
        let digest: Digest?
    }

    /// The dataset of what is neither data nor the engine's.
    static let dataset = "backcourt_store"
    /// The dataset of rows on their way.
    static let staging = "backcourt_staging"

    static let table = TableDeclaration(
        name: "partition_content", dataset: dataset,
        about: "Which content every partition has; the greatest number counts.",
        columns: [
            column("table_name", .text, "Table written."), column("game_date", .date, "Game date written."),
            column("number", .int, "How many times the partition was written."),
            column("digest", .text, "SHA-256 of the rows; empty for a partition that was deleted."),
        ], key: ["table_name", "game_date", "number"], partitionColumn: nil)

    private static func column(_ name: String, _ type: ColumnType, _ about: String) -> Column {
        Column(name: name, type: type, isNullable: false, unit: .none, about: about)
    }

    let sql: TableSQL

    init(_ address: BigQueryAddress) { sql = TableSQL(Self.table, address) }

    /// Adds `entries`, as part of a transaction.
    func insert(_ entries: [Entry]) -> String {
        // One text for all of them: names of tables, dates and digests hold neither bars nor blanks.
        let lines = entries.map { "\($0.partition.table)|\($0.partition.date)|\($0.digest?.hex ?? "")" }
        let given = TableSQL.literal(lines.joined(separator: " "))
        return """
            INSERT INTO \(sql.name) (table_name, game_date, number, digest)
            SELECT n.table_name, n.game_date, COALESCE(o.number, 0) + 1, n.digest
            FROM (SELECT SPLIT(line, '|')[OFFSET(0)] AS table_name, CAST(SPLIT(line, '|')[OFFSET(1)] AS DATE) AS game_date,
                SPLIT(line, '|')[OFFSET(2)] AS digest FROM UNNEST(SPLIT(\(given), ' ')) AS line) AS n
              LEFT JOIN (SELECT table_name, game_date, MAX(number) AS number FROM \(sql.name)
                GROUP BY table_name, game_date) AS o
              ON o.table_name = n.table_name AND o.game_date = n.game_date
            """
    }

    /// Name, date and digest of what every partition has; of one table's, on `dates`, when they are given.
    func newest(of table: TableName? = nil, on dates: [GameDate] = []) -> String {
        let named = table.map { " WHERE table_name = \(TableSQL.literal($0.rawValue))" } ?? ""
        let dated = dates.isEmpty ? "" : " AND game_date IN (\(TableSQL.list(dates)))"
        return """
            SELECT table_name, game_date, IF(COUNT(*) = 1, MAX(digest), '') AS digest
            FROM (SELECT table_name, game_date, digest,
                RANK() OVER (PARTITION BY table_name, game_date ORDER BY number DESC) AS place
              FROM \(sql.name)\(named)\(dated)) AS ranked
            WHERE place = 1 GROUP BY table_name, game_date
            """
    }

    /// Removes what does not count any more.
    var tidy: String {
        """
        DELETE FROM \(sql.name) AS r WHERE EXISTS (SELECT 1 FROM \(sql.name) AS n
          WHERE n.table_name = r.table_name AND n.game_date = r.game_date AND n.number > r.number)
        """
    }
}
