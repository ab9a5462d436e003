import Foundation
import GameCalendar
import Rehearsal
import Testing

/// The dashboard in a real browser. Skipped where none is installed.
@Suite(.enabled(if: Browser.isInstalled, "Chromium's driver is not installed"), .serialized)
struct BrowserTests {
    private static let first = GameDate.november(1)

    private static func scene() async throws -> Scene {
        let scene = try await Scene(TinyLeague(dates: 10, from: first))
        try await scene.run("backfill --quiet").expect(0)
        try await scene.run("gate all").expect(0)
        return scene
    }

    private static let paths = [
        "/", "/tables", "/tables/player_game_summary", "/dates/2023-11-03", "/dates/2023-08-01", "/runs", "/failures",
        "/gates", "/gates/1", "/plan", "/actions", "/sign-in", "/players", "/teams", "/teams/BOS", "/slates",
        "/slates/2023-11-03", "/accuracy",
    ]

    @Test func `every page loads without a complaint, wide and narrow, light and dark`() async throws {
        let scene = try await Self.scene()
        let service = try LiveProgram(scene.program(), errors: scene.path("err"), isLive: false)
        defer { _ = service.stop() }
        let browser = try Browser()
        for look in Browser.Look.all {
            try browser.look(look)
            for path in Self.paths {
                try browser.open("http://127.0.0.1:\(service.port)\(path)")
                // A page that says that there is nothing is no complaint of the page.
                let complaints = try browser.complaints().filter { !$0.contains("status of 404") }
                #expect(complaints.isEmpty, "\(path) \(look.name): \(complaints)")
                let heading = try browser.evaluate("return document.querySelector('h1').textContent")
                #expect(!heading.isEmpty)
                let overflow = try browser.evaluate(
                    "return document.documentElement.scrollWidth - document.documentElement.clientWidth")
                #expect(Int(overflow) ?? 1 <= 0, "\(path) \(look.name) is \(overflow) pixels too wide")
            }
        }
    }

    @Test func `pages can be read without script`() async throws {
        let scene = try await Self.scene()
        let service = try LiveProgram(scene.program(), errors: scene.path("err"), isLive: false)
        defer { _ = service.stop() }
        let browser = try Browser()
        try browser.look(Browser.Look(width: 1440, isDark: false, hasScript: false))
        try browser.open("http://127.0.0.1:\(service.port)/")
        // Reading the page afterwards needs script again; what is there was there without.
        try browser.look(Browser.Look(width: 1440, isDark: false))
        #expect(try browser.evaluate("return document.querySelectorAll('#calendar svg a').length") == "10")
        #expect(try browser.evaluate("return document.getElementById('connection').textContent") == "")
    }

    @Test func `the calendar fills while a backfill runs`() async throws {
        let scene = try await Scene(TinyLeague(dates: 10, from: Self.first))
        let service = try LiveProgram(scene.program(), errors: scene.path("err"), isLive: false)
        defer { _ = service.stop() }
        let browser = try Browser()
        try browser.look(Browser.Look(width: 1440, isDark: false))
        try browser.open("http://127.0.0.1:\(service.port)/")
        let complete = "document.querySelectorAll('#calendar path.s-complete').length"
        #expect(try browser.waits(10, until: "return document.getElementById('connection').textContent === 'Live'"))
        try browser.evaluate("window.isSamePage = true")
        let before = try browser.evaluate("return document.querySelector('#stages').textContent")
        try await scene.run("backfill --quiet").expect(0)
        #expect(
            try browser.waits(
                20,
                until: "return document.querySelector('#stages').textContent.includes('10 of 10') && \(complete) === 10"
            ),
            "\(before)")
        #expect(try browser.evaluate("return window.isSamePage") == "true", "the page was loaded again")
        #expect(try browser.complaints().isEmpty)
    }

    @Test func `somebody signs in, makes a plan and starts it`() async throws {
        let scene = try await Scene(TinyLeague(dates: 10, from: Self.first))
        let service = try LiveProgram(scene.program(), errors: scene.path("err"), isLive: false)
        defer { _ = service.stop() }
        let browser = try Browser()
        try browser.look(Browser.Look(width: 1440, isDark: false))
        try browser.open("http://127.0.0.1:\(service.port)/sign-in")
        try browser.type(service.token, into: "input[name=token]")
        try browser.click("main form.act button")
        try browser.open("http://127.0.0.1:\(service.port)/plan?phase=3")
        #expect(
            try browser.evaluate("return document.querySelector('#summary .command').textContent").contains(
                "backcourt backfill phase3"))
        try browser.click("#form-backfill button.main")
        #expect(
            try browser.waits(
                20,
                until:
                    "return document.querySelector('#confirm .command code')?.textContent === 'backcourt backfill phase3'"
            ))
        try browser.click("#confirm button.main")
        #expect(
            try browser.waits(30, until: "return document.querySelector('#action')?.textContent.includes('success')"))
        #expect(try scene.number("SELECT count(*) FROM player_game_summary") > 0)
        #expect(
            try scene.number(
                "SELECT count(*) FROM dashboard_action WHERE exit_code = 0 AND command = 'backcourt backfill phase3'")
                == 1)
        #expect(try browser.complaints().isEmpty)
    }

    // A browser opens six connections to a server, and a page that waits for events holds one.
    @Test func `one page after the other can be looked at`() async throws {
        let scene = try await Self.scene()
        let service = try LiveProgram(scene.program(), errors: scene.path("err"), isLive: false)
        defer { _ = service.stop() }
        let browser = try Browser()
        let clock = ContinuousClock()
        for _ in 0..<12 {
            let begin = clock.now
            try browser.open("http://127.0.0.1:\(service.port)/runs")
            #expect(try browser.waits(10, until: "return document.getElementById('connection').textContent === 'Live'"))
            #expect(clock.now - begin < .seconds(20))
        }
    }

    @Test func `everything can be reached by keyboard`() async throws {
        let scene = try await Self.scene()
        let service = try LiveProgram(scene.program(), errors: scene.path("err"), isLive: false)
        defer { _ = service.stop() }
        let browser = try Browser()
        try browser.look(Browser.Look(width: 1440, isDark: false))
        try browser.open("http://127.0.0.1:\(service.port)/")
        try browser.press("\u{E004}")
        #expect(try browser.evaluate("return document.activeElement.textContent") == "Skip to content")
        try browser.press("\u{E007}")
        #expect(try browser.evaluate("return location.hash") == "#main")
        var reached = Set<String>()
        for _ in 0..<40 {
            try browser.press("\u{E004}")
            reached.insert(try browser.evaluate("return document.activeElement.getAttribute('href') || ''"))
        }
        #expect(reached.contains { $0.hasPrefix("/gates/") } && reached.contains { $0.hasPrefix("/dates/") })
    }
}
