import GameCalendar
import PipelineModel
import PipelineRuntime

/// The turn of one of many workers to judge a gate that all of them have come to, or what the one before it found.
struct GateTurn {
    private static let pause = (least: 0.2, most: 3.0)
    /// What another worker found meanwhile; nil for the one who is to judge.
    let verdict: GateVerdict?
    private let right: SoleRight?

    /// Waits for the turn, or for the verdict of whoever has it. A worker that has had it for longer than a silent one counts as
    /// alive may be paused, and is not waited for: two verdicts do no harm.
    init(_ number: Int, of session: Session) async throws {
        let invocation = Invocation.current
        let begun = invocation.clock.now()
        var pause = Self.pause.least
        while true {
            let right = try await Self.right(number, session)
            // Whoever has just given it back may have judged what is here to be judged.
            let newest = try await GateJudgement(session: session).newestVerdict(number)
            let found = newest.flatMap { $0.evaluatedAt >= begun ? $0 : nil }
            let waited = invocation.clock.now().seconds(since: begun)
            if found != nil || right != nil || invocation.stop.demand > .none
                || waited > session.workspace.configuration.workerTimeout
            {
                (self.right, verdict) = (right, found)
                return
            }
            await invocation.pause(pause)
            pause = min(pause * 2, Self.pause.most)
        }
    }

    private static func right(_ number: Int, _ session: Session) async throws -> SoleRight? {
        do {
            return try await SoleRight("gate-\(number)", of: session)
        } catch let failure as CommandFailure where failure.status == .heldElsewhere {
            return nil
        }
    }
}
