public import GameCalendar
public import PipelineModel

/// The answer to one question about gaps.
public struct Report: Sendable {
    /// Number in the list of reports.
    public let number: Int
    /// Name, as `--report` takes it.
    public let name: String
    /// Column names.
    public let columns: [String]
    /// One value per column.
    public let rows: [[Cell]]
    /// Sums over the rows, by name.
    public let total: [(name: String, value: Cell)]
}

/// What a report is made of beside coverage.
public enum ReportNeed: Hashable, Sendable {
    /// Run history.
    case runs
    /// Recorded lineage.
    case inputs
    /// Verdicts of gates.
    case verdicts
    /// Which columns are NULL.
    case nulls
    /// Which rows are ready for production.
    case readiness
    /// Keys that are there twice.
    case repeatedKeys
}

/// What reports are made of, read once.
public struct ReportFacts: Sendable {
    /// How partitions stand.
    public var ledger: Ledger
    /// Coverage of every table asked for.
    public let coverage: Coverage
    /// Coverage of every table of the catalog: a phase is judged by all its tables, whatever the filter.
    public let wholePhases: Coverage
    /// Run history of the scope, test and superseded runs left out, those of dead workers interrupted; empty unless the
    /// report needs it.
    public let runs: [RunRecord]
    /// Recorded lineage of the scope; empty unless the report needs it.
    public let inputs: [PartitionInput]
    /// The newest verdict of each gate, with how it stands now; empty unless the report needs it.
    public var verdicts: [(verdict: GateVerdict, standing: String)] = []
    /// What the nullable columns of each table hold, in declared order; empty unless the report needs it.
    public var nullables: [TableName: [GameDate: PartitionProfile]] = [:]
    /// How trustworthy rows are, by table and date; empty unless the report needs it.
    public var readiness: [TableName: [GameDate: [ReadinessTally]]] = [:]
    /// Keys that more than one row has; empty unless the report needs it.
    public var repeatedKeys: [TableName: [GameDate: [Tally]]] = [:]

    /// Facts for the reports over `dates` and `tables`.
    ///
    /// - Parameter runDates: those of run history; `dates` when nil.
    public init(
        ledger: Ledger, dates: DateSet, tables: [TableName], runs: [RunRecord] = [], runDates: DateSet? = nil,
        inputs: [PartitionInput] = []
    ) {
        var ledger = ledger
        coverage = Coverage(&ledger, dates: dates, tables: tables)
        wholePhases = Coverage(&ledger, dates: dates, tables: ledger.catalog.tables.map(\.name))
        self.ledger = ledger
        let (wanted, ran) = (Set(tables), runDates ?? dates)
        let counted = runs.filter {
            !$0.isTest && $0.status != .superseded && wanted.contains($0.processorName) && ran.contains($0.dataDate)
        }
        self.runs = ledger.facts.store.standing(counted)
        self.inputs = inputs.filter { wanted.contains($0.tableName) && dates.contains($0.gameDate) }
    }
}

/// How many rows stand the same in the marks that say how far a row can be trusted.
public struct ReadinessTally: Hashable, Sendable {
    /// Whether the rows are fit for production.
    public var isReady: Bool
    /// Whether they come too early in a season for their windows.
    public var isEarly: Bool
    /// Codes of what lowers trust in them.
    public var issues: [String]
    /// Rows.
    public var count: Int

    /// So many rows that stand so.
    public init(isReady: Bool, isEarly: Bool, issues: [String], count: Int) {
        (self.isReady, self.isEarly, self.issues, self.count) = (isReady, isEarly, issues, count)
    }
}

/// A question about gaps.
///
/// To add one: a file that conforms, a line in ``GapReports/all``, a strip test.
public protocol GapReport: Sendable {
    /// Number, as `--report` takes it.
    var number: Int { get }
    /// Name, as `--report` takes it.
    var name: String { get }
    /// Column names.
    var columns: [String] { get }
    /// What must be read for it beside coverage.
    var needs: Set<ReportNeed> { get }
    /// Whether it is about single dates, so that the whole history would be too much.
    var isAboutDates: Bool { get }
    /// The rows, in a defined order.
    func rows(_ facts: inout ReportFacts) -> [[Cell]]
    /// Sums, by name.
    func total(_ rows: [[Cell]], _ facts: ReportFacts) -> [(name: String, value: Cell)]
}

extension GapReport {
    /// Most reports need coverage only.
    public var needs: Set<ReportNeed> { [] }
    /// Most reports sum up.
    public var isAboutDates: Bool { false }

    /// The number of rows, under a name that is no column's.
    public func total(_ rows: [[Cell]], _ facts: ReportFacts) -> [(name: String, value: Cell)] {
        [(columns.contains("rows") ? "report_rows" : "rows", .int(rows.count))]
    }

    /// The report over `facts`.
    public func report(_ facts: ReportFacts) -> Report {
        var facts = facts
        let rows = rows(&facts)
        return Report(number: number, name: name, columns: columns, rows: rows, total: total(rows, facts))
    }

    /// The sum of every column that holds only integers and NULL.
    func sums(_ rows: [[Cell]]) -> [(name: String, value: Cell)] {
        columns.indices.compactMap { column in
            let values = rows.map { $0[column] }
            guard values.allSatisfy({ if case .int = $0 { true } else { $0 == .null } }) else { return nil }
            if !values.isEmpty, values.allSatisfy({ $0 == .null }) { return (columns[column], .null) }
            let sum = values.reduce(0) { sum, value in if case .int(let number) = value { sum + number } else { sum } }
            return (columns[column], .int(sum))
        }
    }
}

/// Every report there is.
public enum GapReports {
    /// By number.
    public static let all: [any GapReport] = [
        CoverageByYear(), MissingDates(), CoverageByMonth(), GapRuns(), CoverageOfTables(), Progress(), Throughput(),
        SuccessByProcessor(), UnresolvedFailures(), FailuresByCause(), PartialDates(), RetryList(), GateVerdicts(),
        RunTimes(), Duplicates(), NullShare(), Readiness(), LookbackWindows(), ZeroRows(), StalePartitions(),
    ]

    /// The report with this number or name.
    public static func named(_ text: String) -> (any GapReport)? {
        all.first { $0.name == text || String($0.number) == text }
    }
}
