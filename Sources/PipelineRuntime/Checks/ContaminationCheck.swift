public import GameCalendar
public import PipelineEngine
public import PipelineModel

/// Looks for values that look real and derive from rows that are not there.
///
/// Rules read like processors do, through the same windows: each partition is read once for all of them.
public struct ContaminationCheck: Sendable {
    // Dates read at once.
    private static let readAhead = 24
    private let store: any WarehouseReader
    private let rules: [any ContaminationRule]

    /// A check of `rules` over `store`, which is only read.
    public init(store: any WarehouseReader, rules: [any ContaminationRule]) {
        self.store = store
        self.rules = rules
    }

    /// One finding per rule, in the rules' order.
    ///
    /// - Throws: ``WarehouseError`` when the store cannot be read.
    public func findings(on dates: DateSet, _ ledger: Ledger) async throws(WarehouseError) -> [ContaminationFinding] {
        let loader = InputLoader(
            reader: store, cache: PartitionCache(), shapes: InputShapes(of: rules.flatMap(\.inputs)))
        var lanes = rules.map { RuleLane(rule: $0) }
        let waived = WaivedPartitions(ledger)
        var ledger = ledger
        let dates = Array(dates)
        for (position, date) in dates.enumerated() {
            // The date before is still wanted: windows that look back reach it only now.
            if position > 0 { loader.cache.evict(before: dates[position - 1]) }
            let ahead = dates[position...].prefix(Self.readAhead)
            for lane in lanes.indices {
                try await lanes[lane].judge(date, ahead: ahead, waived, &ledger, loader)
            }
        }
        return lanes.map { lane in
            let phase = lane.tally.origin.flatMap { ledger.catalog.entry($0.table)?.phase }
            return lane.rule.finding(lane.tally, phase: phase.map { max($0, .analytics) })
        }
    }
}

/// One rule as it moves through the dates.
private struct RuleLane {
    let rule: any ContaminationRule
    private(set) var tally = ContaminationTally()
    private var windows: [String: any SlidingInput] = [:]

    init(rule: any ContaminationRule) {
        self.rule = rule
    }

    mutating func judge(
        _ date: GameDate, ahead: ArraySlice<GameDate>, _ waived: WaivedPartitions, _ ledger: inout Ledger,
        _ loader: InputLoader
    ) async throws(WarehouseError) {
        var upstream = Upstream()
        do throws(StepFailure) {
            for input in rule.inputs {
                guard
                    let load = ledger.load(input, on: date, ahead: input.lookback == .none ? ahead.dropFirst() : ahead)
                else { continue }
                let window = windows[input.name] ?? makeSlidingInput(input)
                windows[input.name] = window
                try await window.supply(load, to: &upstream, with: loader)
            }
            do throws(ProcessorError) {
                tally.add(try rule.tally(on: date, from: upstream, isExcused: waived.contains))
            } catch {
                throw StepFailure(error, Partition(rule.table, date))
            }
        } catch {
            throw WarehouseError(.other, error.message)
        }
    }
}

/// The partitions that will not be complete, and need not be.
private struct WaivedPartitions {
    private let ledger: Ledger

    init(_ ledger: Ledger) {
        self.ledger = ledger
    }

    func contains(_ partition: Partition) -> Bool {
        ledger.catalog.position(of: partition.table).map { ledger.waiver($0, on: partition.date) != nil } ?? false
    }
}

extension ContaminationRule {
    fileprivate func finding(_ tally: ContaminationTally, phase: Phase?) -> ContaminationFinding {
        ContaminationFinding(self, tally, phase: phase)
    }
}
