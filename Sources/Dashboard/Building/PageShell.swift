internal import Markup

/// What all pages share: head, navigation, foot.
struct PageShell: Sendable {
    let navigation: [NavigationEntry]
    /// What the workspace is called.
    let name: String

    /// The document.
    ///
    /// - Parameter version: of what it was made from; the page asks for a newer one when there is one.
    func document(_ page: Page, version: Int?) -> String {
        let head = Element(
            "head", [:],
            [
                Element("meta", ["charset": "utf-8"]),
                Element("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
                Element("meta", ["name": "color-scheme", "content": "light dark"]),
                Element("title", [:], [Element(text: "\(page.title) · Backcourt")]),
                Element("link", ["rel": "icon", "href": Asset.icon.address]),
                Element("link", ["rel": "stylesheet", "href": Asset.style.address]),
                Element("script", ["src": Asset.script.address, "defer": ""]),
            ])
        let main = Element(
            "main", ["id": "main", "tabindex": "-1"], [Element("h1", [:], [Element(text: page.title)])] + page.body)
        let shown = page.isLive ? version.map(String.init) ?? "" : ""
        let body = Element(
            "body", ["data-version": shown, "data-whole": page.isWhole ? "yes" : "no"],
            [skip, header(page), main, footer])
        return "<!doctype html>\n" + Element("html", ["lang": "en"], [head, body]).markup + "\n"
    }

    private var skip: Element { .skip("Skip to content", to: "main") }

    private func header(_ page: Page) -> Element {
        let entries = navigation.map { entry -> Element in
            let isHere = entry.address == page.place
            let text = [Element(text: entry.name)]
            let link =
                isHere
                ? Element("a", ["href": entry.address, "aria-current": "page"], text)
                : Element("a", ["href": entry.address], text)
            return Element("li", [:], [link])
        }
        return Element(
            "header", [:],
            [
                Element("a", ["class": "brand", "href": "/"], [Element(text: "Backcourt")]),
                Element("nav", ["aria-label": "Pages"], [Element("ul", [:], entries)]),
                Element(
                    "form", ["action": "/dates", "class": "jump", "role": "search"],
                    [
                        Element("label", ["for": "jump"], [Element(text: "Date")]),
                        Element("input", ["id": "jump", "name": "date", "type": "date", "required": ""]),
                        Element("button", [:], [Element(text: "Go")]),
                    ]),
            ])
    }

    private var footer: Element {
        Element(
            "footer", [:],
            [
                Element("span", [:], [Element(text: name)]),
                Element("span", ["id": "connection", "role": "status"], [Element(text: "")]),
                Element("a", ["href": "/sign-in"], [Element(text: "Sign in to act")]),
            ])
    }
}
