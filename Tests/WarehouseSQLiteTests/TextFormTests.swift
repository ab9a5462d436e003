import ContentDigest
import GameCalendar
import PipelineModel
import Testing
@testable import WarehouseSQLite

@Suite struct TextFormTests {
    @Test(arguments: [0, -1, 1, 1_698_796_800_123_456, -62_135_596_800_000_000, 253_402_300_799_999_999] as [Int64])
    func `an instant is written as it describes itself, and read back`(_ microseconds: Int64) throws {
        let instant = Timestamp(microseconds: microseconds)
        var bytes = [UInt8](repeating: 0, count: TimestampText.length)
        bytes.withUnsafeMutableBytes { TimestampText.write(instant, to: $0) }
        #expect(String(decoding: bytes, as: UTF8.self) == instant.description)
        #expect(bytes.withUnsafeBytes { TimestampText.read($0) } == instant)
    }

    @Test(arguments: [
        "", "2023-11-01", "2023-11-01T25:00:00.000000Z", "2023-13-01T00:00:00.000000Z", "2023-11-01T00:00:00.00000xZ",
    ])
    func `a text that is no instant is none`(_ text: String) {
        #expect(Array(text.utf8).withUnsafeBytes { TimestampText.read($0) } == nil)
    }

    @Test func `a digest is read from its bytes as from its text`() throws {
        let digest = Digest(of: "content")
        func read(_ text: String) -> Digest? { Array(text.utf8).withUnsafeBytes { Digest(hexUTF8: $0) } }
        #expect(read(digest.hex) == digest)
        #expect(read(digest.hex.uppercased()) == digest)
        #expect(read(String(digest.hex.dropLast())) == nil)
        #expect(read(String(digest.hex.dropLast()) + "g") == nil)
    }

    @Test(
        arguments: [
            ("/", nil), ("/home/a", nil), ("/mnt/share", "nfs4"), ("/mnt/share/deep", "nfs4"), ("/mnt/shared", nil),
            ("/mnt/my disk/x", "fuse.sshfs"), ("/mnt/share/local", nil), ("/data", nil),
        ] as [(String, String?)])
    func `network file systems are told from the mount table`(_ directory: String, type: String?) {
        let mounts = #"""
            /dev/sda1 / ext4 rw 0 0
            server:/share /mnt/share nfs4 rw 0 0
            host: /mnt/my\040disk fuse.sshfs rw 0 0
            /dev/sdb1 /mnt/share/local xfs rw 0 0
            server:/data /data cifs rw 0 0
            /dev/sdc1 /data fuse.ntfs-3g rw 0 0
            """#
        #expect(Volume.networkType(of: directory, mounts: mounts) == type)
    }
}
