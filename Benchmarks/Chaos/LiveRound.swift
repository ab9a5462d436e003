import Foundation
import PipelineModel
import Randomness
import Rehearsal

/// One service on one workspace, disturbed at every date: in the end it is as if nothing had happened.
struct LiveRound {
    // Longest a date may take, starts and kills included, before it counts as lost.
    private static let patience = 60.0
    private let stage: LiveStage
    private let tally: Tally
    private let program: Program
    private let name: String
    private var random: SeededRandom
    private var disturbances: [LiveDisturbance]
    private var service: LiveProgram

    /// Starts the service; `disturbances` are dealt to the dates that arrive, none when empty.
    init(_ name: String, _ disturbances: [LiveDisturbance], _ random: SeededRandom, on stage: LiveStage, _ tally: Tally)
        throws
    {
        (self.name, self.disturbances, self.random, self.stage, self.tally) = (name, disturbances, random, stage, tally)
        program = try stage.morning(name)
        service = try Self.started(program)
    }

    private static func started(_ program: Program, fault: String? = nil) throws -> LiveProgram {
        try LiveProgram(program, errors: "\(program.workspace)/service.err", options: ["--jobs", "2"], fault: fault)
    }

    /// Lets the dates arrive and gives the digests of everything.
    mutating func run() throws -> [String: String] {
        defer { if !service.child.hasEnded { service.child.send(SIGKILL) } }
        try awaitPredictions(of: stage.dates[0])
        for (date, next) in zip(stage.dates, stage.dates.dropFirst()) {
            try arrive(stage.arrivals.files(of: date, next: next), date, disturbances.popLast())
            try awaitPredictions(of: next)
        }
        try stop()
        let inspection = try StoreInspection(workspace: program.workspace)
        try inspection.expectQuiet()
        try program.expect(["gaps", "--quiet"], 0)
        try program.expect(["verify", "--digests"], 0)
        try FileManager.default.removeItem(atPath: program.workspace)
        return try inspection.digests()
    }

    private mutating func arrive(_ files: [String: String], _ date: String, _ disturbance: LiveDisturbance?) throws {
        switch disturbance {
        case nil: try service.deliver(files)
        case .signal(let signal):
            try service.deliver(files)
            usleep(UInt32(random.int(0...500_000)))
            if signal == SIGKILL { try kill() } else { try stop() }
            service = try Self.started(program)
            tally.count("serve", "\(LiveDisturbance.signal(signal))", isHit: true)
        case .point(let point):
            try stop()
            let wasHit = try strike("\(point.rawValue):\(random.int(1...6)):kill", files, date)
            if !wasHit { try stop() }
            service = try Self.started(program)
            // Files that nobody could take, because the start itself was hit.
            try service.deliver(wasHit ? files : [:])
            tally.count("serve", "\(LiveDisturbance.point(point))", isHit: wasHit)
        case .repeated:
            try service.deliver(files)
            usleep(UInt32(random.int(0...200_000)))
            try service.deliver(files)
            tally.count("serve", "\(LiveDisturbance.repeated)", isHit: true)
        case .events:
            try service.deliver(files)
            try report(date)
            tally.count("serve", "\(LiveDisturbance.events)", isHit: true)
        }
    }

    // Whether the service was killed: while it started, or over the files.
    private mutating func strike(_ fault: String, _ files: [String: String], _ date: String) throws -> Bool {
        do {
            service = try Self.started(program, fault: fault)
        } catch is ChildProcess.StartError {
            return true
        }
        try service.deliver(files)
        return try awaitEnd(of: date)
    }

    // The completion of a phase, table by table, in any order and twice.
    private mutating func report(_ date: String) throws {
        let sender = try service.sender()
        let tables = ["player_game_summary", "team_offense_game_summary", "team_defense_game_summary"]
        for table in random.shuffled(tables + tables) {
            let event = """
                {"topic": "nba-phase3-complete", "analysis_date": "\(date)", "message_id": "chaos-\(date)-\(table)",
                 "processor_name": "\(table)", "status": "success", "correlation_id": "chaos-\(date)"}
                """
            let answer = try sender.post(event)
            guard answer.status == 200 || answer.status == 202 else {
                throw Broken(description: "\(name): an event was answered with \(answer.status): \(answer.body)")
            }
        }
    }

    private func kill() throws {
        service.child.send(SIGKILL)
        _ = service.child.wait()
    }

    private func stop() throws {
        guard service.stop()?.ending == .exited(0) else {
            throw Broken(description: "\(name): the service did not stop cleanly: \(service.messages.suffix(1000))")
        }
    }

    // Whether the service was killed before it had done its work.
    private func awaitEnd(of date: String) throws -> Bool {
        let deadline = ContinuousClock.now + .seconds(Self.patience)
        while ContinuousClock.now < deadline {
            if service.child.hasEnded {
                _ = service.child.wait()
                return true
            }
            if try StoreInspection(workspace: program.workspace).hasGrades(of: date) { return false }
            usleep(5000)
        }
        throw Broken(
            description: "\(name): \(date) is neither graded nor is the service dead: \(service.messages.suffix(1500))")
    }

    // Predicted, everything told, and no file left.
    private func awaitPredictions(of date: String) throws {
        let deadline = ContinuousClock.now + .seconds(Self.patience)
        let inbox = "\(program.workspace)/inbox"
        while ContinuousClock.now < deadline, !service.child.hasEnded {
            let waiting = try FileManager.default.contentsOfDirectory(atPath: inbox).contains { $0.hasSuffix(".csv") }
            if !waiting, try StoreInspection(workspace: program.workspace).isSettled(withPredictionsOf: date) { return }
            usleep(5000)
        }
        throw Broken(description: "\(name): no predictions of \(date): \(service.messages.suffix(1000))")
    }
}
