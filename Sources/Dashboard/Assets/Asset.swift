internal import ContentDigest

/// A file that pages load, kept in the program. Its address changes with its content, so browsers may keep it for ever.
struct Asset: Sendable {
    let address: String
    let type: String
    let bytes: [UInt8]

    private init(_ name: String, _ ending: String, _ type: String, _ text: String) {
        let hasher = ContentHasher()
        hasher.update(text)
        address = "/assets/\(name)-\(hasher.finalized().hex.prefix(12)).\(ending)"
        self.type = type
        bytes = Array(text.utf8)
    }

    static let style = Asset("style", "css", "text/css; charset=utf-8", StyleSheet.text)
    static let script = Asset("live", "js", "text/javascript; charset=utf-8", LiveScript.text)
    static let icon = Asset("icon", "svg", "image/svg+xml", Icon.text)

    static let all = [style, script, icon]
}

private enum Icon {
    static let text = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#17324d"/>\
        <path d="M7 7h8v8H7zM17 7h8v8h-8zM7 17h8v8H7z" fill="#3fb68b"/>\
        <path d="M18 18h6v6h-6z" fill="none" stroke="#e69f00" stroke-width="2"/></svg>
        """
}
