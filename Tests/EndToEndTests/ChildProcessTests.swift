import Foundation
import Rehearsal
import Testing

@Suite struct ChildProcessTests {
    @Test func `the greatest size of a child is its own, not what its parent once was`() throws {
        let size = 1 << 30
        let room = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 4096)
        for page in stride(from: 0, to: size, by: 4096) { room.storeBytes(of: 1, toByteOffset: page, as: UInt8.self) }
        room.deallocate()
        let outcome = try ChildProcess(["/bin/true"]).wait()
        #expect(outcome.status == 0)
        #expect(outcome.peakBytes < size, "\(outcome.peakBytes)")
    }

    // A socket that was accepted while a child was started stayed open until that child ended, whoever closed it here.
    @Test func `a child has no file of its parent's but the three it is given`() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        let child = try ChildProcess(["/bin/sleep", "30"])
        defer {
            child.send(SIGKILL)
            _ = child.wait()
            close(ends[0])
        }
        close(ends[1])
        var waiting = pollfd(fd: ends[0], events: Int16(POLLIN), revents: 0)
        #expect(poll(&waiting, 1, 10_000) == 1)
        #expect(waiting.revents & Int16(POLLHUP) != 0)
    }
}
