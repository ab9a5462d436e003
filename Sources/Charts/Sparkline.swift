internal import Markup

/// A line as high as a word, without axes: for a cell of a table.
public struct Sparkline: Sendable {
    private static let size = (width: 120.0, height: 24.0)
    private let title: String
    private let values: [Double?]

    /// A line through `values`, in order; nil where nothing is known.
    public init(_ title: String, _ values: [Double?]) {
        (self.title, self.values) = (title, values)
    }

    /// The drawing.
    public var figure: Figure {
        let known = values.compactMap(\.self).filter(\.isFinite)
        guard let least = known.min(), let greatest = known.max(), let last = known.last else {
            return Figure(title, "Nothing known.", width: Self.size.width, height: Self.size.height, [])
        }
        let spread = max(greatest - least, .leastNormalMagnitude)
        let step = values.count > 1 ? (Self.size.width - 4) / Double(values.count - 1) : 0
        let places = values.enumerated().map { index, value in
            value.map { (2 + Double(index) * step, 2 + (Self.size.height - 4) * (1 - ($0 - least) / spread)) }
        }
        let pieces = places.split { $0 == nil }.map { $0.compactMap(\.self) }
        let path = pieces.map { piece in
            let line = piece.count > 1 ? piece : piece + piece
            return line.enumerated().map { index, place in
                "\(index == 0 ? "M" : "L")\(place.0.coordinate) \(place.1.coordinate)"
            }.joined()
        }.joined()
        let text =
            "\(known.count) values, from \(least.written(decimals: 3)) to \(greatest.written(decimals: 3)), the last "
            + "\(last.written(decimals: 3))."
        return Figure(
            title, text, width: Self.size.width, height: Self.size.height,
            [Element("path", ["d": path, "class": "series series-1"])])
    }
}
