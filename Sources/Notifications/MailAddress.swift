/// An address mail goes to or comes from: `name@host`, in ASCII.
package struct MailAddress: Hashable, Sendable, CustomStringConvertible {
    /// As written.
    package let description: String
    /// What follows the @.
    let host: Substring

    /// The address `text`; nil for anything that is not `name@host` of printable ASCII without spaces, quotes, commas and
    /// angle brackets, 254 characters at most.
    package init?(_ text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, text.utf8.count <= 254 else { return nil }
        let isPlain = text.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"\"(),:;<>[]\\".utf8.contains($0) }
        guard isPlain else { return nil }
        description = text
        host = parts[1]
    }
}
