internal import PipelineModel

extension RecordWrite {
    /// The same rows, those of one table in one write: one statement instead of hundreds.
    static func together(
        _ writes: [RecordWrite]
    ) -> [(table: TableDeclaration, content: PartitionContent)] {
        var places: [TableName: Int] = [:]
        var groups: [(table: TableDeclaration, bytes: [UInt8], offsets: [Int])] = []
        for write in writes {
            let place = places[write.table.name] ?? groups.count
            if place == groups.count {
                places[write.table.name] = place
                groups.append((write.table, [], [0]))
            }
            let start = groups[place].bytes.count
            groups[place].bytes += write.content.bytes
            groups[place].offsets += write.content.offsets.dropFirst().map { $0 + start }
        }
        return groups.map { group in
            (
                group.table,
                PartitionContent(columns: group.table.columns, bytes: group.bytes, offsets: group.offsets)
            )
        }
    }
}
