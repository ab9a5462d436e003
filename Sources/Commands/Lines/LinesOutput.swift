import PipelineModel

/// The lines to use, as people and machines read them.
struct LinesOutput: CommandOutput {
    let lines: [PlayerLineChoice]
    /// Display names by player id.
    let names: [Int: String]

    var list: ResultList {
        ResultList(
            columns: ["game_id", "player_id", "market", "line", "bookmakers"],
            rows: lines.map {
                [.text($0.gameID), .int($0.playerID), .text($0.market), .double($0.line), .int($0.bookmakers)]
            })
    }

    var json: JSONValue { ["lines": list.objects] }

    var text: String {
        var named = list
        named.columns.insert("player", at: 2)
        for index in lines.indices { named.rows[index].insert(Cell(names[lines[index].playerID]), at: 2) }
        return TextTable(named).text
    }
}
