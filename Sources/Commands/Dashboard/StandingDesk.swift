import Dashboard
import GameCalendar
import PipelineModel
import PipelineRuntime

/// How everything stands, read again when somebody asks and something may have changed, and never so often that it costs the
/// pipeline more than a tenth of a core.
actor StandingDesk {
    // Seconds for which a standing is taken as it is, at least; and how many times longer than reading it took.
    private static let rest = (least: 0.8, factor: 10.0)
    // A standing older than this is read before anybody sees it.
    private static let tooOld = 5.0

    private let session: Session
    private let clock: RuntimeClock
    private var current: StandingReading.Outcome?
    private var checkedAt: Timestamp?
    private var cost = 0.0
    private var reading: Task<Standing, any Error>?

    init(_ session: Session, clock: RuntimeClock) {
        (self.session, self.clock) = (session, clock)
    }

    /// How everything stands, or stood a moment ago.
    ///
    /// - Throws: ``NothingToShow`` before the first import, ``WarehouseError``.
    func standing() async throws -> Standing {
        if let current, let checkedAt {
            let age = clock.now().seconds(since: checkedAt)
            if age < max(Self.rest.least, Self.rest.factor * cost) { return current.standing }
            if age < max(Self.tooOld, 2 * Self.rest.factor * cost) {
                _ = refresh()
                return current.standing
            }
        }
        return try await refresh().value
    }

    /// The same with when it was last looked whether it still is so.
    func checked() async throws -> (standing: Standing, checkedAt: Timestamp) {
        let standing = try await standing()
        return (standing, checkedAt ?? standing.readAt)
    }

    private func refresh() -> Task<Standing, any Error> {
        if let reading { return reading }
        let task = Task { try await self.read() }
        reading = task
        return task
    }

    private func read() async throws -> Standing {
        defer { reading = nil }
        let begun = clock.now()
        do {
            let outcome = try await StandingReading(session: session, before: current).outcome(at: begun)
            current = outcome
            checkedAt = clock.now()
            cost = clock.now().seconds(since: begun)
            return outcome.standing
        } catch let failure as CommandFailure where failure.status == .usage {
            throw NothingToShow(failure.message)
        }
    }
}
