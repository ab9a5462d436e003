import Foundation
import LiveServer
import Testing

@Suite struct InboxFolderTests {
    private static let noon = Date(timeIntervalSince1970: 1_698_840_000)
    private let inbox: TemporaryInbox

    init() throws { inbox = try TemporaryInbox() }

    private func file(_ name: String) throws -> InboxFile {
        try #require(try inbox.folder.listing().files.first { $0.name == name })
    }

    @Test func `files are listed by name, and what is none is left alone`() throws {
        for name in ["b.csv", "a.csv", "a.csv.part", "c.tmp", ".hidden", "é.csv", "z z.csv"] {
            try inbox.write("x", to: name)
        }
        symlink("/etc/passwd", inbox.path("link.csv"))
        mkfifo(inbox.path("pipe.csv"), 0o600)
        mkdir(inbox.path("folder"), 0o700)
        let listing = try inbox.folder.listing()
        #expect(listing.files.map(\.name) == ["a.csv", "b.csv", "z z.csv", "é.csv"])
        #expect(listing.oddities.map(\.name) == ["link.csv", "pipe.csv"])
        #expect(listing.oddities[0].reason.contains("link"))
        #expect(listing.files[0].size == 1)
    }

    @Test func `a name that is no text is told of`() throws {
        let bytes = Array(inbox.path("").utf8) + [0xFF, 0xFE, 0x61, 0]
        bytes.withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) { name in
                if let start = name.baseAddress { _ = close(open(start, O_CREAT | O_WRONLY, 0o600)) }
            }
        }
        let listing = try inbox.folder.listing()
        #expect(listing.files.isEmpty)
        #expect(listing.oddities.count == 1 && listing.oddities.first?.reason.contains("UTF-8") == true)
    }

    @Test func `what is done with is moved, and nothing is overwritten`() throws {
        for round in 1...3 {
            try inbox.write("round \(round)", to: "games.csv")
            try inbox.touch("games.csv", at: Self.noon)
            try inbox.folder.settle(try file("games.csv"), as: .done)
        }
        // Named as files of their table are, so that they may be imported again.
        #expect(
            try inbox.names(in: "done") == ["games.20231101T120000.2.csv", "games.20231101T120000.csv", "games.csv"])
        #expect(inbox.text(of: "done/games.csv") == "round 1")
        #expect(inbox.text(of: "done/games.20231101T120000.csv") == "round 2")
        #expect(inbox.text(of: "done/games.20231101T120000.2.csv") == "round 3")
        #expect(try inbox.folder.listing().files.isEmpty)
    }

    @Test func `what is rejected has its reason beside it`() throws {
        try inbox.write("somebody's", to: "rejected/bad.csv.gz.reason.txt")
        for round in 1...2 {
            try inbox.write("round \(round)", to: "bad.csv.gz")
            try inbox.touch("bad.csv.gz", at: Self.noon)
            try inbox.folder.settle(try file("bad.csv.gz"), as: .rejected("line \(round): no such team"))
        }
        #expect(
            try inbox.names(in: "rejected") == [
                "bad.20231101T120000.2.csv.gz", "bad.20231101T120000.2.csv.gz.reason.txt",
                "bad.20231101T120000.csv.gz", "bad.20231101T120000.csv.gz.reason.txt", "bad.csv.gz.reason.txt",
            ])
        #expect(inbox.text(of: "rejected/bad.csv.gz.reason.txt") == "somebody's")
        #expect(inbox.text(of: "rejected/bad.20231101T120000.2.csv.gz.reason.txt") == "line 2: no such team\n")
        #expect(inbox.text(of: "rejected/bad.20231101T120000.2.csv.gz") == "round 2")
    }

    @Test func `a file that became another one stays`() throws {
        try inbox.write("old", to: "a.csv")
        let seen = try file("a.csv")
        try inbox.put("new", as: "a.csv")
        #expect(throws: InboxError.changed(name: "a.csv")) { try inbox.folder.settle(seen, as: .done) }
        #expect(inbox.text(of: "a.csv") == "new")
        unlink(inbox.path("a.csv"))
        symlink("/etc/passwd", inbox.path("a.csv"))
        #expect(throws: InboxError.changed(name: "a.csv")) { try inbox.folder.settle(seen, as: .rejected("x")) }
        #expect(try inbox.names(in: "done").isEmpty && inbox.names(in: "rejected").isEmpty)
    }

    @Test func `a folder that is missing is an error with its path`() {
        let missing = InboxFolder(path: inbox.path("nowhere/at/all"))
        #expect(throws: InboxError.self) { try missing.listing() }
        #expect(throws: InboxError.self) { try missing.prepare() }
    }
}
