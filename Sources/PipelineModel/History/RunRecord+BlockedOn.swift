import GameCalendar

extension RunRecord {
    /// The partitions as `blocked_on` lists them: `[{"table":"player_game_summary","date":"2023-11-01"}]`.
    public static func blockedOn(_ missing: [Partition]) -> String {
        "[" + missing.map { "{\"table\":\"\($0.table)\",\"date\":\"\($0.date)\"}" }.joined(separator: ",") + "]"
    }

    /// The partitions that `blocked_on` lists; none when the run was not blocked.
    ///
    /// Table names and dates need no escapes, so every second piece between quotes is a name or a value.
    public var awaited: [Partition] {
        let texts = (blockedOn ?? "").split(separator: "\"", omittingEmptySubsequences: false)
            .enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
        return stride(from: 0, to: texts.count - 3, by: 4).compactMap { start in
            guard texts[start] == "table", texts[start + 2] == "date", let date = GameDate(texts[start + 3]) else {
                return nil
            }
            return Partition(TableName(rawValue: String(texts[start + 1])), date)
        }
    }
}
