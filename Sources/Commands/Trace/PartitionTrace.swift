import ContentDigest
import GameCalendar
import PipelineEngine
import PipelineModel

/// Compares what a partition was computed from with what is stored now.
struct PartitionTrace {
    private let session: Session

    init(_ session: Session) {
        self.session = session
    }

    /// The lineage of `table` on `date`.
    func output(of table: TableName, on date: GameDate) async throws -> PartitionTraceOutput {
        let catalog = session.catalog
        var ledger = try await session.ledger()
        guard let entry = catalog.position(of: table) else { throw CommandFailure.usage("there is no table \(table)") }
        let date = catalog.entries[entry].calendar == .single ? .reference : date
        let recorded = try await session.store.records(
            PartitionInput.self,
            matching: .column("table_name", is: .text(table.rawValue)).and("game_date", is: .date(date)))
        let state = ledger.state(entry, on: date)
        var output = PartitionTraceOutput(
            partition: Partition(table, date), digest: state?.digest, status: ledger.status(entry, on: date),
            consumers: catalog.consumers(of: table).map { catalog.entries[$0.entry].name })
        output.inputs = ledger.trace(output.partition, recorded: recorded)
        return output
    }
}

/// What a partition was computed from.
struct PartitionTraceOutput: CommandOutput {
    let partition: Partition
    let digest: Digest?
    let status: PartitionStatus
    let consumers: [TableName]
    var inputs: [TracedInput] = []

    var json: JSONValue {
        [
            "table": .text(partition.table), "date": .text(partition.date), "digest": .text(digest),
            "state": .string(status.rawValue), "inputs": list.objects,
            "consumers": .array(consumers.map { .text($0) }),
        ]
    }

    /// One row for each input; its date is the last one of the window.
    var list: ResultList {
        ResultList(
            columns: ["table", "date", "recorded_digest", "current_digest", "changed"],
            rows: inputs.map {
                [
                    .text($0.table.rawValue), Cell($0.last), Cell($0.recorded), .text($0.current.hex),
                    .bool($0.isChanged),
                ]
            })
    }

    var text: String {
        let lines = inputs.map { input in
            let window = input.first.map { first in "\(first)…\(input.last ?? first)" } ?? "nothing"
            let changed = input.changedDates.prefix(5).map(\.description).joined(separator: ", ")
            let more = input.changedDates.count > 5 ? " and \(input.changedDates.count - 5) more" : ""
            let verdict =
                input.recorded == nil
                ? "not read yet"
                : input.isChanged ? "changed\(changed.isEmpty ? "" : ": \(changed)\(more)")" : "as recorded"
            return "  \(input.table), \(input.lookback) (\(window)): \(verdict)\n"
        }
        let readers = consumers.isEmpty ? "nothing" : consumers.map(\.rawValue).joined(separator: ", ")
        return "\(partition): \(status.rawValue), digest \(digest.map { String($0.hex.prefix(16)) } ?? "none")\n"
            + lines.joined() + "read by \(readers)\n"
    }
}
