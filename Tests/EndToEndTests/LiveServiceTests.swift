import Foundation
import GameCalendar
import Rehearsal
import Testing

/// The service as a process: files arrive, it computes, it is killed and goes on, nothing is lost or doubled.
struct LiveServiceTests {
    private static let first = GameDate.november(1)

    private func league(unplayedFrom date: GameDate?) -> TinyLeague {
        var league = TinyLeague(dates: 10, from: Self.first)
        league.unplayedFrom = date
        return league
    }

    private var dates: [GameDate] { league(unplayedFrom: nil).dates }

    /// The first six dates are played and computed; the league goes on from there.
    private func scene() async throws -> Scene {
        let scene = try await Scene(league(unplayedFrom: dates[6]))
        try await scene.run("backfill --quiet").expect(0)
        return scene
    }

    private func count(_ table: String, _ date: GameDate, _ scene: Scene) throws -> Int {
        try scene.number("SELECT count(*) FROM \(table) WHERE game_date = '\(date)'")
    }

    private func isSettled(_ scene: Scene) throws -> Bool {
        try scene.number("SELECT count(*) FROM outbox WHERE published_at IS NULL") == 0
    }

    @Test func `dates arrive one by one and end in graded predictions without anybody's help`() async throws {
        let scene = try await scene()
        let service = try LiveProgram(scene.program(), errors: scene.path("err"))
        #expect(
            try await eventually { try count("player_prop_predictions", dates[6], scene) > 0 }, "\(service.messages)")
        for (number, date) in dates.enumerated().dropFirst(6) {
            let next = number + 1 < dates.count ? dates[number + 1] : nil
            try service.deliver(league(unplayedFrom: next).files)
            #expect(
                try await eventually { try count("prediction_grades", date, scene) > 0 }, "\(date) \(service.messages)")
            if let next {
                let isThere = try await eventually { try count("player_prop_predictions", next, scene) > 0 }
                #expect(isThere, "\(next) \(service.messages)")
            }
        }
        #expect(try await eventually { try isSettled(scene) })
        #expect(service.stop()?.ending == .exited(0), "\(service.messages)")
        try await scene.run("gaps").expect(0)
        try await scene.run("verify --digests").expect(0)

        let backfilled = try await Scene(league(unplayedFrom: nil))
        try await backfilled.run("backfill --quiet").expect(0)
        let (lived, expected) = (try scene.digests(), try backfilled.digests())
        let published = ["player_prop_predictions", "prediction_grades"]
        for (partition, digest) in expected where !published.contains(where: partition.hasPrefix) {
            #expect(lived[partition] == digest, "\(partition)")
        }
        let frozen = try scene.number("SELECT count(frozen_at) FROM partition_state")
        #expect(frozen == 4)
        try await scene.run("gate all").expect(0)
    }

    @Test(arguments: ["afterLease:2", "beforeCommit:4", "afterCommit:9", "betweenImportTables:2"])
    func `killed in the middle, the next start goes on`(_ fault: String) async throws {
        let scene = try await scene()
        let killed = try LiveProgram(scene.program(), errors: scene.path("err"), fault: fault)
        let day = league(unplayedFrom: dates[7])
        try killed.deliver(day.files)
        let outcome = killed.child.wait(atMost: 60)
        if outcome?.ending != .killed(signal: SIGKILL) { _ = killed.stop() }
        let service = try LiveProgram(scene.program(), errors: scene.path("err"))
        #expect(try await eventually { try count("prediction_grades", dates[6], scene) > 0 }, "\(service.messages)")
        #expect(try await eventually { try count("player_prop_predictions", dates[7], scene) > 0 })
        #expect(try await eventually { try isSettled(scene) })
        #expect(service.stop()?.ending == .exited(0), "\(service.messages)")
        try await scene.run("verify --digests").expect(0)
        try await scene.run("gaps").expect(0)
        #expect(try scene.number("SELECT count(*) FROM lease") == 0)
    }

    @Test func `events over HTTP are stored once, whatever is sent twice`() async throws {
        let scene = try await scene()
        let service = try LiveProgram(scene.program(), errors: scene.path("err"))
        let sender = try service.sender()
        func event(_ number: Int) -> String {
            """
            {"topic": "nba-phase3-complete", "analysis_date": "\(Self.first)", "message_id": "m\(number)",
             "processor_name": "player_game_summary", "status": "success", "correlation_id": "test"}
            """
        }
        for number in 0..<200 { #expect(try sender.post(event(number)).status == 202) }
        for number in 0..<20 {
            let answer = try sender.post(event(number))
            #expect(answer.status == 200 && answer.body.contains(#""repeat":true"#))
        }
        let other = event(7).replacing("nba-phase3-complete", with: "nba-phase2-complete")
        #expect(try sender.post(other).status == 422)
        #expect(try sender.post("{").status == 400)
        #expect(try sender.post(#"{"topic":"phase9","game_date":"2023-11-01"}"#).status == 422)
        #expect(try HTTPClient(port: service.port, token: nil).post(event(1)).status == 401)
        #expect(try HTTPClient(port: service.port, token: "guess").post(event(1)).status == 403)
        #expect(try sender.get("/healthz").status == 200)
        #expect(try sender.get("/readyz").status == 200)
        #expect(try await eventually { try isSettled(scene) })
        #expect(try scene.number("SELECT count(*) FROM outbox WHERE outbox_id LIKE 'm%'") == 200)
        #expect(try scene.number("SELECT count(*) FROM inbox WHERE message_id LIKE 'm%'") == 200)
        let second = try scene.program().run(["serve", "--live", "--port", "0"])
        #expect(second.status == 3 && second.errors.contains("another process publishes"), "\(second.errors)")
        let taken = try scene.program().run(["publish", "phase3-trigger", "--analysis-date", "\(Self.first)"])
        #expect(taken.status == 0 && taken.output.contains("running service"), "\(taken.output)")
        #expect(service.stop()?.ending == .exited(0), "\(service.messages)")
    }

    @Test func `what cannot be used is set aside with its reason, what is unfinished is left`() async throws {
        let scene = try await scene()
        let inbox = "\(scene.workspace)/inbox"
        try FileManager.default.createDirectory(atPath: inbox, withIntermediateDirectories: true)
        try Data("half".utf8).write(to: URL(fileURLWithPath: "\(inbox)/schedule_x.csv.part"))
        let service = try LiveProgram(scene.program(), errors: scene.path("err"))
        try service.deliver(["notes.txt": "hello", "team_boxscores_broken.csv": "a,b\n1,2\n"])
        func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: "\(inbox)/\(name)") }
        // A name is taken before the file is moved to it: it is there once it is gone here.
        let names = ["notes.txt", "team_boxscores_broken.csv"]
        #expect(await eventually { names.allSatisfy { exists("rejected/\($0)") && !exists($0) } })
        let reason = try String(contentsOfFile: "\(inbox)/rejected/notes.txt.reason.txt", encoding: .utf8)
        #expect(reason.contains("schedule_"))
        let missing = try String(
            contentsOfFile: "\(inbox)/rejected/team_boxscores_broken.csv.reason.txt", encoding: .utf8)
        #expect(missing.contains("game_id"), "\(missing)")
        #expect(exists("schedule_x.csv.part"))
        #expect(service.stop()?.ending == .exited(0), "\(service.messages)")
        #expect(try scene.number("SELECT count(*) FROM notice WHERE category = 'import_issues'") == 2)
    }

    @Test(.timeLimit(.minutes(2))) func `a port in use is told at once`() async throws {
        let (scene, other) = (try await scene(), try await Scene(league(unplayedFrom: nil)))
        let service = try LiveProgram(scene.program(), errors: scene.path("err"))
        let refused = try other.program().run(["serve", "--live", "--port", "\(service.port)"])
        #expect(refused.status == 2 && refused.errors.contains("in use"), "\(refused.errors)")
        #expect(service.stop()?.ending == .exited(0), "\(service.messages)")
    }

    @Test func `games to come are enough to begin with, and the first games that count fix where history begins`()
        async throws
    {
        let scene = try await Scene(league(unplayedFrom: dates[0]), imports: false)
        let service = try LiveProgram(scene.program(), errors: scene.path("err"))
        let sender = try service.sender()
        try service.deliver(league(unplayedFrom: dates[0]).files)
        #expect(try await eventually { try count("nbac_schedule", dates[0], scene) > 0 }, "\(service.messages)")
        #expect(try await eventually { try isSettled(scene) }, "\(service.messages)")
        #expect(try sender.get("/readyz").status == 200)
        try service.deliver(league(unplayedFrom: dates[2]).files)
        #expect(try await eventually { try count("player_game_summary", dates[1], scene) > 0 }, "\(service.messages)")
        let settings = try String(contentsOfFile: "\(scene.workspace)/config.json", encoding: .utf8)
        #expect(settings.contains("\"\(dates[0])\""), "\(settings)")
        #expect(service.stop()?.ending == .exited(0), "\(service.messages)")
    }
}
