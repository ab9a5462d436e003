import Dashboard
import LiveServer
import PipelineTesting
import Testing

/// Who may look, who may act, and from where.
struct SecurityTests {
    private static let ours = ["origin": "http://localhost:8080"]

    @Test(arguments: ["/", "/nothing", "/assets/x", "/api/status", "/metrics", "/sign-in"])
    func `every answer says what a browser may do with it`(_ path: String) async throws {
        let answer = await (try SiteUnderTest()).get(path)
        let policy = try #require(answer.header("content-security-policy"))
        #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"))
        #expect(answer.header("x-content-type-options") == "nosniff")
    }

    @Test func `a page of another name cannot be made to read this server`() async throws {
        let site = try await SiteUnderTest()
        #expect(await site.get("/", ["host": "evil.example:8080"]).status == 421)
        #expect(await site.get("/", [:]).status == 421)
        for host in ["localhost:8080", "127.0.0.1:8080", "[::1]:8080", "LOCALHOST"] {
            #expect(await site.get("/", ["host": host]).status == 200, "\(host)")
        }
    }

    @Test func `who only looks cannot act`() async throws {
        let site = try await SiteUnderTest()
        let answer = await site.post("/actions/retry", "failed=1", Self.ours)
        #expect(answer.status == 401 && answer.body.contains("name=\"token\""))
        #expect(site.commands.isEmpty)
    }

    @Test(arguments: [
        [:], ["origin": "http://evil.example"], ["origin": "null"],
        ["origin": "http://localhost:8080", "sec-fetch-site": "cross-site"],
    ])
    func `a form of another page is refused, whoever is signed in`(_ headers: [String: String]) async throws {
        let site = try await SiteUnderTest()
        var all = headers
        let cookie = try #require(await site.signIn())
        all["cookie"] = cookie
        #expect(await site.post("/actions/retry", "failed=1", all).status == 403)
        #expect(site.commands.isEmpty)
    }

    @Test func `the token opens a session that no script and no other site can use`() async throws {
        let site = try await SiteUnderTest()
        #expect(await site.post("/sign-in", "token=wrong", Self.ours).status == 403)
        #expect(await site.post("/sign-in", "", Self.ours).status == 403)
        let answer = await site.post("/sign-in", "token=\(SiteUnderTest.token)", Self.ours)
        let cookie = try #require(answer.header("set-cookie"))
        #expect(answer.status == 303 && cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"))
        #expect(!cookie.contains(SiteUnderTest.token))
        let session = try #require(await site.signIn())
        let headers = Self.ours.merging(["cookie": "a=b; \(session)"]) { $1 }
        #expect(await site.post("/actions/retry", "failed=1", headers).status == 303)
        #expect(await site.post("/sign-out", "", headers).status == 303)
        #expect(await site.post("/actions/retry", "failed=1", headers).status == 401)
        #expect(site.commands == [["retry", "--failed"]])
    }

    @Test func `a program presents the token in a header`() async throws {
        let site = try await SiteUnderTest()
        let right = ["authorization": "Bearer \(SiteUnderTest.token)"]
        #expect(await site.post("/actions/retry", "blocked=1", right).status == 303)
        #expect(await site.post("/actions/retry", "blocked=1", ["authorization": "Bearer x"]).status == 403)
        #expect(site.commands == [["retry", "--blocked"]])
    }

    @Test func `elsewhere than on this machine the token is needed to look`() async throws {
        let site = try await SiteUnderTest(isOpen: false, hosts: nil)
        for path in ["/", "/tables", "/metrics", "/live", "/dates/2020-10-01"] {
            #expect(await site.get(path, ["host": "server"]).status == 401, "\(path)")
        }
        #expect(await site.get("/api/status", ["host": "server"]).status == 401)
        let token = ["host": "server", "authorization": "Bearer \(SiteUnderTest.token)"]
        for path in ["/", "/api/status"] { #expect(await site.get(path, token).status == 200) }
    }

    @Test func `the token stands on no page`() async throws {
        let site = try await SiteUnderTest()
        for path in ["/", "/actions", "/sign-in", "/runs"] {
            #expect(await !site.get(path).body.contains(SiteUnderTest.token))
        }
    }

    @Test func `what pages do not take is refused`() async throws {
        let site = try await SiteUnderTest()
        let answer = await site.site.answer(WebRequest(.other, "/", headers: ["host": "localhost"])) { "" }
        #expect(answer.status == 405)
        #expect(await site.post("/tables", "", ["authorization": "Bearer \(SiteUnderTest.token)"]).status == 404)
    }
}
