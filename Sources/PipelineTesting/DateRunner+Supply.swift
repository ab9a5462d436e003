public import GameCalendar
public import PipelineModel
import Randomness

extension DateRunner {
    /// How inputs are handed to a processor.
    public struct Supply: Hashable, Sendable {
        /// Rows in an order of their own for each seed; nil leaves them in key order.
        public var shuffleSeed: UInt64?
        /// The position of a declared input that is not handed over.
        public var omittedInput: Int?
        /// The position of a grouping, within the input of the position before, that is not handed over.
        public var omittedGrouping: Int?

        /// Everything declared, in key order, unless other values say otherwise.
        public init(shuffleSeed: UInt64? = nil, omittedInput: Int? = nil, omittedGrouping: Int? = nil) {
            self.shuffleSeed = shuffleSeed
            self.omittedInput = omittedInput
            self.omittedGrouping = omittedGrouping
        }

        /// Everything declared, in key order.
        public static let asDeclared = Supply()
    }

    /// The inputs of one step, loaded.
    ///
    /// - Parameter consulted: names of the fallbacks to load; the others are withheld.
    public func upstream(
        of processor: some Processor, on date: GameDate, _ supply: Supply = .asDeclared, consulted: Set<String> = []
    ) -> Upstream {
        upstream(processor.inputs, on: date, supply, consulted: consulted)
    }

    /// How the rows of `date` stand to what `rule` says they derive from.
    ///
    /// - Parameter waived: partitions whose lack is accepted.
    /// - Throws: ``ProcessorError`` as it comes.
    public func tally(
        _ rule: some ContaminationRule, on date: GameDate, excusing waived: Set<Partition> = []
    ) throws(ProcessorError) -> ContaminationTally {
        try rule.tally(on: date, from: upstream(rule.inputs, on: date), isExcused: waived.contains)
    }

    private func upstream(
        _ inputs: [Input], on date: GameDate, _ supply: Supply = .asDeclared, consulted: Set<String> = []
    ) -> Upstream {
        var upstream = Upstream()
        for (position, input) in inputs.enumerated() {
            let isOmitted = supply.omittedInput == position
            if isOmitted, supply.omittedGrouping == nil { continue }
            if input.requirement == .fallback, !consulted.contains(input.name) {
                upstream.withhold(input)
                continue
            }
            supplyRows(input.row, of: input, on: date, supply, to: &upstream)
            for (index, grouping) in input.groupings.enumerated() where !isOmitted || supply.omittedGrouping != index {
                supplyLog(grouping, of: input, on: date, supply, to: &upstream)
            }
        }
        return upstream
    }

    private func supplyRows<Row: InputRow>(
        _ row: Row.Type, of input: Input, on date: GameDate, _ supply: Supply, to upstream: inout Upstream
    ) {
        let table = table(of: row)
        if input.lookback == .none {
            let day = table.partitionColumn == nil ? .reference : date
            let rows = partition(row, of: table.name, on: day)
            upstream.supply(rows.map { supply.ordered($0) }, for: input, as: row)
            return
        }
        var days: [SeasonWindow<Row>.Day] = []
        let dates = input.lookback == .latest ? latest(table.name, upTo: date) : dates(of: input.lookback, before: date)
        for day in dates {
            if let rows = partition(row, of: table.name, on: day) { days.append((day, supply.ordered(rows))) }
        }
        upstream.supply(SeasonWindow(days: days), for: input)
    }

    // The runner's calendar holds every date: what is held says on which of them the table has partitions.
    private func latest(_ table: TableName, upTo date: GameDate) -> [GameDate] {
        dates(of: .seasonToDate, before: date).last { content(of: table, on: $0) != nil }.map { [$0] } ?? []
    }

    private func supplyLog<Grouping: RowGrouping>(
        _ grouping: Grouping.Type, of input: Input, on date: GameDate, _ supply: Supply, to upstream: inout Upstream
    ) {
        let table = table(of: Grouping.Row.self).name
        let present = dates(of: input.lookback, before: date).filter { content(of: table, on: $0) != nil }
        var log = EntityLog<Grouping>()
        var known = 0
        if supply.shuffleSeed == nil, let slid = logs[ObjectIdentifier(grouping)],
            present.starts(with: slid.dates), let open = slid.log as? EntityLog<Grouping>
        {
            (log, known) = (open, slid.dates.count)
        }
        for day in present[known...] {
            log.append(supply.ordered(partition(Grouping.Row.self, of: table, on: day) ?? []))
        }
        if supply.shuffleSeed == nil { logs[ObjectIdentifier(grouping)] = (present, log) }
        upstream.supply(log)
    }
}

extension DateRunner.Supply {
    func ordered<Row>(_ rows: [Row]) -> [Row] {
        guard let shuffleSeed else { return rows }
        var generator = SeededRandom(seed: shuffleSeed)
        return rows.shuffled(using: &generator)
    }
}
