import Foundation
import Randomness

/// Workers of as many hosts that share one store on a server, and what is done to them while they work.
///
/// Each has a workspace of its own, as a host of its own would.
package final class WorkerFleet {
    /// One worker and the process that it is at the moment.
    private struct Member {
        let program: Program
        /// Seconds by which its machine's clock is wrong.
        let skew: Int
        var child: ChildProcess
        var isPaused = false
        var hasEnded = false
    }

    /// What can be done to workers while they work.
    package enum Disturbance: String, CaseIterable, Sendable {
        /// SIGKILL, and a new one in its place.
        case kill
        /// All its sessions are ended by the server's administrator.
        case terminate
        /// SIGSTOP for longer than the others wait for a sign of life, then SIGCONT.
        case pause
        /// SIGINT, and a new one in its place.
        case interrupt
        /// The server is killed, as by a loss of power, and comes back.
        case restart
    }

    /// How often each disturbance was done to a worker that was at work.
    package private(set) var done: [Disturbance: Int] = [:]
    /// What workers printed on standard error that ended with neither 0 nor a signal that was sent.
    package private(set) var troubles: [String] = []
    private let database: PostgresDatabase
    private let folder: ScratchFolder
    private let silence: Double
    private var members: [Member] = []
    private var random: SeededRandom
    private let jobs: Int

    /// Copies of the workspace of `program`, one per worker, whose store is `database`; each worker is started.
    ///
    /// - Parameters:
    ///   - silence: seconds after which a worker without a sign of life is dead, as the workspace's config.json says.
    ///   - skews: seconds by which the hosts' clocks are wrong, in turn.
    package init(
        of count: Int, like program: Program, on database: PostgresDatabase, silence: Double, jobs: Int = 1,
        skews: [Int] = [0], seed: UInt64
    ) throws {
        (self.database, self.silence, self.jobs) = (database, silence, jobs)
        random = SeededRandom(seed: seed)
        folder = try ScratchFolder("backcourt-fleet")
        for number in 0..<count {
            let workspace = "\(folder.path)/host-\(number)"
            try FileManager.default.copyItem(atPath: program.workspace, toPath: workspace)
            let own = Program(path: program.path, workspace: workspace)
            let skew = skews[number % skews.count]
            members.append(Member(program: own, skew: skew, child: try start(own, skew)))
        }
    }

    deinit {
        for member in members where !member.hasEnded {
            member.child.send(SIGKILL)
            _ = member.child.wait()
        }
    }

    private func start(_ program: Program, _ skew: Int) throws -> ChildProcess {
        try program.start(
            ["worker", "--until-idle", "--quiet", "--jobs", "\(jobs)"], skew: skew,
            errors: "\(program.workspace)/errors")
    }

    /// Does each of `disturbances` to a worker that is at work, some time apart.
    ///
    /// - Parameter pause: the least and the most milliseconds before each.
    package func disturb(_ disturbances: [Disturbance], pause: ClosedRange<Int>) throws {
        for disturbance in disturbances {
            usleep(UInt32(random.int(pause) * 1000))
            try settle()
            let working = members.indices.filter { !members[$0].hasEnded && !members[$0].isPaused }
            guard let number = random.element(of: working) else { return }
            try disturb(number, disturbance)
            done[disturbance, default: 0] += 1
        }
    }

    private func disturb(_ number: Int, _ disturbance: Disturbance) throws {
        switch disturbance {
        case .kill, .interrupt:
            members[number].child.send(disturbance == .kill ? SIGKILL : SIGINT)
            _ = members[number].child.wait()
            members[number].child = try start(members[number].program, members[number].skew)
        case .terminate:
            try database.run(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE "
                    + "'backcourt \(members[number].child.pid)x%'")
        case .pause:
            members[number].child.send(SIGSTOP)
            members[number].isPaused = true
        case .restart:
            try database.restartServer()
        }
    }

    // Workers that have ended are known; one that gave up is started again, as whoever runs it would.
    private func settle() throws {
        for number in members.indices where !members[number].hasEnded && !members[number].isPaused {
            guard let outcome = members[number].child.poll() else { continue }
            if outcome.status == 0 {
                members[number].hasEnded = true
                continue
            }
            let said =
                (try? String(contentsOfFile: "\(members[number].program.workspace)/errors", encoding: .utf8)) ?? ""
            troubles.append("\(outcome.ending): \(said.suffix(600))")
            guard troubles.count < 20 else { throw ChildProcess.StartError(description: troubles.suffix(3).joined()) }
            members[number].child = try start(members[number].program, members[number].skew)
        }
    }

    /// Lets everybody work to the end; paused ones wake once the others have taken over, or are idle.
    package func finish(within seconds: Double) throws {
        let deadline = ContinuousClock.now + .seconds(seconds)
        usleep(members.contains(where: \.isPaused) ? UInt32((silence + 1) * 1_000_000) : 0)
        for number in members.indices where members[number].isPaused {
            members[number].child.send(SIGCONT)
            members[number].isPaused = false
        }
        while members.contains(where: { !$0.hasEnded }) {
            guard ContinuousClock.now < deadline else {
                throw ChildProcess.StartError(
                    description: "workers do not end: \(members.filter { !$0.hasEnded }.map(\.child.pid))")
            }
            try settle()
            usleep(50_000)
        }
    }
}
