public import GameCalendar
internal import Markup

/// A calendar of states: a band for each group of days, such as a season, with a column for each week and a cell for each
/// day. A cell is divided among parts, such as phases, up to four.
///
///     Oct      Nov            parts of a cell
///     ▪▪ ▪▪    ▪▫ ▪▫          1 2
///     ▪▪ ▪▪    ▪▫ ··          3 4
///
/// A state is told by the shape of its mark as well as by its class: a full mark, a half one, an outline, a cross.
public struct CalendarGrid: Sendable {
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
        /// The day.
        public let date: GameDate
        /// The state of each part, in the order of ``CalendarGrid/parts``.
        public let states: [State]

        /// A day with the states of its parts.
        public init(_ date: GameDate, _ states: [State]) {
            (self.date, self.states) = (date, states)
        }
    }

    /// A group of days, ascending.
    public struct Band: Hashable, Sendable {
        /// Its name.
        public let name: String
        /// Its days; those that are left out are not drawn.
        public let days: [Day]

        /// A band of `days`.
        public init(_ name: String, _ days: [Day]) {
            (self.name, self.days) = (name, days)
        }
    }

    /// What it shows.
    public var title: String
    /// Names of the parts of a cell, in reading order.
    public var parts: [String]
    /// The groups, from top to bottom.
    public var bands: [Band]
    /// Where a click on a day leads: this and the date.
    public var linkPrefix: String

    /// A grid of `bands`.
    public init(_ title: String, parts: [String], bands: [Band], linkPrefix: String) {
        (self.title, self.parts, self.bands, self.linkPrefix) = (title, parts, bands, linkPrefix)
    }

    private static let mark = 6
    private static let cell = 2 * mark + 1
    private static let pitch = cell + 2
    private static let left = 56
    private static let top = 14
    private static let bandHeight = top + 7 * pitch + 8

    /// The drawing.
    public var figure: Figure {
        let weeks = bands.map(Self.weeks).max() ?? 0
        let drawing = bands.enumerated().flatMap { number, band in draw(band, top: number * Self.bandHeight) }
        var figure = Figure(
            title, description, width: Double(Self.left + weeks * Self.pitch),
            height: Double(bands.count * Self.bandHeight), drawing)
        figure.role = "group"
        return figure
    }

    private static func weeks(_ band: Band) -> Int {
        guard let first = band.days.first?.date, let last = band.days.last?.date else { return 0 }
        return week(of: last, from: first) + 1
    }

    private static func week(of date: GameDate, from first: GameDate) -> Int {
        (date - (first - first.weekday)) / 7
    }

    private func draw(_ band: Band, top: Int) -> [Element] {
        guard let first = band.days.first?.date else { return [] }
        var drawing = [Element.label(band.name, at: (0, Double(top + Self.top + 4 * Self.pitch)), "start")]
        var months: [(number: Int, x: Int)] = []
        for day in band.days {
            let x = Self.left + Self.week(of: day.date, from: first) * Self.pitch
            let month = day.date.components.month
            if month != months.last?.number {
                // A month of a few days has no room for its name beside the next one's.
                if let last = months.last, x - last.x < 2 * Self.pitch { months.removeLast() }
                months.append((month, x))
            }
            drawing.append(draw(day, x, top + Self.top + day.date.weekday * Self.pitch))
        }
        return drawing
            + months.map { .label(Self.months[$0.number - 1], at: (Double($0.x), Double(top + 10)), "start") }
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    // Marks of the same state are one path: a page with years on it stays small.
    private func draw(_ day: Day, _ x: Int, _ y: Int) -> Element {
        let size = day.states.count > 1 ? Self.mark : Self.cell
        var marks: [(state: State, path: String)] = []
        for (part, state) in day.states.enumerated() where state.shape != .none {
            let path = Self.path(
                state.shape, x + part % 2 * (Self.mark + 1), y + part / 2 * (Self.mark + 1), size)
            if let index = marks.firstIndex(where: { $0.state == state }) {
                marks[index].path += path
            } else {
                marks.append((state, path))
            }
        }
        let ground = "M\(x) \(y)h\(Self.cell)v\(Self.cell)h-\(Self.cell)z"
        return Element(
            "a", ["href": "\(linkPrefix)\(day.date)"],
            [Element("title", [:], [Element(text: words(day))]), Element("path", ["class": "ground", "d": ground])]
                + marks.map { Element("path", ["class": Self.style($0.state), "d": $0.path]) })
    }

    // A day all of whose parts stand alike is told in one word.
    private func words(_ day: Day) -> String {
        if Set(day.states).count == 1 { return "\(day.date): \(day.states[0].name)" }
        return "\(day.date): " + zip(parts, day.states).map { "\($0) \($1.name)" }.joined(separator: ", ")
    }

    private static func style(_ state: State) -> String {
        let isHollow = state.shape == .outline || state.shape == .cross
        return "s-\(state.name.replacing(" ", with: "-"))\(isHollow ? " hollow" : "")"
    }

    private static func path(_ shape: Shape, _ x: Int, _ y: Int, _ size: Int) -> String {
        switch shape {
        case .full: "M\(x) \(y)h\(size)v\(size)h-\(size)z"
        case .half: "M\(x) \(y + size / 2)h\(size)v\(size - size / 2)h-\(size)z"
        case .outline: "M\(x).5 \(y).5h\(size - 1)v\(size - 1)h-\(size - 1)z"
        case .cross: "M\(x) \(y)l\(size) \(size)m0-\(size)l-\(size) \(size)"
        case .dot: "M\(x + size / 2 - 1) \(y + size / 2 - 1)h2v2h-2z"
        case .none: ""
        }
    }

    // Counts of each state by part.
    private var description: String {
        parts.enumerated().map { part, name in
            var counts: [(name: String, count: Int)] = []
            for day in bands.flatMap(\.days) where part < day.states.count {
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
