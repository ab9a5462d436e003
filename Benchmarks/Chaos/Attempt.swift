import Foundation
import PipelineModel
import Randomness
import Rehearsal
import WarehouseSQLite

/// How much there is to disturb in a command that nothing disturbs.
struct Scale: Sendable {
    /// From its start to its end.
    let seconds: Double
    /// About how often its store writes or reads a file.
    let calls: Int
    /// About how often it leases or commits something.
    let commits: Int

    /// How often `point` may well be passed.
    func turns(at point: FaultPoint) -> Int {
        // The log is moved at the end of each phase.
        point == .duringCheckpoint ? min(2, commits) : commits
    }
}

/// A command that is disturbed while it runs.
struct Attempt {
    /// What became of it.
    enum Ending {
        /// It has done its work, and felt nothing or got over it.
        case done(wasHit: Bool)
        /// It was stopped before its end.
        case cut
    }

    let program: Program
    let arguments: [String]
    let scale: Scale

    /// Runs it under `disturbance`.
    ///
    /// - Throws: ``Broken`` when it ends as it must not.
    func run(_ disturbance: Disturbance, _ random: inout SeededRandom) throws -> Ending {
        let commandLine = arguments.joined(separator: " ")
        switch disturbance {
        case .signal(let signal):
            let moment = random.unit() * scale.seconds
            let finished = try program.run(arguments) { child in
                usleep(UInt32(moment * 1_000_000))
                child.send(signal)
            }
            return try ending(of: finished, by: signal, "\(disturbance), \(commandLine)")
        case .point(let point, let effect):
            return try struck("\(point.rawValue):\(random.int(1...scale.turns(at: point))):\(effect.rawValue)", effect)
        case .call(let call, let effect):
            return try struck("\(call.rawValue):\(turn(&random)):\(effect.rawValue)", effect)
        case .failure(let failure, let call, let isLasting):
            return try failed("\(call.rawValue):\(turn(&random))\(isLasting ? "..." : ""):\(failure.rawValue)")
        case .held(let hold):
            return try held(hold, &random)
        }
    }

    // Most calls come in the middle of the work, but much that is rare happens in the first few.
    private func turn(_ random: inout SeededRandom) -> Int {
        random.chance(70) ? random.int(1...scale.calls) : Int(pow(Double(scale.calls), random.unit()))
    }

    private func struck(_ fault: String, _ effect: Disturbance.Effect) throws -> Ending {
        try ending(
            of: program.run(arguments, fault: fault), by: effect == .kill ? SIGKILL : SIGINT,
            "\(fault), \(arguments.joined(separator: " "))")
    }

    // What has nothing to finish is ended by the signal itself.
    private func ending(of finished: Program.Finished, by signal: Int32, _ about: String) throws -> Ending {
        switch finished.outcome.ending {
        case .exited(0): return .done(wasHit: false)
        case .killed(signal): return .cut
        case .exited(128 + signal) where signal != SIGKILL: return .cut
        case let ending: throw Broken(description: "\(about): \(ending), \(finished.errors)")
        }
    }

    // A store that fails ends the command with one sentence, unless trying again helped.
    private func failed(_ fault: String) throws -> Ending {
        let finished = try program.run(arguments, fault: fault)
        let about = "\(fault), \(arguments.joined(separator: " "))"
        let lines = finished.errors.split(separator: "\n")
        let wasHit = lines.contains { $0.hasPrefix("BACKCOURT_FAULT") }
        let said = lines.filter { !$0.hasPrefix("BACKCOURT_FAULT") }
        switch finished.status {
        case 0: return .done(wasHit: wasHit)
        case 5:
            let isSentence = said.count == 1 && said[0].hasPrefix("backcourt: ") && said[0].contains(".sqlite")
            guard wasHit, isSentence else { throw Broken(description: "\(about) said: \(finished.errors)") }
            return .cut
        default: throw Broken(description: "\(about): \(finished.outcome.ending), \(finished.errors)\(finished.output)")
        }
    }

    // The lock is taken at a random moment.
    private func held(_ hold: Disturbance.Hold, _ random: inout SeededRandom) throws -> Ending {
        let moment = random.unit() * scale.seconds
        let seconds = hold == .briefly ? 0.05 + random.unit() : 5.5
        var wasHit = false
        let finished = try program.run(arguments) { child in
            usleep(UInt32(moment * 1_000_000))
            try StoreLock(program.workspace).holding {
                wasHit = !child.hasEnded
                if wasHit { usleep(UInt32(seconds * 1_000_000)) }
            }
        }
        guard finished.status == 0 else {
            throw Broken(
                description: "\(arguments.joined(separator: " ")) beside another writer: \(finished.outcome.ending), "
                    + finished.errors)
        }
        return .done(wasHit: wasHit)
    }
}
