import PipelineModel
import Synchronization
import Testing

@testable import Commands

/// Answers that are printed while they come.
struct QueryStreamTests {
    private static let many =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) "
        + "SELECT i, 'a, b' AS text, NULL AS none, i / 4.0 AS i FROM n"

    @Test func `csv has a header and every row`() async throws {
        let result = await (try await CommandLineHarness.league.value).run("query", Self.many, "--format", "csv")
        #expect(result.code == 0 && result.lines.count == 20_001)
        #expect(result.lines[0] == "i,text,none,i" && result.lines[20_000] == "20000,\"a, b\",,5000.0")
    }

    @Test func `json is one object with the rows and their number`() async throws {
        let result = await (try await CommandLineHarness.league.value).run("query", Self.many, "--format", "json")
        #expect(result.code == 0 && result.lines.count == 1)
        #expect(result.out.hasPrefix(#"{"columns":["i","text","none","i"],"rows":[[1,"a, b",null,0.25],[2,"#))
        #expect((result.object["rows"] as? [[Any]])?.count == 20_000)
        #expect(result.object["total"] as? Int == 20_000)
        let none = await (try await CommandLineHarness.league.value).run(
            "query", "SELECT 1 AS one WHERE 0", "--format", "json")
        #expect(none.out == "{\"columns\":[\"one\"],\"rows\":[],\"total\":0}\n")
    }

    @Test(arguments: [QueryStream.Form.csv, .json])
    func `no more than a piece is held back`(_ form: QueryStream.Form) {
        let pieces = Mutex<[Int]>([])
        let console = Console(out: { text in pieces.withLock { $0.append(text.utf8.count) } }, err: { _ in })
        var stream = QueryStream(["text"], form, to: console)
        for _ in 0..<1000 { stream.add([.text(String(repeating: "x", count: 1000))]) }
        stream.finish()
        let sizes = pieces.withLock { $0 }
        #expect(sizes.count > 10 && sizes.allSatisfy { $0 < 70_000 })
        #expect(sizes.reduce(0, +) > 1_000_000)
    }

    @Test func `a short query that fails while it runs prints nothing`() async throws {
        let result = await (try await CommandLineHarness.league.value).run(
            "query", "SELECT 1 UNION ALL SELECT abs(-9223372036854775808)", "--format", "csv")
        #expect(result.code == 2 && result.out == "")
    }
}
