internal import Markup

/// Bars over time, one lane for each kind of work.
public struct Timeline: Sendable {
    /// A piece of work.
    public struct Bar: Hashable, Sendable {
        /// What it was, in words.
        public let name: String
        /// Its class and word: `success`, `failed`.
        public let state: String
        /// Seconds since the start of the chart.
        public let span: ClosedRange<Double>

        /// A piece of work from second to second.
        public init(_ name: String, state: String, _ span: ClosedRange<Double>) {
            (self.name, self.state, self.span) = (name, state, span)
        }
    }

    /// What it shows.
    public var title: String
    /// Lanes with their bars, from top to bottom.
    public var lanes: [(name: String, bars: [Bar])]

    /// A timeline of `lanes`.
    public init(_ title: String, _ lanes: [(name: String, bars: [Bar])]) {
        (self.title, self.lanes) = (title, lanes)
    }

    private static let width = 760.0
    private static let left = 220.0
    private static let lane = 20.0
    // Bars closer than this are drawn as one: nobody tells thousands of hairlines apart.
    private static let least = 0.5

    /// The drawing.
    public var figure: Figure {
        let ends = lanes.flatMap { $0.bars.map(\.span.upperBound) }
        let scale = Scale(ends, includesZero: true)
        let bottom = 20 + Double(lanes.count) * Self.lane
        var drawing: [Element] = []
        for tick in scale.ticks {
            let x = scale.position(of: tick, from: Self.left, to: Self.width - 12)
            drawing.append(.line((x, 16), (x, bottom), "grid"))
            drawing.append(.label("\(tick.written(decimals: scale.decimals)) s", at: (x, bottom + 16), "middle"))
        }
        for (number, lane) in lanes.enumerated() {
            let top = 18 + Double(number) * Self.lane
            drawing.append(.label(lane.name, at: (0, top + 12), "start"))
            for bar in Self.merged(lane.bars, scale) { drawing.append(draw(bar, top, scale)) }
        }
        return Figure(title, description, width: Self.width, height: bottom + 24, drawing)
    }

    private func draw(_ bar: Bar, _ top: Double, _ scale: Scale) -> Element {
        let start = scale.position(of: bar.span.lowerBound, from: Self.left, to: Self.width - 12)
        let end = scale.position(of: bar.span.upperBound, from: Self.left, to: Self.width - 12)
        return .rectangle(
            start, top + 2, max(end - start, 1), Self.lane - 6, "bar state-\(bar.state)",
            [Element("title", [:], [Element(text: "\(bar.name): \(bar.state)")])])
    }

    private static func merged(_ bars: [Bar], _ scale: Scale) -> [Bar] {
        let width = (scale.range.upperBound - scale.range.lowerBound) / (Self.width - Self.left) * least
        var merged: [Bar] = []
        for bar in bars.sorted(by: { $0.span.lowerBound < $1.span.lowerBound }) {
            guard let last = merged.last, last.state == bar.state, bar.span.lowerBound - last.span.upperBound < width
            else {
                merged.append(bar)
                continue
            }
            let span = last.span.lowerBound...max(last.span.upperBound, bar.span.upperBound)
            let first = last.name.split(separator: "…").first.map(String.init) ?? last.name
            merged[merged.count - 1] = Bar("\(first)…\(bar.name)", state: bar.state, span)
        }
        return merged
    }

    private var description: String {
        lanes.map { lane in
            let seconds = lane.bars.reduce(0) { $0 + $1.span.upperBound - $1.span.lowerBound }
            let states = Set(lane.bars.map(\.state)).sorted().joined(separator: ", ")
            return "\(lane.name): \(lane.bars.count) steps, \(seconds.written(decimals: 2)) s, \(states)."
        }.joined(separator: " ")
    }
}
