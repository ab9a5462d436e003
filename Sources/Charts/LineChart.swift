internal import Markup

/// Lines over one axis of numbers, such as days or deciles.
public struct LineChart: Sendable {
    /// One line. Where a value is missing the line is broken.
    public struct Series: Sendable {
        /// Its name, written at its end.
        public let name: String
        /// Points by ascending x; nil where nothing is known.
        public let points: [(x: Double, y: Double?)]

        /// A line through `points`.
        public init(_ name: String, _ points: [(x: Double, y: Double?)]) {
            (self.name, self.points) = (name, points)
        }
    }

    /// One of the two axes.
    public struct Axis: Sendable {
        /// What is measured, with its unit.
        public let name: String
        /// How a number is written; nil for the number itself.
        public let writing: (@Sendable (Double) -> String)?
        /// Whether 0 is shown in any case.
        public let includesZero: Bool

        /// An axis of this name.
        public init(
            _ name: String, includesZero: Bool = false, writing: (@Sendable (Double) -> String)? = nil
        ) {
            (self.name, self.includesZero, self.writing) = (name, includesZero, writing)
        }
    }

    /// What it shows.
    public var title: String
    /// From left to right.
    public var x: Axis
    /// From the bottom up.
    public var y: Axis
    /// The lines, six at most: more are not told apart.
    public var series: [Series]
    /// Whether x = y is drawn: for what ought to be equal.
    public var showsDiagonal = false

    /// A chart of `series`.
    public init(_ title: String, x: Axis, y: Axis, _ series: [Series]) {
        (self.title, self.x, self.y, self.series) = (title, x, y, series)
    }

    private static let size = (width: 640.0, height: 260.0)
    private static let plot = (left: 56.0, top: 14.0, right: 500.0, bottom: 214.0)
    private static let dashes = ["", "6 3", "2 3", "8 3 2 3", "12 4", "1 4"]

    /// The drawing; one that says so where nothing is known.
    public var figure: Figure {
        let known = series.flatMap { $0.points.compactMap { point in point.y.map { (point.x, $0) } } }
        guard !known.isEmpty else {
            let text = Element.label("nothing to show yet", at: (Self.size.width / 2, Self.size.height / 2), "middle")
            return Figure(title, "Nothing to show yet.", width: Self.size.width, height: Self.size.height, [text])
        }
        let columns = Scale(known.map(\.0), includesZero: x.includesZero)
        let rows = Scale(known.map(\.1) + (showsDiagonal ? known.map(\.0) : []), includesZero: y.includesZero)
        var drawing = axes(columns, rows)
        if showsDiagonal { drawing.append(diagonal(columns, rows)) }
        for (number, line) in series.enumerated() { drawing += draw(line, number, columns, rows) }
        return Figure(
            title, description(rows), width: Self.size.width, height: Self.size.height,
            drawing + names(columns, rows))
    }

    private func place(_ x: Double, _ y: Double, _ columns: Scale, _ rows: Scale) -> (Double, Double) {
        (
            columns.position(of: x, from: Self.plot.left, to: Self.plot.right),
            rows.position(of: y, from: Self.plot.bottom, to: Self.plot.top)
        )
    }

    private func axes(_ columns: Scale, _ rows: Scale) -> [Element] {
        var drawing: [Element] = []
        for tick in rows.ticks {
            let height = rows.position(of: tick, from: Self.plot.bottom, to: Self.plot.top)
            drawing.append(.line((Self.plot.left, height), (Self.plot.right, height), "grid"))
            drawing.append(.label(text(tick, y, rows), at: (Self.plot.left - 6, height + 4), "end"))
        }
        for tick in columns.ticks {
            let place = columns.position(of: tick, from: Self.plot.left, to: Self.plot.right)
            drawing.append(.label(text(tick, x, columns), at: (place, Self.plot.bottom + 16), "middle"))
        }
        let middle = (Self.plot.left + Self.plot.right) / 2
        drawing.append(.label(x.name, at: (middle, Self.plot.bottom + 36), "middle", "axis name"))
        drawing.append(.label(y.name, at: (Self.plot.left, Self.plot.top - 4), "start", "axis name"))
        return drawing
    }

    private func text(_ value: Double, _ axis: Axis, _ scale: Scale) -> String {
        axis.writing?(value) ?? value.written(decimals: scale.decimals)
    }

    private func diagonal(_ columns: Scale, _ rows: Scale) -> Element {
        let low = max(columns.range.lowerBound, rows.range.lowerBound)
        let high = min(columns.range.upperBound, rows.range.upperBound)
        return .line(place(low, low, columns, rows), place(high, high, columns, rows), "reference")
    }

    // A line is broken where a value is missing; a value between two missing ones is a dot.
    private func draw(_ line: Series, _ number: Int, _ columns: Scale, _ rows: Scale) -> [Element] {
        let pieces = line.points.split { $0.y == nil }.map { piece in
            piece.compactMap { point in point.y.map { place(point.x, $0, columns, rows) } }
        }
        let style = "series series-\(number % Self.dashes.count + 1)"
        return pieces.map { piece in
            guard piece.count > 1 else {
                return Element(
                    "circle",
                    ["cx": piece[0].0.coordinate, "cy": piece[0].1.coordinate, "r": "2.5", "class": "dot \(style)"])
            }
            let path = piece.enumerated().map { index, place in
                "\(index == 0 ? "M" : "L")\(place.0.coordinate) \(place.1.coordinate)"
            }.joined()
            return Element(
                "path",
                ["d": path, "class": style, "stroke-dasharray": Self.dashes[number % Self.dashes.count]])
        }
    }

    // Each name stands where its line ends, and lower where it would lie upon another.
    private func names(_ columns: Scale, _ rows: Scale) -> [Element] {
        let ends = series.enumerated().compactMap { number, line -> (number: Int, name: String, height: Double)? in
            guard let last = line.points.last(where: { $0.y != nil }), let value = last.y else { return nil }
            return (number, line.name, place(last.x, value, columns, rows).1)
        }
        var lowest = -Double.infinity
        return ends.sorted { ($0.height, $0.number) < ($1.height, $1.number) }.map { end in
            lowest = max(end.height, lowest + 14)
            return .label(
                end.name, at: (Self.plot.right + 8, lowest + 4), "start", "name series-\(end.number % 6 + 1)")
        }
    }

    private func description(_ rows: Scale) -> String {
        let lines = series.compactMap { line -> String? in
            let known = line.points.compactMap { point in point.y.map { (point.x, $0) } }
            guard let first = known.first, let last = known.last, let least = known.map(\.1).min(),
                let greatest = known.map(\.1).max()
            else { return "\(line.name): nothing known." }
            let decimals = rows.decimals + 1
            let ends = "\(first.1.written(decimals: decimals)) to \(last.1.written(decimals: decimals))"
            return "\(line.name): \(ends) over \(known.count) values, between \(least.written(decimals: decimals)) and "
                + "\(greatest.written(decimals: decimals))."
        }
        return "\(y.name) by \(x.name). " + lines.joined(separator: " ")
    }
}
