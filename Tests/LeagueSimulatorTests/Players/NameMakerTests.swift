import NBA
import Randomness
import Testing

@testable import LeagueSimulator

struct NameMakerTests {
    private static func names(_ count: Int, seed: UInt64) -> [FullName] {
        var (maker, random) = (NameMaker(), SeededRandom(seed: seed))
        return (0..<count).map { _ in maker.next(&random) }
    }

    @Test func `no two players share a lookup or an id at the source`() {
        let names = Self.names(6000, seed: 1)
        #expect(Set(names.map { PlayerLookup.key(of: $0.display) }).count == 6000)
        #expect(Set(names.map(\.sourceID)).count == 6000)
    }

    @Test func `names are letters, and a lookup keeps every one of them`() {
        for name in Self.names(3000, seed: 2) {
            let lookup = PlayerLookup.key(of: name.display)
            let letters = name.display.unicodeScalars.filter { $0.properties.isAlphabetic }.count
            #expect(lookup.utf8.count >= letters, "\(name.display) became \(lookup)")
            #expect(
                name.display.unicodeScalars.allSatisfy { $0.properties.isAlphabetic || " .'-".contains(Character($0)) })
            #expect(name.sourceID.utf8.allSatisfy { $0 < 0x80 } && name.sourceID.count >= 5)
        }
    }

    @Test func `some have marks, some a suffix`() {
        let names = Self.names(2000, seed: 3).map(\.display)
        #expect(names.count { !$0.utf8.allSatisfy { $0 < 0x80 } } > 200)
        for suffix in NameParts.suffixes.prefix(3) { #expect(names.contains { $0.hasSuffix(" \(suffix)") }) }
    }
}
