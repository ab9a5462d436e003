import Rehearsal

extension Bench {
    func measureReading() throws {
        let complete = workspace("complete")
        let questions: [(name: String, program: Program, command: [String], bound: Double?)] = [
            ("backfill with nothing to do", complete, ["backfill", "phase3"], 0.3),
            ("gaps", complete, ["gaps"], 0.3),
            ("plan for everything, nothing computed", workspace("imported"), ["plan"], 0.5),
            ("plan for everything, all computed", complete, ["plan", "--force"], 0.5),
            ("verify", complete, ["verify"], nil),
            ("verify --digests", complete, ["verify", "--digests"], nil),
            ("gate 2, every row read", complete, ["gate", "2"], nil),
        ]
        for (name, program, command, bound) in questions {
            add(try measure(name, command, bound: bound) { _ in try timed(program, command + ["--format", "json"]) })
        }
    }

    /// One date of each job, process start included; the slowest is what counts.
    func measureJobs() throws {
        let date = try middleDate()
        let program = try copy("complete", to: "jobs")
        let jobs = try prepare(program, ["processors", "--format", "csv"]).output.split(separator: "\n").dropFirst()
        var slowest: Measurement?
        for job in jobs.compactMap({ $0.split(separator: ",").first }) where !job.hasPrefix("predictions/") {
            let command = ["run", "\(job)", "--dates", date, "--force"]
            let measurement = try measure("one date of the slowest job, \(job)", command, bound: 0.5) { _ in
                try timed(program, command)
            }
            if measurement.median > slowest?.median ?? 0 { slowest = measurement }
        }
        if let slowest { add(slowest) }
    }

    /// A game date in the middle of the history.
    func middleDate() throws -> String {
        let dates = try prepare(
            workspace("imported"),
            ["query", "--format", "csv", "SELECT DISTINCT game_date FROM nbac_player_boxscore ORDER BY 1"]
        ).output.split(separator: "\n").dropFirst().filter {
            "\(options.history.first)"..."\(options.history.last)" ~= $0
        }
        guard let date = dates.dropFirst(dates.count / 2).first else { throw Unmeasured(description: "no game dates") }
        return String(date)
    }
}
