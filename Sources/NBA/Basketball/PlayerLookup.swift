internal import Foundation

/// The form of a name that search and joins by eye use; never a key.
package enum PlayerLookup {
    // Letters that have no canonical decomposition.
    private static let special: [Unicode.Scalar: String] = [
        "đ": "d", "ø": "o", "ł": "l", "ß": "ss", "ı": "i", "æ": "ae", "œ": "oe",
    ]

    /// Lower-case, diacritics folded, then only a–z and 0–9; suffixes stay.
    ///
    ///     Nikola Jokić    nikolajokic
    ///     Gary Payton II  garypaytonii
    package static func fold(_ name: String) -> String {
        var folded = ""
        for scalar in name.lowercased().decomposedStringWithCanonicalMapping.unicodeScalars {
            switch scalar {
            case "a"..."z", "0"..."9": folded.unicodeScalars.append(scalar)
            default: folded += special[scalar] ?? ""
            }
        }
        return folded
    }
}
