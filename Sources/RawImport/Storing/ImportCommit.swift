import GameCalendar
import PipelineModel

extension PreparedTable {
    /// Everything the table's transaction writes.
    ///
    /// - Parameters:
    ///   - stored: what the store held before.
    ///   - record: the import's own row, as it stands.
    func changes(
        from stored: StoredImports, record: ImportRecord, at instant: Timestamp
    ) throws(WarehouseError) -> ChangeSet {
        var changes = ChangeSet(at: instant)
        changes.partitions = writes
        for date in deletions {
            changes.deletions.append((table: table.declaration, date: date, projections: projectionNames))
        }
        try changes.upsert([record])
        try changes.upsert(runs)
        try changes.upsert(feeds)
        try changes.upsert(quarantined)
        for (file, dates) in endedFeeds.sorted(by: { $0.key < $1.key }) where !dates.isEmpty {
            changes.remove(
                ImportFilePartition.self,
                matching: .column("file", is: .text(file)).and("table_name", is: .text(table.name.rawValue))
                    .and(.isIn("game_date", dates.map { .date($0) })))
        }
        try replaceIssues(in: &changes, stored: stored, importID: record.importID)
        return changes
    }

    // A store applies removals after insertions, so only keys that are not inserted may be removed.
    private func replaceIssues(
        in changes: inout ChangeSet, stored: StoredImports, importID: Int
    ) throws(WarehouseError) {
        var outdated: [TableName: [GameDate]] = [:]
        for (partition, found) in issues {
            guard let known = stored.issues[partition] else { continue }
            outdated[partition.table, default: []].append(partition.date)
            let keys = Set(found.map(\.key))
            for issue in known where issue.importID == importID && !keys.contains(issue.key) {
                changes.remove(ImportIssue.self, matching: issue.filter)
            }
        }
        for (name, dates) in outdated.sorted(by: { $0.key < $1.key }) {
            changes.remove(
                ImportIssue.self,
                matching: .column("table_name", is: .text(name.rawValue))
                    .and(.isIn("game_date", dates.sorted().map { .date($0) }))
                    .and(.atMost("import_id", .int(importID - 1))))
        }
        let found = issues.sorted { $0.key < $1.key }.flatMap(\.value)
        try changes.upsert(found)
    }
}

extension ImportIssue {
    fileprivate var key: [String] { [tableName.rawValue, gameID, code, teamAbbr] }

    /// This very issue.
    fileprivate var filter: RecordFilter {
        .column("import_id", is: .int(importID)).and("table_name", is: .text(tableName.rawValue))
            .and("game_id", is: .text(gameID)).and("code", is: .text(code)).and("team_abbr", is: .text(teamAbbr))
    }
}
