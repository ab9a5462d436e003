public import GameCalendar
public import PipelineModel

/// How tables stand over some dates, worked out once for every report and gate.
public struct Coverage: Sendable {
    /// One table's dates by status.
    public struct Table: Sendable {
        /// The table.
        public let name: TableName
        /// Its layer.
        public let phase: Phase
        /// Whether it counts: computed tables and required sources do.
        public let isRequired: Bool
        /// The status of every expected date, ascending.
        public let statuses: [(date: GameDate, status: PartitionStatus)]
        /// Expected dates that hold rows, whatever their status.
        public let present: Int

        /// Dates the schedule expects.
        public var expected: Int { statuses.count }

        /// How many dates stand so.
        public func count(_ status: PartitionStatus) -> Int { statuses.count { $0.status == status } }

        /// The dates that stand so, ascending.
        public func dates(_ status: PartitionStatus) -> [GameDate] {
            statuses.filter { $0.status == status }.map(\.date)
        }

        /// Complete or waived dates.
        public var satisfied: Int { statuses.count { $0.status.isSatisfied } }
    }

    /// The tables asked for, in catalog order.
    public let tables: [Table]
    /// The counting dates of the scope inside history.
    public let dates: DateSet

    /// The coverage of `names` over `dates`; only dates a table is expected on count for it.
    public init(_ ledger: inout Ledger, dates: DateSet, tables names: [TableName]) {
        let first = ledger.facts.history.lowerBound
        self.dates = DateSet(dates.intersection(ledger.facts.schedule.countingDates).filter { $0 >= first })
        var tables: [Table] = []
        for name in names {
            guard let position = ledger.catalog.position(of: name) else { continue }
            let entry = ledger.catalog.entries[position]
            guard entry.calendar != .single else { continue }
            let expected = ledger.expectedDates(of: position).intersection(dates)
            var statuses: [(date: GameDate, status: PartitionStatus)] = []
            for date in expected { statuses.append((date, ledger.status(position, on: date))) }
            let present = expected.count { ledger.rowsFound(position, on: $0) > 0 }
            tables.append(
                Table(
                    name: name, phase: entry.phase, isRequired: entry.role != .source(isRequired: false),
                    statuses: statuses, present: present))
        }
        self.tables = tables
    }

    /// The phases with at least one table, in order.
    public var phases: [Phase] { Phase.allCases.filter { phase in tables.contains { $0.phase == phase } } }

    /// The counting dates on which every required table of `phase` is complete; nil when the phase has no tables.
    public func completeDates(of phase: Phase) -> DateSet? { dates(of: phase) { $0 == .complete } }

    /// The counting dates on which every required table of `phase` is complete or waived.
    public func satisfiedDates(of phase: Phase) -> DateSet? { dates(of: phase, where: \.isSatisfied) }

    /// The counting dates of `phase` that are satisfied, but only thanks to a waiver.
    public func waivedDates(of phase: Phase) -> DateSet? {
        guard let satisfied = satisfiedDates(of: phase), let complete = completeDates(of: phase) else { return nil }
        return satisfied.subtracting(complete)
    }

    private func dates(of phase: Phase, where isGood: (PartitionStatus) -> Bool) -> DateSet? {
        let members = tables.filter { $0.phase == phase && $0.isRequired }
        guard !members.isEmpty else { return nil }
        var good = dates
        for table in members {
            good = good.subtracting(DateSet(table.statuses.filter { !isGood($0.status) }.map(\.date)))
        }
        return good
    }

    /// Whether anything required is missing, partial or stale.
    public var isIncomplete: Bool { tables.contains { $0.isRequired && $0.satisfied < $0.expected } }
}
