import ContentDigest
import PipelineModel

/// What differs in a partition.
struct DiffOutput: CommandOutput {
    let partition: Partition
    let against: String
    /// Digest of the other side, nil when there is no partition.
    let before: Digest?
    let after: Digest?
    /// Rows that differ; empty when only digests can be compared.
    let rows: [ContentDifference.Row]
    /// What is to be said beside the rows.
    let note: String?

    var isEqual: Bool { before == after }

    var json: JSONValue {
        [
            "table": .text(partition.table), "date": .text(partition.date), "against": .string(against),
            "equal": .bool(isEqual), "before_digest": .text(before), "after_digest": .text(after),
            "note": .text(note), "changes": list.objects,
        ]
    }

    /// One row for each changed column, and for each row that is new or gone.
    var list: ResultList {
        ResultList(
            columns: ["key", "kind", "column", "before", "after"],
            rows: rows.flatMap { row -> [[Cell]] in
                let head: [Cell] = [.text(row.key), .text(row.kind.rawValue)]
                guard !row.changes.isEmpty else { return [head + [.null, .null, .null]] }
                return row.changes.map { head + [.text($0.column), $0.before, $0.after] }
            })
    }

    var text: String {
        var text = note.map { $0 + "\n" } ?? ""
        if !rows.isEmpty { text += TextTable(list).text }
        guard isEqual else {
            let count = rows.isEmpty ? "The digests differ" : "\(rows.count) rows differ"
            return text + "\(partition): \(count) (\(short(before)) before, \(short(after)) after).\n"
        }
        return text + "\(partition): no difference.\n"
    }

    private func short(_ digest: Digest?) -> String { digest.map { String($0.hex.prefix(16)) } ?? "no partition" }
}
