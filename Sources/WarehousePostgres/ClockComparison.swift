package import GameCalendar
internal import PipelineModel

/// Holds this machine's clock against the server's, so that hosts whose clocks differ agree on what came first.
package struct ClockComparison: Sendable {
    private let now: @Sendable () -> Timestamp
    private let note: @Sendable (_ ahead: Int64) -> Void

    /// - Parameters:
    ///   - now: this machine's clock.
    ///   - note: told how many microseconds the server is ahead, with every new connection.
    package init(now: @escaping @Sendable () -> Timestamp, note: @escaping @Sendable (_ ahead: Int64) -> Void) {
        (self.now, self.note) = (now, note)
    }

    // The answer was written somewhere between question and receipt.
    func compare(_ connection: Connection) throws(WarehouseError) {
        let asked = now().microseconds
        let seconds = "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint"
        let answer = try connection.run(seconds).int(0, 0)
        let received = now().microseconds
        note(Int64(answer) - (asked + (received - asked) / 2))
    }
}
