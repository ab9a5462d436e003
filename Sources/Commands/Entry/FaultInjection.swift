import Foundation
package import PipelineModel
import Synchronization

/// Ends or stops this process at a named point, for tests of what a kill leaves behind.
///
///     BACKCOURT_FAULT=beforeCommit:3              SIGKILL when the point is reached for the third time
///     BACKCOURT_FAULT=afterCommit:1:interrupt     SIGINT the first time
package enum FaultInjection {
    /// The environment variable that asks for it.
    package static let variable = "BACKCOURT_FAULT"

    /// The hook that `environment` asks for; nil when it asks for none.
    ///
    /// - Throws: ``CommandFailure`` of status usage when the variable cannot be understood.
    package static func hook(
        _ environment: [String: String]
    ) throws(CommandFailure) -> (@Sendable (FaultPoint) -> Void)? {
        guard let text = environment[variable], !text.isEmpty else { return nil }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard (2...3).contains(parts.count), let point = FaultPoint(rawValue: parts[0]), let turn = Int(parts[1]),
            turn > 0, let signal = Self.signals[parts.count == 3 ? parts[2] : "kill"]
        else {
            let points = FaultPoint.allCases.map(\.rawValue).joined(separator: ", ")
            throw .usage(
                "\(variable) is POINT:N or POINT:N:kill|interrupt|stop, POINT one of \(points); not '\(text)'")
        }
        let countdown = Mutex(turn)
        return { reached in
            guard reached == point else { return }
            let isDue = countdown.withLock { left in
                left -= 1
                return left == 0
            }
            if isDue { kill(getpid(), signal) }
        }
    }

    private static let signals: [String: Int32] = ["kill": SIGKILL, "interrupt": SIGINT, "stop": SIGSTOP]
}
