package import Charts
package import GameCalendar
package import Markup

// What pages are put together from.
extension Element {
    /// A paragraph of text.
    package static func paragraph(_ text: String) -> Element { paragraph([Element(text: text)]) }

    /// A paragraph of pieces.
    package static func paragraph(_ pieces: [Element]) -> Element { Element("p", [:], pieces) }

    /// A link.
    package static func link(_ text: String, _ address: String) -> Element {
        Element("a", ["href": address], [Element(text: text)])
    }

    /// A link that shows when the keyboard reaches it, past what would take many steps.
    static func skip(_ text: String, to id: String) -> Element {
        Element("a", ["class": "skip", "href": "#\(id)"], [Element(text: text)])
    }

    /// Text that is a name or a value.
    package static func code(_ text: String) -> Element { Element("code", [:], [Element(text: text)]) }

    /// An instant to the second, in UTC.
    package static func instant(_ instant: Timestamp) -> Element {
        Element("time", ["datetime": instant.description], [Element(text: instant.shortText)])
    }

    /// A link that is an instant.
    static func instant(_ instant: Timestamp, _ address: String) -> Element {
        Element("a", ["href": address], [.instant(instant)])
    }

    /// A batch, by the end of its id: what comes before is when and by whom.
    static func batch(_ id: String) -> Element {
        let short = id.split(separator: "-").suffix(2).joined(separator: "-")
        return Element("a", ["href": "/batches/\(id)", "title": id, "class": "id"], [Element(text: short)])
    }

    /// Drawings beside each other where there is room.
    package static func charts(_ figures: [Element]) -> Element { Element("div", ["class": "charts"], figures) }

    /// What is read by whoever wants to know more.
    package static func details(_ summary: String, _ parts: [Element]) -> Element {
        Element("details", [:], [Element("summary", [:], [Element(text: summary)])] + parts)
    }

    /// A command line to copy.
    package static func command(_ line: String) -> Element {
        Element("pre", ["class": "command", "data-copy": ""], [Element("code", [:], [Element(text: line)])])
    }

    /// A part of a page under a heading; replaced by itself when the page is brought up to date.
    ///
    /// - Parameter id: unique on the page.
    package static func section(_ heading: String, id: String, _ parts: [Element]) -> Element {
        Element(
            "section", ["id": id, "aria-labelledby": "\(id)-heading", "data-live": ""],
            [Element("h2", ["id": "\(id)-heading"], [Element(text: heading)])] + parts)
    }

    /// Names with what is known of them.
    package static func facts(_ facts: [(name: String, value: Element)]) -> Element {
        Element(
            "dl", ["class": "facts"],
            facts.map { fact in
                Element(
                    "div", [:],
                    [Element("dt", [:], [Element(text: fact.name)]), Element("dd", [:], [fact.value])])
            })
    }

    /// A drawing with its title.
    package static func figure(_ figure: Figure, id: String, scale: Double = 1) -> Element {
        Element(
            "figure", [:],
            [
                Element("figcaption", [:], [Element(text: figure.title)]),
                Element(
                    "div", ["class": "wide", "tabindex": "0", "role": "group", "aria-label": figure.title],
                    [figure.element(id: id, scale: scale)]),
            ])
    }

    /// A list of lines.
    package static func list(_ items: [Element]) -> Element {
        Element("ul", [:], items.map { Element("li", [:], [$0]) })
    }
}

/// A table of a page.
package struct PageTable: Sendable {
    /// A column.
    package struct Column: Hashable, Sendable {
        let name: String
        let isNumber: Bool

        /// A column of words.
        package static func text(_ name: String) -> Column { Column(name: name, isNumber: false) }

        /// A column of numbers, which stand under each other.
        package static func number(_ name: String) -> Column { Column(name: name, isNumber: true) }
    }

    /// What it lists; read out before it.
    package var caption: String
    /// From left to right; the first names the row.
    package var columns: [Column]
    /// One cell for each column.
    package var rows: [[Element]]
    /// Said in its place when there are no rows.
    package var emptiness: String

    /// A table of `rows`.
    package init(_ caption: String, _ columns: [Column], _ rows: [[Element]], whenEmpty emptiness: String = "None.") {
        (self.caption, self.columns, self.rows, self.emptiness) = (caption, columns, rows, emptiness)
    }

    /// The table; a sentence when there are no rows.
    package var element: Element {
        guard !rows.isEmpty else { return .paragraph(emptiness) }
        let head = columns.map { column in
            Element(
                "th", ["scope": "col", "class": column.isNumber ? "number" : "text"], [Element(text: column.name)])
        }
        let body = rows.map { row in
            Element("tr", [:], zip(columns, row).enumerated().map { Self.cell($1.1, $1.0, isFirst: $0 == 0) })
        }
        return Element(
            "div", ["class": "wide", "tabindex": "0", "role": "group", "aria-label": caption],
            [
                Element(
                    "table", [:],
                    [
                        Element("caption", [:], [Element(text: caption)]),
                        Element("thead", [:], [Element("tr", [:], head)]), Element("tbody", [:], body),
                    ])
            ])
    }

    private static func cell(_ content: Element, _ column: Column, isFirst: Bool) -> Element {
        if isFirst { return Element("th", ["scope": "row"], [content]) }
        return column.isNumber ? Element("td", ["class": "number"], [content]) : Element("td", [:], [content])
    }
}
