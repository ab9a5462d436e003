import Rehearsal

extension Bench {
    private static let fewSeasons = 3
    private static let manySeasons = 20
    // A backfill of twenty seasons takes most of a minute.
    private static let runs = 3

    /// Made-up leagues: what a date costs must not depend on how many there are.
    func measureSeasons() throws {
        var few = Measurement("phases 3 and 4 of 3 made-up seasons", "backcourt backfill phase3; … phase4", bound: nil)
        var many = Measurement(
            "phases 3 and 4 of 20 made-up seasons", "backcourt backfill phase3; … phase4", bound: nil)
        many.memoryBound = 800 << 20
        let dates = (few: try league(Self.fewSeasons), many: try league(Self.manySeasons))
        for _ in 0..<min(options.runs, Self.runs) {
            few.add(try backfill(Self.fewSeasons))
            many.add(try backfill(Self.manySeasons))
        }
        add(few)
        add(many)
        let perDate = (few: few.median / Double(dates.few), many: many.median / Double(dates.many))
        add(Finding("time per date, 20 seasons over 3", perDate.many / perDate.few, "×", atMost: 1.3))
        for command in [["gaps"], ["plan", "--force"]] {
            add(
                try measure("\(command[0]) of 20 seasons × 10 tables", command, bound: 1) { _ in
                    try timed(workspace("computed-\(Self.manySeasons)"), command + ["--format", "json"])
                })
        }
    }

    /// Makes up a league and imports it.
    ///
    /// - Returns: its game dates.
    private func league(_ seasons: Int) throws -> Int {
        let program = workspace("league-\(seasons)")
        try prepare(program, ["init"])
        try prepare(program, ["simulate", "--seasons", "\(seasons)", "--import"])
        let output = try prepare(
            program, ["query", "--format", "csv", "SELECT count(DISTINCT game_date) FROM nbac_player_boxscore"]
        ).output
        guard let dates = output.split(separator: "\n").last.flatMap({ Int($0) }) else {
            throw Unmeasured(description: "the made-up league has no dates: \(output)")
        }
        return dates
    }

    private func backfill(_ seasons: Int) throws -> [ChildProcess.Outcome] {
        let program = try copy("league-\(seasons)", to: "computed-\(seasons)")
        return try Self.phases.map { try timed(program, $0) }
    }
}
