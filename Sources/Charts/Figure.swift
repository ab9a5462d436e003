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

    init(_ title: String, _ description: String, width: Double, height: Double, _ drawing: [Element]) {
        (self.title, self.description) = (title, description)
        (self.width, self.height, self.drawing) = (width, height, drawing)
    }

    /// The SVG, as wide as its place allows.
    ///
    /// - Parameter id: unique on the page; title and description are named after it.
    public func element(id: String) -> Element {
        Element(
            "svg",
            [
                "xmlns": "http://www.w3.org/2000/svg", "viewBox": "0 0 \(width.coordinate) \(height.coordinate)",
                "role": "img", "aria-labelledby": "\(id)-title \(id)-desc", "class": "figure",
            ],
            [
                Element("title", ["id": "\(id)-title"], [Element(text: title)]),
                Element("desc", ["id": "\(id)-desc"], [Element(text: description)]),
            ] + drawing)
    }
}

// What figures are drawn with.
extension Element {
    static func line(_ from: (Double, Double), _ to: (Double, Double), _ style: String) -> Element {
        Element(
            "line",
            [
                "x1": from.0.coordinate, "y1": from.1.coordinate, "x2": to.0.coordinate, "y2": to.1.coordinate,
                "class": style,
            ])
    }

    static func label(_ text: String, at place: (Double, Double), _ anchor: String, _ style: String = "axis") -> Element
    {
        Element(
            "text",
            ["x": place.0.coordinate, "y": place.1.coordinate, "text-anchor": anchor, "class": style],
            [Element(text: text)])
    }

    static func rectangle(
        _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ style: String, _ inside: [Element] = []
    ) -> Element {
        Element(
            "rect",
            [
                "x": x.coordinate, "y": y.coordinate, "width": width.coordinate, "height": height.coordinate,
                "class": style,
            ], inside)
    }
}
