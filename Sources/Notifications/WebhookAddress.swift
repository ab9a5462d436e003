internal import Foundation

/// Where a webhook is. Its path, query and fragment are secrets: whoever knows them may post.
package struct WebhookAddress: Hashable, Sendable, CustomStringConvertible {
    /// Why a text is no address.
    package struct Invalid: Error, Hashable {
        /// What is wrong, as the end of a sentence; without secrets.
        package let reason: String
    }

    /// The address itself; not to be shown.
    let url: URL
    /// What may be shown: scheme, host and port, and `/…` for the rest.
    package let description: String
    /// Scheme, host and port, for messages.
    let origin: String

    /// Parses an http or https URL.
    ///
    /// - Throws: ``Invalid`` when it is none, or carries a name or password before the host.
    package init(_ text: String) throws(Invalid) {
        guard text.unicodeScalars.allSatisfy({ $0.isASCII && $0.value > 0x20 }), let url = URL(string: text) else {
            throw Invalid(reason: "is no URL")
        }
        guard let scheme = url.scheme?.lowercased(), ["http", "https"].contains(scheme) else {
            throw Invalid(reason: "is not an http or https URL")
        }
        guard let host = url.host, !host.isEmpty else { throw Invalid(reason: "names no host") }
        guard url.user == nil, url.password == nil else {
            throw Invalid(reason: "has a name or password before the host; put the secret into the path")
        }
        if let port = url.port, !(1...65_535).contains(port) { throw Invalid(reason: "has a port out of 1…65535") }
        self.url = url
        origin = "\(scheme)://\(host.lowercased())\(url.port.map { ":\($0)" } ?? "")"
        let hasMore = url.path.count > 1 || url.query != nil || url.fragment != nil
        description = hasMore ? "\(origin)/…" : origin
    }
}
