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
}
