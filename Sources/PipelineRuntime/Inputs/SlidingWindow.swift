import ContentDigest
import GameCalendar
import PipelineEngine
import PipelineModel

/// One declared input of one processor as its steps move through the dates.
protocol SlidingInput: AnyObject {
    /// Loads what `load` covers beyond what is held, and hands it to the processor.
    func supply(_ load: Assignment.Load, to upstream: inout Upstream, with loader: InputLoader)
        async throws(StepFailure)
}

/// The window of an input that looks back: it holds the dates appended so far and appends the next ones.
///
/// When a date or a digest it holds is no longer what the step wants, it starts afresh: what it serves is always what
/// reading everything again would give.
final class SlidingWindow<Row: InputRow>: SlidingInput {
    private var held: [(date: GameDate, digest: Digest?)] = []
    private var days: [SeasonWindow<Row>.Day] = []
    private var logs: [any GameLog]
    private let groupings: [any RowGrouping.Type]

    init(_ groupings: [any RowGrouping.Type]) {
        self.groupings = groupings
        logs = groupings.map { makeLog($0) }
    }

    func supply(
        _ load: Assignment.Load, to upstream: inout Upstream, with loader: InputLoader
    ) async throws(StepFailure) {
        var wanted: [(date: GameDate, digest: Digest?)] = []
        for stretch in load.stretches {
            for (date, digest) in zip(stretch.dates, stretch.digests) { wanted.append((date, digest)) }
        }
        // Seasons that overlap give stretches that do.
        if load.stretches.count > 1 { wanted.sort { $0.date < $1.date } }
        if !continues(wanted) { reset() }
        let fresh = Array(wanted[held.count...])
        let rows = try await loader.rows(Row.self, on: fresh, ahead: load.ahead)
        do throws(StepFailure) {
            for log in logs { try await log.append(fresh, ahead: load.ahead, with: loader) }
        } catch {
            // Some logs hold the dates now and others do not: the next attempt starts afresh.
            reset()
            throw error
        }
        for (item, rows) in zip(fresh, rows) {
            held.append(item)
            if let rows { days.append((item.date, rows)) }
        }
        upstream.supply(SeasonWindow(days: days), for: load.input)
        for log in logs { log.supply(to: &upstream) }
    }

    private func continues(_ wanted: [(date: GameDate, digest: Digest?)]) -> Bool {
        held.count <= wanted.count && zip(held, wanted).allSatisfy { $0 == $1 }
    }

    private func reset() {
        held = []
        days = []
        logs = groupings.map { makeLog($0) }
    }
}

/// An input of the step's own date, or of a table with a single partition.
final class DateInput<Row: InputRow>: SlidingInput {
    func supply(
        _ load: Assignment.Load, to upstream: inout Upstream, with loader: InputLoader
    ) async throws(StepFailure) {
        let wanted = load.stretches.flatMap { Array(zip($0.dates, $0.digests)) }
        let rows = try await loader.rows(
            Row.self, on: wanted.map { (date: $0.0, digest: $0.1) }, ahead: load.ahead)
        upstream.supply(rows.first ?? nil, for: load.input, as: Row.self)
    }
}

/// An ``EntityLog`` whatever it groups.
protocol GameLog: AnyObject {
    /// Appends the partitions of the next dates, in the rows that the log groups.
    func append(
        _ fresh: [(date: GameDate, digest: Digest?)], ahead: [(date: GameDate, digest: Digest)],
        with loader: InputLoader
    ) async throws(StepFailure)
    func supply(to upstream: inout Upstream)
}

private final class GameLogOf<Grouping: RowGrouping>: GameLog {
    private let log = EntityLog<Grouping>()

    func append(
        _ fresh: [(date: GameDate, digest: Digest?)], ahead: [(date: GameDate, digest: Digest)],
        with loader: InputLoader
    ) async throws(StepFailure) {
        for case .some(let rows) in try await loader.rows(Grouping.Row.self, on: fresh, ahead: ahead) {
            Grouping.append(rows, to: log)
        }
    }

    func supply(to upstream: inout Upstream) { upstream.supply(log) }
}

private func makeLog(_ grouping: any RowGrouping.Type) -> any GameLog {
    func make<Grouping: RowGrouping>(_ type: Grouping.Type) -> any GameLog { GameLogOf<Grouping>() }
    return make(grouping)
}

/// The sliding form of a declared input.
func makeSlidingInput(_ input: Input) -> any SlidingInput {
    func make<Row: InputRow>(_ row: Row.Type) -> any SlidingInput {
        input.lookback == .none ? DateInput<Row>() : SlidingWindow<Row>(input.groupings)
    }
    return make(input.row)
}
