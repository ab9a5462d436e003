public import GameCalendar
import PipelineModel
import Synchronization

/// How long telling may take.
public struct DeliveryPatience: Sendable {
    /// Seconds a round of telling may take, over all channels and notices together.
    public var round = 5.0
    /// Seconds a channel is left alone after it failed, or did not finish its part of a round.
    public var rest = 60.0
    /// Waits so many real seconds. What hangs hangs in real time, whatever the pipeline takes for the time.
    public var wait: @Sendable (Double) async -> Void = { seconds in try? await Task.sleep(for: .seconds(seconds)) }

    /// The usual patience.
    public init() {}
}

/// What a process remembers of its channels, from one round of telling to the next.
public final class ChannelMemory: Sendable {
    private struct State {
        var rests: [String: Timestamp] = [:]
        var recorded: Set<String> = []
        var isTelling = false
        // A round somebody asked for while another was under way; whether that was a closing one.
        var wanted: Bool?
    }

    private let since: Timestamp
    private let state = Mutex(State())

    /// Nothing remembered; `since` is the process's start. What arose before is on record already.
    public init(since: Timestamp) {
        self.since = since
    }

    /// Whether a round may begin; one that may not is told of to the round under way.
    func beginRound(isClosing: Bool) -> Bool {
        state.withLock { state in
            if state.isTelling { state.wanted = isClosing || state.wanted == true }
            defer { state.isTelling = true }
            return !state.isTelling
        }
    }

    /// Whether the round that has ended is to be followed by another, which is a closing one or not.
    func isWantedAgain(_ isClosing: inout Bool) -> Bool {
        state.withLock { state in
            guard let wanted = state.wanted else {
                state.isTelling = false
                return false
            }
            (isClosing, state.wanted) = (wanted, nil)
            return true
        }
    }

    /// Whether the channel is left alone now.
    func isResting(_ channel: String, at now: Timestamp) -> Bool {
        state.withLock { state in state.rests[channel].map { now < $0 } ?? false }
    }

    /// Leaves the channel alone until `instant`.
    func rest(_ channel: String, until instant: Timestamp) {
        state.withLock { $0.rests[channel] = instant }
    }

    /// Whether a channel that keeps records has the notice.
    func isRecorded(_ notice: Notice, by channel: String) -> Bool {
        notice.createdAt < since || state.withLock { $0.recorded.contains("\(channel) \(notice.noticeID)") }
    }

    /// A channel that keeps records took the notice.
    func record(_ notice: Notice, by channel: String) {
        state.withLock { _ = $0.recorded.insert("\(channel) \(notice.noticeID)") }
    }
}

/// One round of telling: every channel tells for itself, one notice after the other, and all of them together have a limit.
///
/// A channel that fails is left alone for a while, its other notices of the round with it. One that does not end in time
/// is cancelled, not waited for, and left alone as well.
struct DeliveryRound: Sendable {
    let channels: [any NoticeChannel]
    let memory: ChannelMemory
    let clock: RuntimeClock
    let patience: DeliveryPatience

    /// What the channels took so far.
    private final class Taken: Sendable {
        private let ids = Mutex<[Int: Set<String>]>([:])

        func add(_ notice: Notice, by channel: Int) {
            ids.withLock { _ = $0[channel, default: []].insert(notice.noticeID) }
        }

        func has(_ notice: Notice, by channel: Int) -> Bool {
            ids.withLock { $0[channel]?.contains(notice.noticeID) ?? false }
        }
    }

    /// Tells notices, in order.
    ///
    /// - Returns: ids of those that are told: one channel that reaches people took it, or, where none of these wants the
    ///   notice, one that keeps records.
    func tell(_ notices: [Notice]) async -> Set<String> {
        let taken = Taken()
        let parts = channels.indices.map { (channel: $0, notices: wanted(notices, by: $0)) }.filter {
            !$0.notices.isEmpty
        }
        guard !parts.isEmpty else { return [] }
        let (ends, ended) = AsyncStream.makeStream(of: Int.self)
        // Not children of this task, which would have to wait for them.
        let tasks = parts.map { part in
            Task {
                await tell(part.notices, through: part.channel, taken)
                ended.yield(part.channel)
            }
        }
        let limit = Task { [patience] in
            await patience.wait(patience.round)
            ended.finish()
        }
        var late = Set(parts.map(\.channel))
        for await channel in ends {
            late.remove(channel)
            if late.isEmpty { break }
        }
        limit.cancel()
        for task in tasks { task.cancel() }
        for channel in late { rest(channel) }
        return Set(notices.filter { isTold($0, taken) }.map(\.noticeID))
    }

    private func tell(_ notices: [Notice], through index: Int, _ taken: Taken) async {
        for notice in notices where !Task.isCancelled {
            do {
                try await channels[index].deliver(notice)
            } catch {
                return rest(index)
            }
            taken.add(notice, by: index)
            if channels[index].reach == .record { memory.record(notice, by: key(index)) }
        }
    }

    private func rest(_ index: Int) { memory.rest(key(index), until: clock.now().adding(seconds: patience.rest)) }

    private func key(_ index: Int) -> String { "\(index) \(channels[index].name)" }

    // A record is made once, though people are still to be reached.
    private func wanted(_ notices: [Notice], by index: Int) -> [Notice] {
        guard !memory.isResting(key(index), at: clock.now()) else { return [] }
        return notices.filter { notice in
            guard notice.level >= channels[index].level else { return false }
            let isRecord = channels[index].reach == .record && !peopleChannels(for: notice).isEmpty
            return !isRecord || !memory.isRecorded(notice, by: key(index))
        }
    }

    private func peopleChannels(for notice: Notice) -> [Int] {
        channels.indices.filter { channels[$0].reach == .people && notice.level >= channels[$0].level }
    }

    private func isTold(_ notice: Notice, _ taken: Taken) -> Bool {
        let people = peopleChannels(for: notice)
        return (people.isEmpty ? Array(channels.indices) : people).contains { taken.has(notice, by: $0) }
    }
}
