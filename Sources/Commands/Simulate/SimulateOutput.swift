import LeagueSimulator
import PipelineModel

/// A made-up league, as people and machines read it.
struct SimulateOutput: CommandOutput {
    /// The folder.
    let out: String
    /// How many files are in it.
    let files: Int
    let tally: LeagueTally

    var json: JSONValue {
        [
            "out": .string(out), "files": .int(files), "games": .int(tally.games), "players": .int(tally.players),
            "dates": .int(tally.dates), "defects": list.objects,
        ]
    }

    var list: ResultList {
        ResultList(
            columns: ["kind", "table", "date", "game_id", "detail"],
            rows: tally.defects.map { defect in
                [
                    .text(defect.kind.rawValue), .text(defect.table.rawValue), .date(defect.date), Cell(defect.gameID),
                    .text(defect.detail),
                ]
            })
    }

    var text: String {
        let counts = "\(tally.games) games on \(tally.dates) dates, \(tally.players) players"
        return (tally.defects.isEmpty ? "" : TextTable(list).text) + "\(files) files in \(out): \(counts).\n"
    }
}
