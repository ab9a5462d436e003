import Foundation
import GameCalendar
import Notifications
import PipelineModel
import Synchronization
import Testing

private func notice(_ text: String) -> Notice {
    var notice = Notice()
    (notice.noticeID, notice.level, notice.category, notice.text) = ("n1", .error, .runFailed, text)
    (notice.processorName, notice.dataDate) = ("totals", GameDate.reference)
    return notice
}

@Suite struct ChannelTests {
    @Test func `the file grows by one notice at a time`() async throws {
        let path = NSTemporaryDirectory() + "notices-\(UUID().uuidString).log"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let channel: some NoticeChannel = .file(path)
        try await channel.deliver(notice("first"))
        try await channel.deliver(notice("second"))

        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines[0].contains("error run_failed") && lines[0].hasSuffix("first"))
        let permissions = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(permissions.map { $0 & 0o077 } == 0)
    }

    @Test func `a file that cannot be opened is an error, not a crash`() async {
        let channel = FileChannel(path: "/nowhere/at/all/notices.log")
        await #expect(throws: FileChannel.Unwritable.self) { try await channel.deliver(notice("lost")) }
    }

    @Test func `the stream says what it is about`() async throws {
        let written = Mutex("")
        let channel = StandardErrorChannel { text in written.withLock { $0 += text } }
        try await channel.deliver(notice("it broke"))
        #expect(written.withLock { $0 } == "[error] totals 1970-01-01: it broke\n")
    }
}
