import ContentDigest
import Testing

struct DigestTests {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `the published vectors hold`(text: String, hex: String) {
        #expect(Digest(of: text).hex == hex)
        #expect(Digest(of: text).description == hex)
    }

    @Test func `a million letters fed in pieces of any size give the published digest`() {
        for size in [1, 7, 64, 65, 1_000, 99_999] {
            let hasher = ContentHasher()
            var left = size == 1 ? 0 : 1_000_000
            while left > 0 {
                hasher.update([UInt8](repeating: 0x61, count: min(size, left)))
                left -= size
            }
            let expected = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
            let digest = hasher.finalized()
            #expect(digest.hex == (size == 1 ? Digest.ofNothing.hex : expected))
        }
    }

    @Test func `bytes and hexadecimal digits go both ways`() throws {
        let digest = Digest(of: "there and back")
        #expect(Digest(bytes: digest.bytes) == digest)
        #expect(Digest(hex: digest.hex) == digest)
        #expect(Digest(hex: digest.hex.uppercased()) == digest)
        #expect(Array(digest.hex.utf8).withUnsafeBytes { Digest(hexUTF8: $0) } == digest)
        #expect(Digest.absent.bytes == [UInt8](repeating: 0, count: 32))
        #expect(Digest(bytes: Array(0..<32))?.bytes == Array(0..<32))
    }

    @Test(arguments: [
        "", "0", String(repeating: "0", count: 63), String(repeating: "0", count: 65),
        String(repeating: "0", count: 63) + "g", String(repeating: "0", count: 62) + "é",
        String(repeating: "０", count: 64),
    ])
    func `anything but 64 hexadecimal digits is refused`(text: String) {
        #expect(Digest(hex: text) == nil)
        #expect(Array(text.utf8).withUnsafeBytes { Digest(hexUTF8: $0) } == nil)
    }

    @Test func `31 or 33 bytes are no digest`() {
        #expect(Digest(bytes: [UInt8](repeating: 1, count: 31)) == nil)
        #expect(Digest(bytes: [UInt8](repeating: 1, count: 33)) == nil)
    }

    @Test func `digests are ordered as their bytes are`() {
        let digests = (0..<200).map { Digest(of: "\($0)") }
        let byBytes = digests.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
        #expect(digests.sorted() == byBytes)
        #expect(digests.map(\.hex).sorted() == byBytes.map(\.hex))
        #expect(Set(digests).count == 200)
    }

    @Test func `texts are fed with their length, so that borders matter`() {
        let one = ContentHasher()
        one.update("ab")
        one.update("c")
        let other = ContentHasher()
        other.update("a")
        other.update("bc")
        let plain = ContentHasher()
        plain.update([2, 0, 0, 0, 0x61, 0x62, 1, 0, 0, 0, 0x63])
        let (first, second, third) = (one.finalized(), other.finalized(), plain.finalized())
        #expect(first != second)
        #expect(first == third)
    }
}

struct WindowChainTests {
    @Test func `the chain is the one written down, step by step`() {
        let first = Digest(of: "first")
        var chain = WindowChain(name: "ab", seasonStartYear: 2021)
        let start = Digest(of: [2, 0, 0, 0, 0x61, 0x62, 0xE5, 0x07, 0, 0])
        #expect(chain.value == start)
        chain.append(dayNumber: 258, first)
        let second = Digest(of: start.bytes + [2, 1, 0, 0] + first.bytes)
        #expect(chain.value == second)
        chain.append(dayNumber: -1, nil)
        #expect(chain.value == Digest(of: second.bytes + [255, 255, 255, 255] + [UInt8](repeating: 0, count: 32)))
    }

    @Test func `name, season, date, digest and order all matter`() {
        func value(_ name: String, _ year: Int, _ links: [(Int32, String)]) -> Digest {
            var chain = WindowChain(name: name, seasonStartYear: year)
            for (day, text) in links { chain.append(dayNumber: day, Digest(of: text)) }
            return chain.value
        }
        let values = [
            value("t", 2021, [(1, "a"), (2, "b")]), value("u", 2021, [(1, "a"), (2, "b")]),
            value("t", 2022, [(1, "a"), (2, "b")]), value("t", 2021, [(1, "b"), (2, "a")]),
            value("t", 2021, [(1, "a"), (3, "b")]), value("t", 2021, [(1, "a")]), value("t", 2021, []),
        ]
        #expect(Set(values).count == values.count)
    }
}
