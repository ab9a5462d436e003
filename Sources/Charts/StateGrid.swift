/// A calendar of states: a row for each group, such as a season, a column for each of its days, and in each cell one small
/// mark for each of several parts, such as phases.
///
/// A state is told by the shape of its mark as well as by its class: a full mark, a half one, an outline, a cross.
public struct StateGrid: Sendable {
    /// How a mark looks; the colour is the style sheet's, by ``State/name``.
    public enum Shape: Hashable, Sendable {
        /// A full square.
        case full
        /// Its lower half.
        case half
        /// An outline.
        case outline
        /// A cross.
        case cross
        /// A dot.
        case dot
        /// Nothing.
        case none
    }

    /// What a part of a day can be.
    public struct State: Hashable, Sendable {
        /// For people and, with dashes for spaces, for the style sheet: `complete`, `no games`.
        public let name: String
        /// Its mark.
        public let shape: Shape

        /// A state of this name.
        public init(_ name: String, _ shape: Shape) {
            (self.name, self.shape) = (name, shape)
        }
    }

    /// A day.
    public struct Day: Hashable, Sendable {
        /// Its date, written.
        public let name: String
        /// The state of each part, in the order of ``StateGrid/parts``.
        public let states: [State]
        /// Where a click leads.
        public let link: String

        /// A day with the states of its parts.
        public init(_ name: String, _ states: [State], link: String) {
            (self.name, self.states, self.link) = (name, states, link)
        }
    }

    /// What it shows.
    public var title: String
    /// Names of the parts, from top to bottom of a cell.
    public var parts: [String]
    /// The groups with their days, in order.
    public var rows: [(name: String, days: [Day])]

    /// A grid of `rows`.
    public init(_ title: String, parts: [String], rows: [(name: String, days: [Day])]) {
        (self.title, self.parts, self.rows) = (title, parts, rows)
    }

    private static let mark = 6.0
    private static let gap = 1.0
    private static let left = 64.0

    private var band: Double { Double(parts.count) * (Self.mark + Self.gap) + 12 }
    private var width: Double {
        Self.left + Double(rows.map(\.days.count).max() ?? 0) * (Self.mark + Self.gap) + 4
    }

    /// The drawing.
    public var figure: Figure {
        var drawing: [Element] = []
        for (number, row) in rows.enumerated() {
            let top = 8 + Double(number) * band
            drawing.append(.label(row.name, at: (0, top + band / 2), "start"))
            for (column, day) in row.days.enumerated() {
                drawing.append(cell(day, Self.left + Double(column) * (Self.mark + Self.gap), top))
            }
        }
        return Figure(title, description, width: width, height: 16 + Double(rows.count) * band, drawing)
    }

    private func cell(_ day: Day, _ x: Double, _ top: Double) -> Element {
        let words = zip(parts, day.states).map { "\($0) \($1.name)" }.joined(separator: ", ")
        let marks = day.states.enumerated().flatMap { part, state in
            draw(state, x, top + Double(part) * (Self.mark + Self.gap))
        }
        return Element(
            "a", ["href": day.link, "data-day": day.name],
            [Element("title", [:], [Element(text: "\(day.name): \(words)")])] + marks)
    }

    private func draw(_ state: State, _ x: Double, _ y: Double) -> [Element] {
        let (size, style) = (Self.mark, "mark state-\(state.name.replacing(" ", with: "-"))")
        // What can be clicked is as large as a full mark, whatever is drawn.
        let ground = Element.rectangle(x, y, size, size, "ground")
        switch state.shape {
        case .full: return [.rectangle(x, y, size, size, style)]
        case .half: return [ground, .rectangle(x, y + size / 2, size, size / 2, style)]
        case .outline: return [.rectangle(x + 0.5, y + 0.5, size - 1, size - 1, "\(style) hollow")]
        case .cross:
            return [
                ground, .line((x, y), (x + size, y + size), "\(style) hollow"),
                .line((x, y + size), (x + size, y), "\(style) hollow"),
            ]
        case .dot:
            let place: (x: String, y: String) = ((x + size / 2).coordinate, (y + size / 2).coordinate)
            return [ground, Element("circle", ["cx": place.x, "cy": place.y, "r": "1", "class": style])]
        case .none: return [ground]
        }
    }

    // Counts of each state by part.
    private var description: String {
        parts.enumerated().map { part, name in
            var counts: [(name: String, count: Int)] = []
            for day in rows.flatMap(\.days) where part < day.states.count {
                let state = day.states[part].name
                if let index = counts.firstIndex(where: { $0.name == state }) {
                    counts[index].count += 1
                } else {
                    counts.append((state, 1))
                }
            }
            let told = counts.map { "\($0.count) \($0.name)" }.joined(separator: ", ")
            return "\(name): \(told.isEmpty ? "no days" : told)."
        }.joined(separator: " ")
    }
}
