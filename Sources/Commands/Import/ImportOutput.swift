import PipelineModel
import RawImport

/// What an import did, as people and machines read it.
struct ImportOutput: CommandOutput {
    let summary: ImportSummary

    var json: JSONValue {
        [
            "import_id": .int(summary.importID),
            "files": .array(
                summary.files.map {
                    [
                        "file": .string($0.file), "table": .text($0.table), "outcome": .string($0.outcome.rawValue),
                        "code": .text($0.code), "message": .text($0.message), "rows": .int($0.rows),
                    ]
                }),
            "tables": list.objects,
            "issues": .object(
                summary.issues.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: .int($0.value)) }),
            "stale_partitions": .number(summary.stalePartitions),
            "duration_seconds": .double(summary.durationSeconds),
        ]
    }

    var list: ResultList {
        ResultList(
            columns: [
                "table", "rows_read", "rows_loaded", "rows_unchanged", "rows_quarantined", "duplicates_dropped",
                "partitions_replaced", "partitions_unchanged", "partitions_deleted",
            ],
            rows: summary.tables.sorted { $0.key < $1.key }.map { table, counts in
                [.text(table.rawValue)]
                    + [
                        counts.rowsRead, counts.rowsLoaded, counts.rowsUnchanged, counts.rowsQuarantined,
                        counts.duplicatesDropped, counts.partitionsReplaced, counts.partitionsUnchanged,
                        counts.partitionsDeleted,
                    ].map(Cell.int)
            })
    }

    var text: String {
        var text = TextTable(list).text
        if !summary.issues.isEmpty {
            let issues = summary.issues.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
            text += "Issues: \(issues.joined(separator: ", ")).\n"
        }
        let seconds = (summary.durationSeconds * 100).rounded() / 100
        let outcome = summary.isRefused ? "refused, nothing changed" : "done in \(seconds) s"
        text += "Import \(summary.importID): \(summary.files.count) files, \(outcome)"
        text +=
            (summary.stalePartitions ?? 0) > 0 ? ", \(summary.stalePartitions ?? 0) partitions are stale now.\n" : ".\n"
        return text
    }
}

extension WorkProgress {
    /// How far an import is; files differ in size, so the share is that of their bytes.
    init(_ progress: ImportProgress) {
        self.init(
            progress.ended, of: progress.files, "files", share: progress.share, latest: progress.finished.last?.file)
    }
}

extension FileReport {
    /// `shots_2023-24.csv nbac_shot_chart read 218701 rows`.
    var oneLine: String { "\(file) \(table?.rawValue ?? "-") \(outcome.rawValue) \(rows) rows" }
}
