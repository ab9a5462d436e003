import Dashboard
import Foundation
import FoundationXML
import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineTesting
import Testing

/// Every page is there, well-formed, named, and free of what would be markup in a name.
struct PageTests {
    private static let day = WeatherSample.firstDay
    private static let paths = [
        "/", "/?seasons=all", "/tables", "/tables/daily_totals", "/tables/duty", "/dates/\(day)",
        "/dates/\(day + 8)",
        "/runs", "/runs?status=failed&table=forecast", "/runs/r1", "/runs/r2", "/batches/b1", "/failures", "/gates",
        "/gates/2", "/plan", "/plan?start=\(day)&end=\(day + 2)&policy=force", "/plan?season=2020-21&phase=3",
        "/actions",
        "/stations", "/sign-in",
    ]

    @Test(arguments: paths)
    func `it is well-formed and has one heading`(_ path: String) async throws {
        let answer = await (try SiteUnderTest()).get(path)
        #expect(answer.status == 200, "\(path): \(answer.body.prefix(600))")
        let document = try XMLDocument(xmlString: answer.body.replacing("<!doctype html>\n", with: ""))
        let root = try #require(document.rootElement())
        #expect(try root.nodes(forXPath: "//h1").count == 1)
        #expect(root.attribute(forName: "lang")?.stringValue == "en")
        let ids = try root.nodes(forXPath: "//@id").compactMap(\.stringValue)
        #expect(Set(ids).count == ids.count, "ids are there twice: \(ids.filter { id in ids.count { $0 == id } > 1 })")
        for label in try root.nodes(forXPath: "//@aria-labelledby").compactMap(\.stringValue) {
            for id in label.split(separator: " ") { #expect(ids.contains(String(id)), "\(id) is missing") }
        }
        for field in try root.nodes(forXPath: "//input[not(@type='hidden')] | //select") {
            let isLabelled =
                try !field.nodes(forXPath: "ancestor::label").isEmpty || field.nodes(forXPath: "@id").count == 1
            #expect(isLabelled, "\(field.xmlString)")
        }
        #expect(!answer.body.contains("<script>") && !answer.body.contains("onload=\"x"))
        #expect(!answer.body.contains(" style=\""), "the policy allows no style of its own")
    }

    @Test(arguments: [
        "/nothing", "/tables/nothing", "/dates/2020-13-01", "/dates/1999-01-01", "/runs/x", "/batches/x", "/gates/9",
        "/assets/../../etc/passwd", "/actions/x",
    ])
    func `what there is not is said to be missing`(_ path: String) async throws {
        let answer = await (try SiteUnderTest()).get(path)
        #expect(answer.status == 404 && answer.body.contains("<h1>"), "\(answer.body)")
    }

    @Test(arguments: [
        "/runs?before=-9223372036854775808", "/runs?before=-9223372036854775807", "/runs?before=9223372036854775807",
        "/runs?before=0", "/runs?before=x", "/gates/1?at=-9223372036854775808", "/runs?date=9999-12-31",
        "/plan?start=0001-01-01&end=9999-12-31", "/?seasons=%00", "/players?name=%FF",
    ])
    func `no number or text out of an address ends the program`(_ path: String) async throws {
        let answer = await (try SiteUnderTest()).get(path)
        #expect([200, 404].contains(answer.status), "\(answer.status)")
    }

    @Test func `a date without games names the nearest ones`() async throws {
        let answer = await (try SiteUnderTest()).get("/dates/\(Self.day - 3)")
        #expect(
            answer.body.contains("No games are listed on \(Self.day - 3).")
                && answer.body.contains("/dates/\(Self.day)\""))
    }

    @Test func `the overview says how far each stage is`() async throws {
        let body = await (try SiteUnderTest()).get("/").body
        #expect(body.contains("5 of 10") && body.contains("Gate 1") && body.contains("backcourt backfill --jobs 2"))
        #expect(body.contains("\(Self.day): complete</title>") == false)
        #expect(body.contains("\(Self.day): raw complete, analytics complete, precompute missing</title>"), "\(body)")
        #expect(body.contains("Unresolved failures: 1"))
        #expect(body.contains("data-version=\"60000000\""))
    }

    @Test func `a date says what each partition waits for`() async throws {
        let body = await (try SiteUnderTest()).get("/dates/\(Self.day + 8)").body
        #expect(body.contains("Fair on") && body.contains("Nothing is stored"))
        #expect(body.contains("<details>"), "lineage can be opened")
    }

    @Test func `a plan says what would happen and with which command line`() async throws {
        let body = await (try SiteUnderTest()).get("/plan?start=\(Self.day + 5)&end=\(Self.day + 6)").body
        #expect(body.contains("backcourt backfill --start-date \(Self.day + 5) --end-date \(Self.day + 6)"))
        #expect(body.contains("partitions asked for =") && body.contains("/actions/new/backfill"))
        let wrong = await (try SiteUnderTest()).get("/plan?start=2020-02-31").body
        #expect(wrong.contains("Write dates as YYYY-MM-DD."))
    }

    @Test func `a failure comes with the command that heals it`() async throws {
        let body = await (try SiteUnderTest()).get("/failures").body
        #expect(body.contains("backcourt retry --failed --reset-breaker --dates \(Self.day + 7)"))
    }

    @Test func `before the first import a sentence says what to do`() async throws {
        let site = try await SiteUnderTest(
            standing: .failure(NothingToShow("nothing is imported yet; run 'backcourt import FOLDER'")))
        let answer = await site.get("/")
        #expect(answer.status == 200 && answer.body.contains("nothing is imported yet"))
    }

    @Test func `pages stay small`() async throws {
        for path in Self.paths {
            let size = await (try SiteUnderTest()).get(path).body.utf8.count
            #expect(size < 300_000, "\(path) has \(size) bytes")
        }
    }

    // The next games are expected and do not count yet: what fails about them is shown all the same.
    @Test func `what has failed about games to come is kept beside history`() async throws {
        let standing = try await Standings.sample().standing
        var run = Standings.failure()
        run.dataDate = WeatherSample.firstDay + 400
        let (ledger, dates) = (standing.facts.ledger, standing.facts.coverage.dates)
        let tables = standing.facts.ledger.catalog.tables.map(\.name)
        #expect(ReportFacts(ledger: ledger, dates: dates, tables: tables, runs: [run]).runs.isEmpty)
        let wider = ReportFacts(
            ledger: ledger, dates: dates, tables: tables, runs: [run], runDates: dates.union([run.dataDate]))
        #expect(wider.runs == [run] && wider.coverage.dates == dates)
    }
}
