import GameCalendar
import PipelineTesting
import Testing

@testable import Dashboard

/// Forms become command lines, and nothing else.
struct ActionTests {
    private static let day = WeatherSample.firstDay
    private static let token = ["authorization": "Bearer \(SiteUnderTest.token)"]

    @Test(arguments: [
        ("backfill", "", "backfill"),
        (
            "backfill", "start=\(day)&end=\(day + 3)&jobs=2&phase=3",
            "backfill phase3 --start-date \(day) --end-date \(day + 3) --jobs 2"
        ),
        ("backfill", "end=\(day)", "backfill --start-date \(day) --end-date \(day)"),
        ("backfill", "season=2020-21&policy=stale", "backfill --season 2020-21 --stale"),
        ("retry", "failed=1&stale=1&jobs=4", "retry --failed --stale --jobs 4"),
        ("run", "table=live&date=\(day)", "run live --date \(day)"),
        ("run", "table=forecast&date=\(day)", "run forecast --start-date \(day) --end-date \(day)"),
    ])
    func `a form is one command`(_ kind: String, _ form: String, _ command: String) async throws {
        let site = try await SiteUnderTest()
        let before = await site.get("/actions/new/\(kind)?\(form)")
        #expect(before.body.contains(">backcourt \(command)<") && site.commands.isEmpty, "\(before.body)")
        let answer = await site.post("/actions/\(kind)", form, Self.token)
        #expect(answer.status == 303 && answer.header("location") == "/actions/a1", "\(answer.body)")
        #expect(site.commands.map { $0.joined(separator: " ") } == [command])
    }

    @Test func `a reason stays one word whatever is in it`() async throws {
        let site = try await SiteUnderTest()
        let form = "table=forecast&start=\(Self.day)&reason=--yes+%24%28rm%29+it%27s+never+published"
        #expect(await site.post("/actions/waive", form, Self.token).status == 303)
        #expect(
            site.commands == [
                [
                    "waive", "forecast", "--start-date", "\(Self.day)", "--end-date", "\(Self.day)",
                    "--reason=--yes $(rm) it's never published",
                ]
            ])
        let page = await site.get("/actions/a1").body
        #expect(page.contains("&#39;--reason=--yes $(rm) it&#39;\\&#39;&#39;s never published&#39;"), "\(page)")
    }

    @Test(arguments: [
        ("backfill", "start=2020-02-31"), ("backfill", "start=2020-10-05&end=2020-10-01"),
        ("backfill", "season=2020-22"),
        ("backfill", "phase=9"), ("backfill", "phase=2"), ("backfill", "policy=Stale"),
        ("backfill", "start=2020-10-01&season=2020-21"), ("backfill", "end=x"), ("backfill", "jobs=0"),
        ("backfill", "jobs=1000"), ("backfill", "jobs=2;rm"), ("retry", ""),
        ("run", "table=nothing&date=2020-10-01"), ("run", "table=forecast"),
        ("run", "table=duty&date=2020-10-01"),
        ("waive", "table=forecast&start=2020-10-01&reason=short"),
        ("waive", "table=x&start=2020-10-01&reason=long+enough+it+is"),
        ("waive", "table=*&start=2020-10-01&reason=long+enough%00it+is"),
        ("waive", "table=*&start=2020-10-01&reason=long+enough%0Ait+is"), ("waive", "table=*&reason=long+enough+it+is"),
        ("stop", "batch=x"), ("resume", "batch=x"),
    ])
    func `a form that makes no sense starts nothing`(_ kind: String, _ form: String) async throws {
        let site = try await SiteUnderTest()
        let before = await site.get("/actions/new/\(kind)?\(form)").body
        #expect(before.contains("class=\"note\"") && !before.contains("id=\"confirm\""), "\(before)")
        let answer = await site.post("/actions/\(kind)", form, Self.token)
        #expect(answer.status == 400 && site.commands.isEmpty, "\(answer.status) \(site.commands)")
    }

    @Test func `there are no other actions`() async throws {
        let site = try await SiteUnderTest()
        #expect(await site.post("/actions/rollback", "", Self.token).status == 404)
        #expect(await site.get("/actions/new/rollback").status == 404)
        #expect(await site.post("/actions/a/b", "", Self.token).status == 404)
        #expect(site.commands.isEmpty)
    }

    // What a browser sends from the page before is what it was sent with.
    @Test func `the page before it is run carries every field, with markup escaped`() async throws {
        let site = try await SiteUnderTest()
        let body = await site.get(
            "/actions/new/waive?table=forecast&start=\(Self.day)&reason=%3Cb%3Enever%22+published"
        ).body
        #expect(
            body.contains(#"<input name="reason" type="hidden" value="&lt;b&gt;never&quot; published"/>"#), "\(body)")
        #expect(body.contains(#"<input name="table" type="hidden" value="forecast"/>"#), "\(body)")
        #expect(body.contains(#"action="/actions/waive""#) && !body.contains("<b>never"), "\(body)")
    }

    @Test func `what is stopped is named by its process before it is`() async throws {
        let site = try await SiteUnderTest()
        let body = await site.get("/actions/new/stop?batch=b1").body
        #expect(body.contains(">kill -INT 4321<") && body.contains(#"action="/actions/stop""#), "\(body)")
        #expect(site.commands.isEmpty)
    }

    @Test func `a batch is stopped, and resumed with its own command`() async throws {
        let site = try await SiteUnderTest()
        #expect(await site.post("/actions/stop", "batch=b1", Self.token).status == 303)
        #expect(await site.post("/actions/resume", "batch=b1", Self.token).status == 303)
        #expect(site.commands == [["stop", "b1"], ["backfill", "--jobs", "2"]])
    }

    @Test(arguments: [
        (["backfill", "--jobs", "2"], "backcourt backfill --jobs 2"), (["waive", "*"], "backcourt waive '*'"),
        (["a b", ""], "backcourt 'a b' ''"), (["it's"], #"backcourt 'it'\''s'"#),
        (["x'\u{301}; rm"], "backcourt 'x'\\''\u{301}; rm'"), (["'"], #"backcourt ''\'''"#), (["ä"], "backcourt 'ä'"),
    ])
    func `a command line is written as a shell takes it`(_ words: [String], _ line: String) {
        #expect(ShellLine.written(words) == line)
        #expect(ShellLine.words(of: line) == ["backcourt"] + words)
    }
}
