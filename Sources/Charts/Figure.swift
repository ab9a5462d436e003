public import Markup

/// A drawing for a page: what it shows can be read without seeing it.
///
/// Colours are classes, `series-1` to `series-6`, `axis`, `grid`, `mark`, so that the page's style sheet decides for light and
/// dark; nothing is told by colour alone.
public struct Figure: Hashable, Sendable {
    /// What it shows, in a few words.
    public let title: String
    /// The same in sentences with its figures, for whoever does not see it.
    public let description: String
    let width: Double
    let height: Double
    let drawing: [Element]
    /// `img`, or `group` where parts of it can be followed.
    var role = "img"

    /// A drawing of these parts, on a sheet of so many units.
    public init(_ title: String, _ description: String, width: Double, height: Double, _ drawing: [Element]) {
        (self.title, self.description) = (title, description)
        (self.width, self.height, self.drawing) = (width, height, drawing)
    }

    /// The SVG; the style sheet may let it be narrower.
    ///
    /// - Parameters:
    ///   - id: unique on the page; title and description are named after it.
    ///   - scale: how many times larger than it is drawn.
    public func element(id: String, scale: Double = 1) -> Element {
        Element(
            "svg",
            [
                "xmlns": "http://www.w3.org/2000/svg", "viewBox": "0 0 \(width.coordinate) \(height.coordinate)",
                "width": (width * scale).coordinate, "height": (height * scale).coordinate, "role": role,
                "aria-labelledby": "\(id)-title \(id)-desc", "class": "figure",
            ],
            [
                Element("title", ["id": "\(id)-title"], [Element(text: title)]),
                Element("desc", ["id": "\(id)-desc"], [Element(text: description)]),
            ] + drawing)
    }
}

// What figures are drawn with.
extension Element {
    /// A line from one place to another.
    package static func line(_ from: (Double, Double), _ to: (Double, Double), _ style: String) -> Element {
        Element(
            "line",
            [
                "x1": from.0.coordinate, "y1": from.1.coordinate, "x2": to.0.coordinate, "y2": to.1.coordinate,
                "class": style,
            ])
    }

    /// Words at a place; `anchor` is start, middle or end.
    package static func label(_ text: String, at place: (Double, Double), _ anchor: String, _ style: String = "axis")
        -> Element
    {
        Element(
            "text",
            ["x": place.0.coordinate, "y": place.1.coordinate, "text-anchor": anchor, "class": style],
            [Element(text: text)])
    }

    /// A rectangle by its upper left corner.
    package static func rectangle(
        _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ style: String, _ inside: [Element] = []
    ) -> Element {
        Element(
            "rect",
            [
                "x": x.coordinate, "y": y.coordinate, "width": width.coordinate, "height": height.coordinate,
                "class": style,
            ], inside)
    }

    /// A dot.
    package static func dot(_ place: (Double, Double), _ style: String) -> Element {
        Element(
            "circle", ["cx": place.0.coordinate, "cy": place.1.coordinate, "r": "2.5", "class": style])
    }
}
