import Foundation
import PipelineModel
import WarehouseSQLite

/// What is done to a command while it runs.
enum Disturbance: Hashable, Sendable {
    /// A signal at a random moment.
    case signal(Int32)
    /// A signal at a named point.
    case point(FaultPoint, Effect)
    /// A signal when the store reads or writes a file.
    case call(StoreCall, Effect)
    /// The disk fails once, or from then on.
    case failure(StoreCallFailure, of: StoreCall, isLasting: Bool)
    /// Another process holds the store's write lock for a while.
    case held(Hold)

    /// What a signal asks for.
    enum Effect: String, Hashable, Sendable { case kill, interrupt }
    /// How long the lock is held: for less than a commit waits, or for more, so that it is tried again.
    enum Hold: String, Hashable, Sendable { case briefly, beyondPatience }
}

extension Disturbance {
    /// Everything that can happen to a backfill.
    static let ofBackfill: [Disturbance] =
        [SIGKILL, SIGINT, SIGTERM].map(Disturbance.signal)
        + FaultPoint.allCases.filter { $0 != .betweenImportTables }.map { .point($0, .kill) }
        + [.point(.afterLease, .interrupt), .point(.afterCommit, .interrupt)]
        + ofStore + [.held(.briefly)]

    /// Everything that can happen to an import.
    static let ofImport: [Disturbance] =
        [SIGKILL, SIGINT].map(Disturbance.signal)
        + [.betweenImportTables, .beforeCommit, .afterCommit].map { .point($0, .kill) }
        + [.point(.betweenImportTables, .interrupt)] + ofStore + [.held(.briefly)]

    /// Everything that can happen to one single commit.
    static let ofCommit: [Disturbance] =
        [FaultPoint.beforeCommit, .afterCommit].map { .point($0, .kill) } + [.call(.storeWrite, .kill)]
        + [.failure(.diskFull, of: .storeWrite, isLasting: true)]

    private static let ofStore: [Disturbance] =
        StoreCall.allCases.map { .call($0, .kill) } + [.call(.storeWrite, .interrupt)]
        + StoreCall.allCases.flatMap { call in
            [false, true].map { .failure(.ioError, of: call, isLasting: $0) }
        }
        + [false, true].map { .failure(.diskFull, of: .storeWrite, isLasting: $0) }
}

extension Disturbance: CustomStringConvertible {
    var description: String {
        switch self {
        case .signal(let signal): "\(Self.names[signal] ?? "signal \(signal)") at a random moment"
        case .point(let point, let effect): "\(effect.rawValue) at \(point.rawValue)"
        case .call(let call, let effect): "\(effect.rawValue) at a \(call.rawValue)"
        case .failure(let failure, let call, let isLasting):
            "\(failure.rawValue) \(isLasting ? "from a \(call.rawValue) on" : "at a \(call.rawValue)")"
        case .held(.briefly): "store held for a moment"
        case .held(.beyondPatience): "store held for longer than a commit waits"
        }
    }

    private static let names = [SIGKILL: "SIGKILL", SIGINT: "SIGINT", SIGTERM: "SIGTERM"]
}
