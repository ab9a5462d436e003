public import GameCalendar
public import PipelineModel

/// Everything a decision rests on, read once.
public struct Facts: Sendable {
    /// The league calendar.
    public var schedule: Schedule
    /// First and last date of history; earlier dates are neither read nor awaited.
    public var history: ClosedRange<GameDate>
    /// What the store holds.
    public var store: StoreFacts
    /// The instant the facts were read; decides which waivers are active.
    public var readAt: Timestamp

    /// Facts read at one moment.
    public init(schedule: Schedule, history: ClosedRange<GameDate>, store: StoreFacts, readAt: Timestamp) {
        self.schedule = schedule
        self.history = history
        self.store = store
        self.readAt = readAt
    }
}
