/// How the dashboard is reached, and by whom.
package struct SiteSettings: Sendable {
    /// What whoever acts must present; also what readers must, if ``isOpen`` is false.
    package var token: String
    /// Whether pages may be read without the token.
    package var isOpen: Bool
    /// Names the server may be addressed by; nil for any.
    package var hosts: Set<String>?
    /// What the workspace is called.
    package var name: String

    /// Names of this machine for itself.
    package static let loopback: Set<String> = ["localhost", "127.0.0.1", "[::1]"]

    /// Settings.
    package init(token: String, isOpen: Bool, hosts: Set<String>?, name: String) {
        (self.token, self.isOpen, self.hosts, self.name) = (token, isOpen, hosts, name)
    }
}
