import Foundation
import PipelineModel

/// What is done to the service while the files of a date arrive.
enum LiveDisturbance: Hashable, Sendable {
    /// A signal within the first half second.
    case signal(Int32)
    /// It is killed when it passes a point for the n-th time since its start.
    case point(FaultPoint)
    /// The files arrive again while it computes; under other names they would be other sources, of which one wins.
    case repeated
    /// Somebody reports, twice each, what it finds out itself.
    case events

    static let all: [LiveDisturbance] =
        [.signal(SIGKILL), .signal(SIGKILL), .signal(SIGTERM), .repeated, .events]
        + [FaultPoint.afterLease, .beforeCommit, .afterCommit, .betweenImportTables].map { .point($0) }
}

extension LiveDisturbance: CustomStringConvertible {
    var description: String {
        switch self {
        case .signal(let signal): "\(signal == SIGKILL ? "SIGKILL" : "SIGTERM") while files arrive"
        case .point(let point): "kill at \(point.rawValue)"
        case .repeated: "files twice"
        case .events: "events, each twice"
        }
    }
}
