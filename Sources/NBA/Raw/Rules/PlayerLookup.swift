/// Names reduced to lower-case ASCII letters and digits, so that two sources' spellings of one player meet.
package enum PlayerLookup {
    /// The reduced form of `name`: lower-case, diacritics folded, then only a…z and 0…9 kept.
    ///
    ///     Nikola Jokić      nikolajokic
    ///     Gary Payton II    garypaytonii
    ///     Dennis Schröder   dennisschroder
    package static func key(of name: String) -> String {
        var key: [UInt8] = []
        key.reserveCapacity(name.utf8.count)
        for scalar in name.unicodeScalars {
            if scalar.isASCII {
                append(UInt8(truncatingIfNeeded: scalar.value), to: &key)
            } else {
                for lower in scalar.properties.lowercaseMapping.unicodeScalars { append(lower, to: &key) }
            }
        }
        return String(decoding: key, as: UTF8.self)
    }

    // Combining marks are neither ASCII nor in the table, so a decomposed name loses them here.
    private static func append(_ scalar: Unicode.Scalar, to key: inout [UInt8]) {
        if scalar.isASCII {
            append(UInt8(truncatingIfNeeded: scalar.value), to: &key)
        } else if let letters = folded[scalar] {
            key.append(contentsOf: letters)
        }
    }

    private static func append(_ byte: UInt8, to key: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): key.append(byte)
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): key.append(byte | 0x20)
        default: break
        }
    }

    /// Lower-case Latin letters by what is left of them without their marks.
    private static let folded: [Unicode.Scalar: [UInt8]] = {
        var folded: [Unicode.Scalar: [UInt8]] = [:]
        for (plain, letters) in letters {
            for scalar in letters.unicodeScalars { folded[scalar] = Array(plain.utf8) }
        }
        return folded
    }()

    // Every lower-case letter of the Latin blocks whose canonical decomposition starts with a…z, and the seven letters
    // that have none but are folded all the same.
    private static let letters: [(plain: String, letters: String)] = [
        ("a", "àáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ"),
        ("ae", "æǣǽ"),
        ("b", "ḃḅḇ"),
        ("c", "çćĉċčḉ"),
        ("d", "đďḋḍḏḑḓ"),
        ("e", "èéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ"),
        ("f", "ḟ"),
        ("g", "ĝğġģǧǵḡ"),
        ("h", "ĥȟḣḥḧḩḫẖ"),
        ("i", "ıìíîïĩīĭįǐȉȋḭḯỉị"),
        ("j", "ĵǰ"),
        ("k", "ķǩḱḳḵ"),
        ("l", "łĺļľḷḹḻḽ"),
        ("m", "ḿṁṃ"),
        ("n", "ñńņňǹṅṇṉṋ"),
        ("o", "øòóôõöōŏőơǒǫǭǿȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợ"),
        ("oe", "œ"),
        ("p", "ṕṗ"),
        ("r", "ŕŗřȑȓṙṛṝṟ"),
        ("s", "śŝşšșṡṣṥṧṩ"),
        ("ss", "ß"),
        ("t", "ţťțṫṭṯṱẗ"),
        ("u", "ùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự"),
        ("v", "ṽṿ"),
        ("w", "ŵẁẃẅẇẉẘ"),
        ("x", "ẋẍ"),
        ("y", "ýÿŷȳẏẙỳỵỷỹ"),
        ("z", "źżžẑẓẕ"),
    ]
}
