import GameCalendar
import Rehearsal
import Testing

/// What can go wrong, staged; the names are those of Docs/recovery.md.
enum RecoveryScenario: String, CaseIterable, Sendable {
    case oneFailure = "one-failure"
    case rawMissing = "raw-missing"
    case lookbackGap = "lookback-gap"
    case oneCause = "one-cause"
    case resources
    case partialDate = "partial-date"
    case killed
    case killedRollback = "killed-rollback"
    case lateCorrection = "late-correction"
    case contaminated
    case changedFormula = "changed-formula"
    case editedByHand = "edited-by-hand"
    case diskFull = "disk-full"
    case diskFails = "disk-fails"

    private static let day = GameDate.november(3)
    private static let boxScores = ["team_boxscores", "player_boxscores", "shots"]

    /// The league as it is when everything is healed.
    var league: TinyLeague {
        var league = TinyLeague(dates: self == .lookbackGap ? 5 : 12, from: .november(1))
        if self == .lateCorrection { league.extraAssists[Self.day] = 1 }
        return league
    }

    /// Makes it go wrong.
    func stage() async throws -> Scene {
        switch self {
        case .oneFailure: try await collectedWithoutOvertimes([Self.day])
        case .oneCause: try await collectedWithoutOvertimes(Set(league.dates))
        case .rawMissing: try await collectedWithoutBoxScores()
        case .lookbackGap: try await aheadOfItsWindow()
        case .resources: try await killed(at: "afterCommit:1")
        case .killed: try await killed(at: "beforeCommit:1")
        case .killedRollback: try await killedRollback()
        case .partialDate:
            try await edited("DELETE FROM player_game_summary WHERE game_date = '2023-11-03' AND player_id = 1000")
        case .lateCorrection: try await corrected()
        case .contaminated: try await contaminated()
        case .changedFormula:
            try await edited(
                """
                UPDATE partition_state SET processor_version = '0', input_digest = digest
                WHERE table_name = 'player_game_summary'
                """)
        case .editedByHand:
            try await edited(
                """
                DELETE FROM player_daily_cache WHERE game_date = '2023-11-04';
                UPDATE player_game_summary SET points = points + 1 WHERE game_date = '2023-11-03' AND player_id = 1000;
                UPDATE nbac_shot_chart SET shot_type = 5 - shot_type WHERE game_date = '2023-11-02';
                """)
        case .diskFull: try await outOfSpace()
        case .diskFails: try await failingDisk()
        }
    }

    private func collectedWithoutOvertimes(_ dates: Set<GameDate>) async throws -> Scene {
        var poor = league
        poor.datesWithoutOvertimes = dates
        let scene = try await Scene(poor)
        try await scene.run("backfill phase3").expect(1)
        try scene.write(league, to: "corrected", only: ["schedule"])
        return scene
    }

    private func collectedWithoutBoxScores() async throws -> Scene {
        var poor = league
        poor.datesWithoutBoxScores = [Self.day]
        let scene = try await Scene(poor)
        try await scene.run("backfill phase3").expect(1)
        try scene.write(league, to: "late", only: Self.boxScores)
        return scene
    }

    private func aheadOfItsWindow() async throws -> Scene {
        let scene = try await Scene(league)
        try await scene.run("backfill phase3 --dates 2023-11-05").expect(1)
        return scene
    }

    private func killed(at fault: String) async throws -> Scene {
        let scene = try await Scene(league)
        let finished = try scene.program().run(["backfill"], fault: fault)
        #expect(finished.outcome.ending == .killed(signal: 9), "\(finished.errors)")
        return scene
    }

    private func killedRollback() async throws -> Scene {
        let scene = try await Scene(league)
        try await scene.run("backfill").expect(0)
        let rollback = ["rollback", "--start-date", "2023-11-03", "--end-date", "2023-11-05", "--yes"]
        let finished = try scene.program().run(rollback, fault: "afterCommit:1")
        #expect(finished.outcome.ending == .killed(signal: 9), "\(finished.errors)")
        return scene
    }

    private func corrected() async throws -> Scene {
        var before = league
        before.extraAssists = [:]
        let scene = try await Scene(before)
        try await scene.run("backfill").expect(0)
        try scene.write(league, to: "corrected", only: Self.boxScores)
        return scene
    }

    private func edited(_ sql: String) async throws -> Scene {
        let scene = try await Scene(league)
        try await scene.run("backfill").expect(0)
        try scene.editStore(sql)
        return scene
    }

    // A value is changed in the store, and a table that reads it is computed from it.
    private func contaminated() async throws -> Scene {
        let scene = try await edited("UPDATE player_game_summary SET points = 0 WHERE game_date = '2023-11-03'")
        try await scene.run("backfill --only upcoming_player_game_context --force").expect(0)
        return scene
    }

    // The system refuses every byte beyond a small file.
    private func outOfSpace() async throws -> Scene {
        let scene = try await Scene(league)
        let finished = try scene.program().run(["backfill", "phase3"], fileSize: 128 << 10)
        #expect(finished.status == 5, "\(finished.errors)")
        #expect(finished.errors.contains("no space"), "\(finished.errors)")
        return scene
    }

    // From some write on.
    private func failingDisk() async throws -> Scene {
        let scene = try await Scene(league)
        let finished = try scene.program().run(["backfill"], fault: "storeWrite:500...:ioError")
        #expect(finished.status == 5, "\(finished.errors)")
        #expect(finished.errors.contains("check it or free some and run the command again"), "\(finished.errors)")
        return scene
    }
}
