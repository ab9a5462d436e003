import Foundation
import NBA
import Testing

struct NameFoldingTests {
    @Test(arguments: [
        ("Nikola Jokić", "nikolajokic"), ("Gary Payton II", "garypaytonii"), ("D'Angelo Russell", "dangelorussell"),
        ("Dennis Schröder", "dennisschroder"), ("Luka Dončić", "lukadoncic"), ("Jaren Jackson Jr.", "jarenjacksonjr"),
        ("Shai Gilgeous-Alexander", "shaigilgeousalexander"), ("Alperen Şengün", "alperensengun"),
        ("Nikola Đurišić", "nikoladurisic"), ("Łukasz Ænøß Œı", "lukaszaenossoei"), ("İlkan", "ilkan"),
        ("Jokic\u{0301} Z\u{030C}", "jokicz"), ("王 哲林", ""), ("", ""), ("PG13", "pg13"),
    ])
    func `a name is reduced to lower-case letters and digits`(_ name: String, _ key: String) {
        #expect(PlayerLookup.key(of: name) == key)
    }

    @Test func `every Latin letter folds as its canonical decomposition does`() {
        let special: [Unicode.Scalar: String] = [
            "đ": "d", "ø": "o", "ł": "l", "ß": "ss", "ı": "i", "æ": "ae", "œ": "oe",
        ]
        for value in Array(UInt32(0x20)...0x24F) + Array(UInt32(0x1E00)...0x1EFF) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let lower = String(scalar).lowercased().decomposedStringWithCanonicalMapping
            let folded = lower.unicodeScalars.map { special[$0] ?? String($0) }.joined()
            let expected = String(
                folded.utf8.filter { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }.map {
                    Character(Unicode.Scalar($0))
                })
            #expect(PlayerLookup.key(of: String(scalar)) == expected, "U+\(String(value, radix: 16))")
        }
    }
}
