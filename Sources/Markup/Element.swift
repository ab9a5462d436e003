/// A piece of HTML or SVG: a tag with attributes and what is inside, text, or several of them in a row.
///
/// Text and attributes are escaped when written, scalar by scalar, so that no name out of a file becomes markup.
public struct Element: Hashable, Sendable {
    private enum Content: Hashable, Sendable {
        case text(String)
        case tag(String, [Attribute], [Element])
        case row([Element])
    }

    private struct Attribute: Hashable, Sendable {
        let name: String
        let value: String
    }

    private let content: Content

    /// Text.
    public init(text: String) {
        content = .text(text)
    }

    /// Several pieces, one after the other.
    public init(_ row: [Element]) {
        content = .row(row)
    }

    /// A tag; attributes in the order given.
    public init(
        _ tag: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:], _ children: [Element] = []
    ) {
        content = .tag("\(tag)", attributes.map { Attribute(name: "\($0.key)", value: $0.value) }, children)
    }

    /// The markup.
    public var markup: String {
        var markup = ""
        write(to: &markup)
        return markup
    }

    private func write(to markup: inout String) {
        switch content {
        case .text(let text): Self.escape(text, to: &markup)
        case .row(let row): for element in row { element.write(to: &markup) }
        case .tag(let tag, let attributes, let children):
            markup += "<\(tag)"
            for attribute in attributes {
                markup += " \(attribute.name)=\""
                Self.escape(attribute.value, to: &markup)
                markup += "\""
            }
            if children.isEmpty, Self.closedByItself.contains(tag) {
                markup += "/>"
                return
            }
            markup += ">"
            for child in children { child.write(to: &markup) }
            markup += "</\(tag)>"
        }
    }

    // What HTML knows no end tag of, and what SVG is full of.
    private static let closedByItself: Set<String> = [
        "br", "hr", "img", "input", "link", "meta", "circle", "ellipse", "line", "path", "rect", "use",
    ]

    private static func escape(_ text: String, to markup: inout String) {
        for character in text.unicodeScalars {
            switch character {
            case "&": markup += "&amp;"
            case "<": markup += "&lt;"
            case ">": markup += "&gt;"
            case "\"": markup += "&quot;"
            case "'": markup += "&#39;"
            // Markup has no place for the other control characters.
            case "\u{0}"..."\u{8}", "\u{B}", "\u{C}", "\u{E}"..."\u{1F}": markup += "\u{FFFD}"
            default: markup.unicodeScalars.append(character)
            }
        }
    }
}
