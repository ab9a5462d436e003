import GameCalendar
import PipelineEngine
import PipelineModel

/// Partitions that wait for others, as people and machines read them.
struct WaitingList {
    // Partitions shown to people; JSON has all.
    private static let shown = 10

    /// Who waits, and for what.
    let entries: [(partition: Partition, missing: [Partition])]

    /// A line for each of the first, and how many more there are.
    var text: String {
        let lines = entries.prefix(Self.shown).map { entry in
            Wrapping.filled(
                "\(entry.partition) waits for \(Exclusion.missingUpstream(entry.missing).detail)", after: "  ",
                indent: "    ")
        }
        let more = entries.count - lines.count
        return lines.joined() + (more > 0 ? "  and \(more) more\n" : "")
    }

    var json: JSONValue {
        .array(
            entries.map { entry in
                [
                    "table": .text(entry.partition.table), "date": .text(entry.partition.date),
                    "missing": Self.json(entry.missing),
                ]
            })
    }

    /// Tables and dates.
    static func json(_ partitions: [Partition]) -> JSONValue {
        .array(partitions.map { ["table": .text($0.table), "date": .text($0.date)] })
    }
}
