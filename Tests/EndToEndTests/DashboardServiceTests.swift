import Foundation
import GameCalendar
import Rehearsal
import Testing

/// The dashboard as a process: its pages over HTTP, the same in JSON, and what can be done from it.
struct DashboardServiceTests {
    private static let first = GameDate.november(1)
    private static let league = TinyLeague(dates: 10, from: first)

    private func scene() async throws -> Scene {
        let scene = try await Scene(Self.league)
        try await scene.run("backfill --quiet").expect(0)
        return scene
    }

    private func serving<Value>(
        _ scene: Scene, isLive: Bool = false, _ body: (LiveProgram) async throws -> Value
    ) async throws -> Value {
        let service = try LiveProgram(scene.program(), errors: scene.path("err"), isLive: isLive)
        do {
            let value = try await body(service)
            #expect(service.stop()?.ending == .exited(0), "\(service.messages)")
            return value
        } catch {
            service.child.send(SIGKILL)
            _ = service.child.wait()
            throw error
        }
    }

    private static let pages = [
        "/", "/tables", "/tables/player_game_summary", "/tables/players", "/dates/2023-11-03", "/runs",
        "/runs?status=success&table=player_game_summary", "/failures", "/gates", "/gates/0", "/plan",
        "/plan?policy=force",
        "/actions", "/players", "/teams", "/teams/BOS", "/slates", "/slates/2023-11-03",
        "/accuracy?market=pra&population=all", "/healthz", "/readyz", "/metrics",
    ]

    @Test func `every page answers`() async throws {
        let scene = try await scene()
        try await serving(scene) { service in
            let reader = try service.reader()
            for page in Self.pages {
                let answer = try reader.get(page)
                #expect(answer.status == 200, "\(page): \(answer.status) \(answer.body.prefix(400))")
                #expect(answer.body.utf8.count < 300_000)
            }
            #expect(try reader.get("/").body.contains("10 of 10"))
            #expect(try reader.get("/dates/2023-08-01").status == 404)
            #expect(try reader.get("/metrics").body.contains("backcourt_dates_complete{phase=\"3\"} 10\n"))
        }
    }

    @Test func `what deployments probe answers`() async throws {
        let scene = try Scene()
        try await scene.run("init").expect(0)
        let paths = try DeploymentFiles().probedPaths.sorted()
        #expect(paths == ["/healthz", "/readyz"])
        try await serving(scene, isLive: true) { service in
            let reader = try service.reader()
            for path in paths { #expect(try reader.get(path).status == 200, "\(path)") }
        }
    }

    // What a page shows in JSON is what the command prints, byte for byte but for what time changes.
    @Test(arguments: [
        ("processors", "processors"), ("gaps?report=coverage-by-month", "gaps --report=coverage-by-month"),
        ("history?limit=3&table=player_game_summary", "history --limit=3 --table=player_game_summary"),
        ("failures", "failures"), ("plan?dates=2023-11-02&force", "plan --dates=2023-11-02 --force"),
        ("schema", "schema"),
        ("trace?partition=", ""),
    ])
    func `the twin below api is the command's own output`(_ address: String, _ command: String) async throws {
        let scene = try await scene()
        let expected = command.isEmpty ? nil : try await scene.run("\(command) --format json").output
        try await serving(scene) { service in
            let answer = try service.reader().get("/api/\(address)")
            guard let expected else {
                #expect(answer.status == 400 && answer.body.contains("\"code\""))
                return
            }
            #expect(answer.status == 200 && answer.body == expected, "\(answer.body)")
        }
    }

    @Test(arguments: [
        ("nothing", 404), ("backfill", 404), ("query/SELECT", 404), ("status?workspace=/tmp", 400),
        ("status?format=csv", 400),
        ("status?watch=1", 400), ("gaps?report=nothing", 400), ("gaps?Bad=1", 400), ("verify", 404),
        ("plan?explain", 400), ("history?limit=99999999", 400),
        ("explain/--help", 400), ("players", 400),
    ])
    func `what may not be asked for is refused with a sentence`(_ address: String, _ status: Int) async throws {
        let scene = try await Scene(Self.league)
        try await serving(scene) { service in
            let answer = try service.reader().get("/api/\(address)")
            #expect(answer.status == status && answer.body.contains("\"message\":"), "\(answer.status) \(answer.body)")
        }
    }

    @Test func `an empty workspace has a page that says what to do`() async throws {
        let scene = try await Scene(Self.league, imports: false)
        try await serving(scene) { service in
            let answer = try service.reader().get("/")
            #expect(answer.status == 200 && answer.body.contains("backcourt import FOLDER"), "\(answer.body)")
        }
    }

    @Test func `a backfill is started from a page, recorded, and its steps are seen`() async throws {
        let scene = try await Scene(Self.league)
        try await serving(scene) { service in
            let (reader, token) = (try service.reader(), service.token)
            #expect(try reader.submit("phase=3", to: "/actions/backfill").status == 401)
            let entered = try reader.submit("token=\(token)", to: "/sign-in")
            let cookie = try #require(entered.head.split(separator: "\r\n").first { $0.hasPrefix("Set-Cookie: ") })
            let session = String(cookie.dropFirst("Set-Cookie: ".count).prefix { $0 != ";" })
            let headers = ["Origin": "http://localhost", "Cookie": session]
            #expect(try reader.submit("phase=3&jobs=2", to: "/actions/backfill", headers: headers).status == 303)
            let isDone = try await eventually {
                try scene.number("SELECT count(*) FROM dashboard_action WHERE exit_code = 0") == 1
            }
            #expect(isDone, "\(service.messages)")
            #expect(
                try scene.number("SELECT count(*) FROM batch WHERE command = 'backcourt backfill phase3 --jobs 2'") == 1
            )
            #expect(try reader.get("/actions").body.contains("backcourt backfill phase3 --jobs 2"))
            let isShown = try await eventually(10) { try reader.get("/").body.contains("10 of 10") }
            #expect(isShown)
            #expect(try !reader.get("/actions").body.contains(token))
        }
        let messages = try String(contentsOfFile: scene.path("err"), encoding: .utf8)
        #expect(!messages.contains("token="))
    }

    @Test func `a batch is started, stopped and resumed from pages`() async throws {
        let scene = try await Scene(TinyLeague(dates: 60, from: Self.first))
        try await serving(scene) { service in
            let sender = try service.sender()
            #expect(try sender.submit("phase=3", to: "/actions/backfill", headers: [:]).status == 303)
            var running: String?
            _ = try await eventually {
                running = try scene.texts("SELECT batch_id FROM batch WHERE status = 'running'").first
                return running != nil
            }
            let batch = try #require(running, "\(service.messages)")
            let asked = try sender.get("/actions/new/stop?batch=\(batch)").body
            let pid = try scene.number("SELECT pid FROM worker WHERE pid <> \(service.child.pid)")
            #expect(asked.contains(">kill -INT \(pid)<"), "\(asked)")
            #expect(try sender.submit("batch=\(batch)", to: "/actions/stop", headers: [:]).status == 303)
            // A second signal would cancel the steps that the first has let go on.
            #expect(try !sender.get("/actions/new/stop?batch=\(batch)").body.contains("id=\"confirm\""))
            let isStopped = try await eventually {
                try scene.number("SELECT count(*) FROM batch WHERE status = 'interrupted'") == 1
            }
            #expect(isStopped, "\(service.messages)")
            #expect(try sender.submit("batch=\(batch)", to: "/actions/resume", headers: [:]).status == 303)
            let isDone = try await eventually(120) {
                try scene.number("SELECT count(*) FROM dashboard_action WHERE exit_code = 0") == 2
            }
            let actions = try scene.texts("SELECT command || ': ' || coalesce(exit_code, '-') FROM dashboard_action")
            #expect(isDone, "\(actions) \(service.messages)")
            #expect(try sender.get("/").body.contains("60 of 60"))
        }
    }

    @Test func `an action outlives a dashboard that is killed, and the next one closes its record`() async throws {
        let scene = try await Scene(Self.league)
        let killed = try LiveProgram(scene.program(), errors: scene.path("err"), isLive: false)
        #expect(try killed.sender().submit("policy=incomplete", to: "/actions/backfill", headers: [:]).status == 303)
        killed.child.send(SIGKILL)
        _ = killed.child.wait()
        try await serving(scene) { service in
            let isDone = try await eventually(120) { try service.reader().get("/").body.contains("10 of 10") }
            #expect(isDone, "\(service.messages)")
            let isClosed = try await eventually(120) {
                try scene.number("SELECT count(*) FROM dashboard_action WHERE problem IS NOT NULL") == 1
            }
            #expect(isClosed)
            #expect(try service.reader().get("/actions").body.contains("failed"))
        }
    }

    @Test func `a second dashboard leaves what the first has begun to it`() async throws {
        let scene = try await Scene(Self.league)
        try await serving(scene) { first in
            #expect(try first.sender().submit("phase=3", to: "/actions/backfill", headers: [:]).status == 303)
            try await serving(scene) { _ in
                let isDone = try await eventually(120) {
                    try scene.number("SELECT count(*) FROM dashboard_action WHERE exit_code = 0") == 1
                }
                #expect(isDone, "\(first.messages)")
            }
            #expect(try scene.number("SELECT count(*) FROM dashboard_action WHERE problem IS NOT NULL") == 0)
        }
    }

    @Test func `a date is waived from a page with a reason`() async throws {
        let scene = try await scene()
        try await serving(scene) { service in
            let sender = try service.sender()
            let form = "table=nbac_player_boxscore&start=2023-11-02&reason=never+published+by+it%27s+source"
            #expect(try sender.submit(form, to: "/actions/waive", headers: [:]).status == 303)
            let isThere = try await eventually {
                try scene.number("SELECT count(*) FROM waiver WHERE reason = 'never published by it''s source'") == 1
            }
            #expect(isThere)
        }
    }

    @Test func `pages are there beside the live service, too`() async throws {
        let scene = try await scene()
        try await serving(scene, isLive: true) { service in
            let (reader, sender) = (try service.reader(), try service.sender())
            #expect(try reader.get("/").body.contains("10 of 10"))
            #expect(try sender.post("{}").status == 400)
        }
    }

    @Test func `without the live part events are refused, and nothing publishes`() async throws {
        let scene = try await scene()
        try await serving(scene) { service in
            let sender = try service.sender()
            #expect(try sender.post("{}").status == 503)
        }
    }

    @Test func `a store that is hurt is told on the page`() async throws {
        let scene = try await scene()
        try await serving(scene) { service in
            let reader = try service.reader()
            #expect(try reader.get("/runs").status == 200)
            try scene.editStore("UPDATE processor_run_history SET status = 'unheard of' WHERE rowid = 1")
            let answer = try reader.get("/runs?status=success&date=2023-11-01&table=player_game_summary")
            #expect([200, 503].contains(answer.status) && answer.body.contains("<h1>"))
            #expect(try reader.get("/healthz").status == 200)
        }
    }
}
