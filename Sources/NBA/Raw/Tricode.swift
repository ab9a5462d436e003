/// The league's thirty teams by their three-letter codes.
package enum Tricode {
    /// The canonical codes.
    package static let all: Set<String> = [
        "ATL", "BOS", "BKN", "CHA", "CHI", "CLE", "DAL", "DEN", "DET", "GSW", "HOU", "IND", "LAC", "LAL", "MEM", "MIA",
        "MIL", "MIN", "NOP", "NYK", "OKC", "ORL", "PHI", "PHX", "POR", "SAC", "SAS", "TOR", "UTA", "WAS",
    ]

    /// Other spellings seen in sources.
    package static let aliases: [String: String] = [
        "BRK": "BKN", "CHO": "CHA", "PHO": "PHX", "NO": "NOP", "NOH": "NOP", "NY": "NYK", "GS": "GSW", "SA": "SAS",
        "UTAH": "UTA", "WSH": "WAS",
    ]

    /// The canonical code of `spelling`, nil when it is no league team.
    package static func canonical(_ spelling: String) -> String? {
        let code = aliases[spelling] ?? spelling
        return all.contains(code) ? code : nil
    }
}
