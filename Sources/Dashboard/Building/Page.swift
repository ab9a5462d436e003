package import Markup

/// A page: what stands between the head and the foot that all pages share.
package struct Page: Sendable {
    /// What it is about, in a few words.
    package var title: String
    /// Where it belongs in the navigation: the address of its entry, or one below it.
    package var place: String
    /// From the top down.
    package var body: [Element]
    /// 200; 404 for what there is not.
    package var status = 200
    /// Whether it is brought up to date while somebody looks at it.
    package var isLive = true
    /// False while some of what it shows is still being read: it is made again soon, and not kept.
    package var isWhole = true

    /// A page of these parts.
    package init(_ title: String, at place: String, _ body: [Element]) {
        (self.title, self.place, self.body) = (title, place, body)
    }

    /// A page that says that something is not there, and where to go instead.
    package static func missing(_ sentence: String, at place: String) -> Page {
        var page = Page("Not found", at: place, [.paragraph(sentence)])
        page.status = 404
        page.isLive = false
        return page
    }
}

/// An entry of the navigation.
package struct NavigationEntry: Hashable, Sendable {
    /// What people read.
    package let name: String
    /// Where it leads.
    package let address: String

    /// An entry.
    package init(_ name: String, _ address: String) {
        (self.name, self.address) = (name, address)
    }
}
