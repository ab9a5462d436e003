internal import Dashboard
internal import Markup
internal import NBA

/// Everybody whose name is known.
struct PlayersPage {
    private static let listed = 200
    let wanted: String
    let players: [PlayerReference]

    var page: Page {
        let search = PlayerLookup.key(of: wanted)
        let found = players.filter { search.isEmpty || $0.playerLookup.contains(search) }
            .sorted { ($0.playerName, $0.playerID) < ($1.playerName, $1.playerID) }
        let form = Element(
            "form", ["class": "filter", "action": "/players"],
            [
                Element(
                    "label", [:],
                    [Element(text: "Name"), Element("input", ["name": "name", "type": "search", "value": wanted])]),
                Element("button", [:], [Element(text: "Find")]),
            ])
        let table = PageTable(
            "Players", [.text("Name"), .number("Id")],
            found.prefix(Self.listed).map { player in
                [.link(player.playerName, "/players/\(player.playerID)"), Element(text: "\(player.playerID)")]
            }, whenEmpty: "Nobody of that name.")
        let rest = found.count - Self.listed
        let more = rest > 0 ? [Element.paragraph("And \(rest) more; write a part of the name.")] : []
        return Page(
            "Players", at: "/players",
            [form, .section("\(found.count) players", id: "players", [table.element] + more)])
    }
}
