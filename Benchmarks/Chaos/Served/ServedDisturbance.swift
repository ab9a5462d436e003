import Foundation
import PipelineModel
import Randomness
import Rehearsal

/// What is done to a command whose store is on a server, while it runs.
enum ServedDisturbance: Hashable, Sendable {
    /// A signal at a random moment.
    case signal(Int32)
    /// SIGKILL at a named point.
    case point(FaultPoint)
    /// The server's administrator ends its sessions.
    case terminated
    /// The server is killed, as by a loss of power, and comes back.
    case restarted
    /// Another session keeps every table from being written for longer than a lock is waited for.
    case locked

    /// Everything that can happen to a backfill.
    static let ofBackfill: [ServedDisturbance] =
        [SIGKILL, SIGINT, SIGTERM].map(ServedDisturbance.signal)
        + [.afterLease, .beforeCommit, .afterCommit].map(ServedDisturbance.point) + [.terminated, .restarted, .locked]

    /// Everything that can happen to an import.
    static let ofImport: [ServedDisturbance] =
        [.signal(SIGKILL), .signal(SIGINT), .point(.betweenImportTables), .point(.beforeCommit), .point(.afterCommit)]
        + [.terminated, .restarted]
}

extension ServedDisturbance: CustomStringConvertible {
    var description: String {
        switch self {
        case .signal(SIGKILL): "SIGKILL at a random moment"
        case .signal(SIGINT): "SIGINT at a random moment"
        case .signal: "SIGTERM at a random moment"
        case .point(let point): "kill at \(point.rawValue)"
        case .terminated: "sessions ended"
        case .restarted: "server killed and started again"
        case .locked: "tables locked for a while"
        }
    }
}

/// A command that is disturbed while it runs over a server.
struct ServedAttempt {
    let program: Program
    let arguments: [String]
    let database: PostgresDatabase
    let scale: Scale

    /// Runs it under `disturbance`.
    ///
    /// - Returns: whether it came in time.
    /// - Throws: ``Broken`` when it ends as it must not.
    func run(_ disturbance: ServedDisturbance, _ random: inout SeededRandom) throws -> Bool {
        if case .point(let point) = disturbance {
            let turn = random.int(1...scale.turns(at: point))
            return try judge(program.run(arguments, fault: "\(point.rawValue):\(turn)"), disturbance)
        }
        let moment = random.unit() * scale.seconds
        var wasHit = false
        let finished = try program.run(arguments) { child in
            usleep(UInt32(moment * 1_000_000))
            wasHit = !child.hasEnded
            if wasHit { try act(disturbance, on: child) }
        }
        return try judge(finished, disturbance) || (wasHit && finished.status == 0)
    }

    private func act(_ disturbance: ServedDisturbance, on child: ChildProcess) throws {
        switch disturbance {
        case .point: break
        case .signal(let signal): child.send(signal)
        case .terminated:
            try database.run(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
                    + "AND application_name LIKE 'backcourt%'")
        case .restarted: try database.restartServer()
        case .locked:
            // Of a deadlock the one who looks first is the victim: that is to be the program, which must bear it.
            try database.run(
                "SET deadlock_timeout = '1min'; BEGIN; LOCK TABLE nba_orchestration.partition_state, "
                    + "nba_orchestration.lease; SELECT pg_sleep(7); COMMIT")
        }
    }

    // Whether it was stopped before its end.
    private func judge(_ finished: Program.Finished, _ disturbance: ServedDisturbance) throws -> Bool {
        let signal: Int32? =
            switch disturbance {
            case .signal(let signal): signal
            case .point: SIGKILL
            case .terminated, .restarted, .locked: nil
            }
        switch finished.outcome.ending {
        case .exited(0): return false
        case .killed(let by) where by == signal: return true
        case .exited(let status) where status - 128 == signal: return true
        case .exited(5) where signal == nil:
            let said = finished.errors.split(separator: "\n")
            guard said.count == 1, said[0].hasPrefix("backcourt: ") else {
                throw Broken(description: "\(disturbance), \(arguments): said \(finished.errors)")
            }
            return true
        case let ending:
            throw Broken(description: "\(disturbance), \(arguments): \(ending), \(finished.errors)\(finished.output)")
        }
    }
}
