package import Markup

// What forms are put together from.
extension Element {
    /// A choice among values, each with what people read.
    package static func choice(
        _ label: String, _ name: String, _ values: [(value: String, text: String)], _ chosen: String
    )
        -> Element
    {
        let options = values.map { value, text in
            value == chosen
                ? Element("option", ["value": value, "selected": ""], [Element(text: text)])
                : Element("option", ["value": value], [Element(text: text)])
        }
        return Element(
            "label", [:], [Element(text: label), Element("select", ["name": name], options)])
    }

    /// A field to write in.
    static func input(_ label: String, _ name: String, type: String = "text", _ value: String = "") -> Element {
        Element(
            "label", [:],
            [Element(text: label), Element("input", ["name": name, "type": type, "value": value])])
    }

    /// A box to check.
    static func check(_ label: String, _ name: String, _ isChecked: Bool) -> Element {
        let box =
            isChecked
            ? Element("input", ["name": name, "type": "checkbox", "value": "1", "checked": ""])
            : Element("input", ["name": name, "type": "checkbox", "value": "1"])
        return Element("label", ["class": "check"], [box, Element(text: label)])
    }

    /// A value that is sent along.
    static func hidden(_ name: String, _ value: String) -> Element {
        Element("input", ["name": name, "type": "hidden", "value": value])
    }
}
