import Dashboard
import LiveServer
import Testing

/// Readers hear of the newest version, whatever they missed.
struct ChangeFeedTests {
    private func connect(_ site: SiteUnderTest) async throws -> AsyncStream<[UInt8]> {
        let answer = await site.site.answer(WebRequest(.get, "/live", headers: ["host": "localhost"])) { "" }
        #expect(answer.headers.contains { $0 == ("Content-Type", "text/event-stream") })
        guard case .stream(let stream) = answer.body else { throw NotAStream() }
        return stream
    }

    private struct NotAStream: Error {}

    @Test func `who connects is told the newest version at once`() async throws {
        let site = try await SiteUnderTest()
        site.site.feed.tell(1)
        site.site.feed.tell(2)
        var stream = try await connect(site).makeAsyncIterator()
        let opening = String(decoding: await stream.next() ?? [], as: UTF8.self)
        #expect(opening == "retry: 2000\n\nid: 2\nevent: version\ndata: 2\n\n")
        site.site.feed.tell(3)
        #expect(String(decoding: await stream.next() ?? [], as: UTF8.self).contains("data: 3"))
    }

    @Test func `a slow reader gets the newest version, not all of them`() async throws {
        let site = try await SiteUnderTest()
        var stream = try await connect(site).makeAsyncIterator()
        for version in 1...1000 { site.site.feed.tell(version) }
        site.site.feed.knock()
        #expect(String(decoding: await stream.next() ?? [], as: UTF8.self).contains("data: 1000"))
    }

    @Test func `who leaves is forgotten, and the end is the end`() async throws {
        let site = try await SiteUnderTest()
        var streams: [AsyncStream<[UInt8]>] = []
        for _ in 0..<3 { streams.append(try await connect(site)) }
        #expect(site.site.feed.readerCount == 3)
        let reading = Task { [stream = streams[0]] in for await _ in stream {} }
        reading.cancel()
        _ = await reading.value
        #expect(site.site.feed.readerCount == 2)
        site.site.feed.end()
        for stream in streams { for await _ in stream {} }
        #expect(await site.get("/live").status == 503)
    }

    @Test func `there is room for so many and no more`() async throws {
        let site = try await SiteUnderTest()
        var streams: [AsyncStream<[UInt8]>] = []
        for _ in 0..<600 { streams.append(try await connect(site)) }
        #expect(await site.get("/live").status == 503)
        #expect(streams.count == 600)
    }
}
