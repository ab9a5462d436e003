import Testing
@testable import LiveServer

@Suite struct InboxSettlingTests {
    private func file(_ name: String, size: Int64 = 1, inode: UInt64 = 1) -> InboxFile {
        InboxFile(name: name, size: size, inode: inode, modified: 0)
    }

    @Test func `a file renamed into the folder is whole at once`() {
        var settling = InboxSettling(InboxPatience())
        settling.note([.opened(".a.part"), .closed(".a.part"), .movedIn("a")])
        #expect(settling.look([file("a")], at: .zero).ready == [file("a")])
    }

    @Test func `a file that was there must look the same twice`() {
        var settling = InboxSettling(InboxPatience())
        let first = settling.look([file("a")], at: .seconds(1))
        #expect(first.ready.isEmpty && first.next == .milliseconds(200))
        let early = settling.look([file("a")], at: .milliseconds(1150))
        #expect(early.ready.isEmpty && early.next == .milliseconds(50))
        #expect(settling.look([file("a", size: 2)], at: .milliseconds(1300)).ready.isEmpty)
        #expect(settling.look([file("a", size: 2)], at: .milliseconds(1499)).ready.isEmpty)
        #expect(settling.look([file("a", size: 2)], at: .milliseconds(1500)).ready.count == 1)
    }

    @Test func `a file whose writer is at it waits for the close`() {
        var settling = InboxSettling(InboxPatience())
        settling.note([.opened("a")])
        #expect(settling.look([file("a")], at: .zero).next == .seconds(1))
        #expect(settling.look([file("a")], at: .seconds(3)).ready.isEmpty)
        settling.note([.closed("a")])
        #expect(settling.look([file("a", size: 9)], at: .seconds(4)).next == .milliseconds(200))
        #expect(settling.look([file("a", size: 9)], at: .milliseconds(4200)).ready.count == 1)
    }

    @Test func `a file that nobody closes, as a hard link, is taken in the end`() {
        var settling = InboxSettling(InboxPatience())
        settling.note([.opened("a")])
        _ = settling.look([file("a")], at: .zero)
        #expect(settling.look([file("a")], at: .milliseconds(4999)).ready.isEmpty)
        #expect(settling.look([file("a")], at: .seconds(5)).ready.count == 1)
    }

    @Test func `what stays is handed out again after a while, a new file of the name at once`() {
        var settling = InboxSettling(InboxPatience())
        settling.note([.movedIn("a")])
        let handed = settling.look([file("a")], at: .zero).ready
        settling.worked(on: handed, until: .seconds(3))
        let soon = settling.look([file("a")], at: .seconds(4))
        #expect(soon.ready.isEmpty && soon.next == .seconds(1))
        settling.note([.movedIn("a")])
        #expect(settling.look([file("a", inode: 2)], at: .seconds(5)).ready.count == 1)
        settling.worked(on: [file("a", inode: 2)], until: .seconds(5))
        #expect(settling.look([file("a", inode: 2)], at: .milliseconds(14_999)).ready.isEmpty)
        #expect(settling.look([file("a", inode: 2)], at: .seconds(15)).ready.count == 1)
    }

    @Test func `a file that is gone is forgotten`() {
        var settling = InboxSettling(InboxPatience())
        settling.note([.movedIn("a")])
        #expect(settling.look([file("a")], at: .zero).ready.count == 1)
        #expect(settling.look([], at: .seconds(1)).next == .seconds(1))
        settling.note([.opened("a"), .closed("a")])
        #expect(settling.look([file("a")], at: .seconds(2)).ready.isEmpty)
    }
}
