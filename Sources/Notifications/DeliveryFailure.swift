/// Why a channel could not tell a notice.
package struct DeliveryFailure: Error, Hashable, CustomStringConvertible {
    /// One sentence that names the channel; without secrets.
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
