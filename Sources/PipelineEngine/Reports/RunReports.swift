import GameCalendar
public import PipelineModel

extension ReportFacts {
    /// Runs by processor, in catalog order; imports are left out.
    var runsByProcessor: [(name: TableName, runs: [RunRecord])] {
        let groups = Dictionary(grouping: runs, by: \.processorName)
        return coverage.tables.filter { $0.phase != .raw }.map { ($0.name, groups[$0.name] ?? []) }
    }

    /// The newest run of each partition.
    var newestRuns: [Partition: RunRecord] { Self.newest(of: runs) }

    private static func newest(of runs: [RunRecord]) -> [Partition: RunRecord] {
        var newest: [Partition: RunRecord] = [:]
        for run in runs {
            let partition = run.partition
            if let other = newest[partition], (other.createdAt, other.runID) > (run.createdAt, run.runID) { continue }
            newest[partition] = run
        }
        return newest
    }

    /// Newest runs that failed, are partial, blocked or interrupted, of partitions that are expected and neither complete
    /// nor waived; by date, then table.
    public var unresolved: [RunRecord] {
        // Most runs succeed: only partitions that ever did otherwise are looked at.
        let troubled = Set(runs.filter(\.status.isUnresolved).map(\.partition))
        guard !troubled.isEmpty else { return [] }
        var ledger = ledger
        let newest = Self.newest(of: runs.filter { troubled.contains($0.partition) })
        return newest.sorted { $0.key < $1.key }.compactMap { partition, run in
            guard run.status.isUnresolved, let position = ledger.catalog.position(of: partition.table) else {
                return nil
            }
            switch ledger.status(position, on: partition.date) {
            case .missing, .partial, .stale: return run
            case .notExpected, .complete, .waived: return nil
            }
        }
    }

    /// Dates of `table` whose partition was written by a success or no_data run ÷ expected dates, 0...1; 1 when none is
    /// expected. Judged by the runs the partitions name, so retries do not lower it; waived dates are left out.
    public func successRate(of table: Coverage.Table) -> Double {
        let expected = table.statuses.filter { $0.status != .waived }.map(\.date)
        guard !expected.isEmpty, let position = ledger.catalog.position(of: table.name) else { return 1 }
        let succeeded = Set(runs.filter { $0.processorName == table.name && $0.status.isSuccess }.map(\.runID))
        let good = expected.count { date in
            ledger.state(position, on: date).map { succeeded.contains($0.runID) } ?? false
        }
        return Double(good) / Double(expected.count)
    }
}

/// 8: dates processed, successful, failed and the rate, per processor.
struct SuccessByProcessor: GapReport {
    let number = 8
    let name = "success-by-processor"
    let columns = ["processor_name", "dates_expected", "dates_processed", "successful", "failed", "success_rate"]
    let needs: Set<ReportNeed> = [.runs]

    func rows(_ facts: inout ReportFacts) -> [[Cell]] {
        let newest = facts.newestRuns
        return facts.coverage.tables.filter { $0.phase != .raw }.map { table in
            let runs = newest.filter { $0.key.table == table.name }.values
            return [
                .text(table.name.rawValue), .int(table.expected), .int(runs.count),
                .int(runs.count { $0.status.isSuccess }), .int(runs.count { $0.status.isUnresolved }),
                .double(100 * facts.successRate(of: table)),
            ]
        }
    }
}

/// 9: what still wants attention.
struct UnresolvedFailures: GapReport {
    let number = 9
    let name = "unresolved-failures"
    let columns = ["processor_name", "data_date", "status", "error_category", "error_code", "error_message", "run_id"]
    let needs: Set<ReportNeed> = [.runs]

    func rows(_ facts: inout ReportFacts) -> [[Cell]] {
        facts.unresolved.map { run in
            [
                .text(run.processorName.rawValue), .date(run.dataDate), .text(run.status.rawValue),
                run.errorCategory.map { .text($0.rawValue) } ?? .null, run.errorCode.map(Cell.text) ?? .null,
                run.errorMessage.map(Cell.text) ?? .null, .text(run.runID),
            ]
        }
    }
}

/// 10: unresolved failures grouped by cause; and what stopped processors left out.
struct FailuresByCause: GapReport {
    let number = 10
    let name = "failures-by-cause"
    let columns = ["error_category", "error_code", "count", "first_date", "last_date", "sample"]
    let needs: Set<ReportNeed> = [.runs]

    func rows(_ facts: inout ReportFacts) -> [[Cell]] {
        let groups = Dictionary(grouping: facts.unresolved) { run in
            [run.errorCategory?.rawValue ?? "", run.errorCode ?? ""]
        }
        return groups.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { cause, runs in
            let dates = runs.map(\.dataDate).sorted()
            return [
                .text(cause[0]), .text(cause[1]), .int(runs.count), dates.first.map(Cell.date) ?? .null,
                dates.last.map(Cell.date) ?? .null, runs[0].errorMessage.map(Cell.text) ?? .null,
            ]
        } + leftOut(facts)
    }

    // Dates of an open breaker's processor that want work and were not attempted since it opened.
    private func leftOut(_ facts: ReportFacts) -> [[Cell]] {
        let newest = facts.newestRuns
        return facts.ledger.facts.store.openBreakers.compactMap { breaker in
            let table = facts.coverage.tables.first { $0.name == breaker.processorName }
            guard let table else { return nil }
            let dates = table.statuses.filter { !$0.status.isSatisfied }.map(\.date).filter { date in
                guard let run = newest[Partition(table.name, date)], let opened = breaker.openedAt else { return true }
                return run.status.isSuccess && run.createdAt < opened
            }
            return [
                .null, .text("breaker_open"), .int(dates.count), dates.first.map(Cell.date) ?? .null,
                dates.last.map(Cell.date) ?? .null,
                .text("\(table.name) was stopped: \(breaker.lastError ?? "no message")"),
            ]
        }
    }
}

/// 14: how long runs take, per processor.
struct RunTimes: GapReport {
    let number = 14
    let name = "run-times"
    let columns = ["processor_name", "runs", "mean_seconds", "p50_seconds", "p95_seconds", "max_seconds"]
    let needs: Set<ReportNeed> = [.runs]

    func rows(_ facts: inout ReportFacts) -> [[Cell]] {
        facts.runsByProcessor.map { name, runs in
            let times = runs.filter { $0.status.isSuccess }.compactMap(\.durationSeconds).sorted()
            guard let longest = times.last else {
                return [.text(name.rawValue), .int(0), .null, .null, .null, .null]
            }
            let mean = times.reduce(0, +) / Double(times.count)
            return [
                .text(name.rawValue), .int(times.count), .double(mean), .double(Self.quantile(times, 0.5)),
                .double(Self.quantile(times, 0.95)), .double(longest),
            ]
        }
    }

    // The smallest value that at least this share of the sorted values does not exceed.
    static func quantile(_ sorted: [Double], _ share: Double) -> Double {
        sorted[min(sorted.count - 1, max(0, Int((share * Double(sorted.count)).rounded(.up)) - 1))]
    }
}
