/// What became of an event somebody sent.
package enum IntakeAnswer: Hashable, Sendable {
    /// Stored; it will be worked on. A repeat of a message that is known already is stored once.
    case accepted(messageID: String, correlationID: String, isRepeat: Bool)
    /// The body is no event: not JSON, or not of the form. The sender must not send it again.
    case malformed(code: String, message: String)
    /// An event that cannot be accepted, such as one of an unknown topic. The sender must not send it again.
    case refused(code: String, message: String)
    /// Not now; the sender may try again.
    case unavailable(message: String)
}

/// Whether work is possible.
package enum Readiness: Hashable, Sendable {
    /// It is.
    case ready
    /// It is not, for a reason in one sentence.
    case notReady(String)
}
