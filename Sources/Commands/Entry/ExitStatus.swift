/// How a command ended; the numbers are part of the interface.
package enum ExitStatus: Int32, Error, Hashable, Sendable {
    case success = 0
    /// Finished with failed, partial or blocked steps; something missing; a gate or a check not passed.
    case incomplete = 1
    /// Usage or configuration.
    case usage = 2
    /// A lease held by another run prevented all work.
    case heldElsewhere = 3
    /// The plan is not the one expected.
    case planDiffers = 4
    /// The store: corrupt, unreachable, too new.
    case store = 5
    case interrupted = 130
    case terminated = 143
}

/// A command that cannot go on: the exit code and one sentence for people.
package struct CommandFailure: Error, Hashable, Sendable {
    /// How the command ends.
    package let status: ExitStatus
    /// What is wrong and what to do.
    package let message: String

    /// A failure with its sentence.
    package init(_ status: ExitStatus, _ message: String) {
        self.status = status
        self.message = message
    }

    /// A wrong use of the command line.
    package static func usage(_ message: String) -> CommandFailure { CommandFailure(.usage, message) }
}
