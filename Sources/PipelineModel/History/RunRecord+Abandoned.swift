public import GameCalendar

extension RunRecord {
    /// The code of a run that its process never ended.
    public static let abandonedCode = "process_ended"
    /// What follows table and date in the message of such a run.
    public static let abandonedReason = "was not finished when its process ended; run the same command again"

    /// Ends the run in place of its process, which cannot; at an unknown time when `instant` is nil.
    public mutating func abandon(at instant: Timestamp?) {
        (status, success, finishedAt) = (.interrupted, false, instant)
        (errorCategory, errorCode) = (.cancelled, Self.abandonedCode)
        errorMessage = "\(processorName) \(dataDate) \(Self.abandonedReason)"
    }
}
