import ContentDigest
import GameCalendar
import PipelineEngine
import PipelineModel

/// One thing that is wrong.
struct VerificationProblem: Hashable, Sendable {
    /// The table concerned; nil for the store as a whole.
    let table: TableName?
    let date: GameDate?
    /// Closed code: missing, partial, stale, content_mismatch, projection_mismatch, unrecorded_rows, integrity,
    /// schema_differs, contaminated, leak.
    let code: String
    let detail: String
}

/// How one table stands over the dates verified.
struct VerifiedTable: Hashable, Sendable {
    let table: TableName
    var expected = 0
    var present = 0
    var complete = 0
    var partial = 0
    var stale = 0
    var missing = 0
    var waived = 0
    /// The dates counted as missing, ascending.
    var missingDates: [GameDate] = []

    init(table: TableName) {
        self.table = table
    }
}

/// What verifying found.
struct VerificationReport {
    /// What was proved about leaks, and on which dates.
    struct LeakReport {
        let dates: [GameDate]
        var findings: [LeakFinding] = []
    }

    let dates: DateSet
    private(set) var tables: [VerifiedTable] = []
    var problems: [VerificationProblem] = []
    /// Over every row read, when rows were read.
    var digest: Digest?
    /// Where values come from; nil when nobody looked.
    var contamination: [ContaminationFinding]?
    /// What knew too much; nil when nobody looked.
    var leaks: LeakReport?
    /// Game dates, to tell missing dates as stretches.
    let calendar: DateSet

    /// The standing of `names` on `dates`.
    init(of names: [TableName], on dates: DateSet, _ stretch: ClosedRange<GameDate>?, in ledger: inout Ledger) {
        self.dates = dates
        calendar = ledger.facts.schedule.expectedDates
        for name in names {
            guard let entry = ledger.catalog.position(of: name) else { continue }
            tables.append(count(entry, &ledger))
        }
        problems += ledger.obsolete(around: dates, in: stretch).filter { names.contains($0.table) }.map { partition in
            VerificationProblem(
                table: partition.table, date: partition.date, code: "obsolete",
                detail: ledger.isUnscheduled(partition.date)
                    ? "the schedule has no game that day, though raw tables have rows; import the schedule again"
                    : "the schedule no longer expects it; 'backcourt backfill' takes it away")
        }
        problems += unsound(names, ledger)
    }

    // Imported partitions of days the schedule does not expect: those it does are counted as partial.
    private func unsound(_ names: [TableName], _ ledger: Ledger) -> [VerificationProblem] {
        ledger.unsoundSources(in: ledger.facts.history).compactMap { partition, flaw in
            guard names.contains(partition.table), let entry = ledger.catalog.position(of: partition.table),
                !ledger.isExpected(entry, on: partition.date)
            else { return nil }
            return VerificationProblem(
                table: partition.table, date: partition.date, code: "unsound_record",
                detail: "\(flaw); 'backcourt import --check-data' loads it again")
        }
    }

    private mutating func count(_ entry: Int, _ ledger: inout Ledger) -> VerifiedTable {
        let description = ledger.catalog.entries[entry]
        var table = VerifiedTable(table: description.name)
        let isSingle = description.calendar == .single
        for date in isSingle ? [.reference] : ledger.expectedDates(of: entry).intersection(dates) {
            table.expected += 1
            let bare = ledger.bareStatus(entry, on: date)
            if bare != .missing { table.present += 1 }
            let status = ledger.status(entry, on: date)
            switch status {
            case .complete, .notExpected: table.complete += 1
            case .waived: table.waived += 1
            case .partial: table.partial += 1
            case .stale: table.stale += 1
            case .missing:
                table.missing += 1
                table.missingDates.append(date)
            }
            if let detail = Self.problem(status, entry, date, ledger) {
                problems.append(
                    VerificationProblem(table: table.table, date: date, code: status.rawValue, detail: detail))
            }
        }
        return table
    }

    // Why a status is a problem; nil when it is none.
    private static func problem(
        _ status: PartitionStatus, _ entry: Int, _ date: GameDate, _ ledger: Ledger
    ) -> String? {
        switch status {
        case .complete, .waived, .notExpected: return nil
        case .missing:
            if ledger.catalog.entries[entry].role == .source(isRequired: false) { return nil }
            return "there is no partition"
        case .stale: return "computed from inputs that have changed since"
        case .partial:
            if let flaw = ledger.recordFlaw(entry, on: date) { return flaw }
            let state = ledger.state(entry, on: date)
            return "\(state?.rowCount ?? 0) rows recorded, \(state?.rowsMissing ?? 0) keys missing, "
                + "\(state?.rowsSurplus ?? 0) surplus"
        }
    }
}

extension VerificationReport {
    /// Counts what contamination and leak checks found among the problems.
    mutating func takeFindings() {
        for finding in contamination ?? [] where !finding.isAcceptable {
            problems.append(
                VerificationProblem(
                    table: finding.table, date: finding.tally.origin?.date, code: "contaminated",
                    detail: finding.sentence))
        }
        for finding in leaks?.findings ?? [] {
            problems.append(
                VerificationProblem(
                    table: finding.partition.table, date: finding.partition.date, code: "leak", detail: finding.detail))
        }
    }
}
