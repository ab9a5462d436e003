import GameCalendar
import PipelineModel

/// Gate 0, before the backfill: raw data is complete on every game date and the machinery works.
struct RawGate: Gate {
    private static let neededBytes = 2_000_000_000
    let number = 0
    let phase = Phase.raw

    func conditions(_ facts: GateFacts) -> [GateCondition] {
        [schema(facts), expiry(), catalog(facts)] + raw(facts)
            + [issues(facts), jobs(facts), gapFile(facts), suppression(facts), orchestrators(facts), space(facts)]
            + optional(facts) + [quarantine(facts)]
    }

    private func schema(_ facts: GateFacts) -> GateCondition {
        let differences = facts.schemaDifferences
        return GateCondition(
            code: "schema_equals_declarations", passed: differences.isEmpty, expected: "0 differences",
            actual: "\(differences.count) differences",
            examples: differences.map { "\($0.table).\($0.column): \($0.actual), declared \($0.expected)" })
    }

    // The stores at hand have no table expiry; one that has reports it as a schema difference.
    private func expiry() -> GateCondition {
        GateCondition(code: "no_expiry", passed: true, expected: "none", actual: "none")
    }

    // A catalog that is not valid cannot be opened, so a ledger is proof.
    private func catalog(_ facts: GateFacts) -> GateCondition {
        let count = facts.reports.ledger.catalog.steps.count
        return GateCondition(
            code: "catalog_valid", passed: count > 0, expected: "valid", actual: "valid, \(count) processors")
    }

    private func raw(_ facts: GateFacts) -> [GateCondition] {
        let coverage = facts.reports.coverage
        let complete = coverage.satisfiedDates(of: .raw) ?? []
        let missing = coverage.dates.subtracting(complete)
        var conditions = [
            GateCondition(
                code: "raw_complete", passed: missing.isEmpty && !coverage.dates.isEmpty,
                expected: "total_dates \(coverage.dates.count), missing 0",
                actual: "phase2_dates \(complete.count), missing \(missing.count)",
                examples: missing.map(\.description))
        ]
        for table in coverage.tables where table.phase == .raw && table.isRequired {
            let bad = table.statuses.filter { !$0.status.isSatisfied }
            conditions.append(
                GateCondition(
                    code: "complete:\(table.name)", passed: bad.isEmpty, expected: "\(table.expected) dates",
                    actual: "\(table.satisfied) dates", examples: bad.map { "\($0.date) \($0.status.rawValue)" }))
        }
        return conditions + [records(facts), schedule(facts)]
    }

    // A game that could not be read is expected by nobody: nothing else would miss it.
    private func schedule(_ facts: GateFacts) -> GateCondition {
        let rows = facts.unreadGames.sorted { ($0.file, $0.lineNumber) < ($1.file, $1.lineNumber) }
        return GateCondition(
            code: "schedule_read_whole", passed: rows.isEmpty, expected: "0 rows of the schedule set aside",
            actual: "\(rows.count)",
            examples: rows.map { "\($0.file) line \($0.lineNumber): \($0.reasonCode), \($0.detail)" })
    }

    // Optional tables, too: what is there but damaged must not be taken for absent.
    private func records(_ facts: GateFacts) -> GateCondition {
        let unsound = facts.reports.ledger.unsoundSources(in: facts.scope)
        return GateCondition(
            code: "raw_records_sound", passed: unsound.isEmpty, expected: "0 partitions at odds with their record",
            actual: "\(unsound.count)", examples: unsound.map { "\($0.partition): \($0.flaw)" })
    }

    private func issues(_ facts: GateFacts) -> GateCondition {
        let ledger = facts.reports.ledger
        let open = facts.blockingIssues.filter { issue in
            ledger.catalog.position(of: issue.tableName).flatMap { ledger.waiver($0, on: issue.gameDate) } == nil
        }
        let waived = facts.blockingIssues.count - open.count
        return GateCondition(
            code: "no_unresolved_issues", passed: open.isEmpty,
            expected: "0 issues that would make results wrong unseen",
            actual: "\(open.count)" + (waived > 0 ? " and \(waived) waived" : ""),
            examples: open.map { "\($0.gameDate) \($0.gameID) \($0.code) \($0.teamAbbr) in \($0.tableName)" })
    }

    private func jobs(_ facts: GateFacts) -> GateCondition {
        let jobs = facts.reports.ledger.catalog.steps.map(\.processor.job)
        return GateCondition(
            code: "jobs_listed", passed: Set(jobs).count == jobs.count && !jobs.isEmpty, expected: "every job once",
            actual: "\(jobs.count) jobs")
    }

    private func gapFile(_ facts: GateFacts) -> GateCondition {
        GateCondition(
            code: "gap_analysis_written", passed: facts.gapFile != nil, expected: "phase3_missing_dates.csv",
            actual: facts.gapFile.map { "\($0.path), \($0.dates) dates" } ?? "not written")
    }

    private func suppression(_ facts: GateFacts) -> GateCondition {
        let found = facts.suppression
        return GateCondition(
            code: "suppression_self_test", passed: found.map { $0.immediate == 0 && $0.digestEntries == 1 } ?? false,
            expected: "0 immediate notices, 1 digest entry",
            actual: found.map { "\($0.immediate) immediate, \($0.digestEntries) in the digest" } ?? "could not be run")
    }

    private func orchestrators(_ facts: GateFacts) -> GateCondition {
        GateCondition(
            code: "orchestrators_ready", passed: facts.orchestrators?.holds ?? false,
            expected: "2→3, 3→4, 4→5 fire once each, 1 correlation id",
            actual: facts.orchestrators?.summary ?? "could not be run")
    }

    private func space(_ facts: GateFacts) -> GateCondition {
        GateCondition(
            code: "free_space", passed: facts.freeBytes.map { $0 >= Self.neededBytes } ?? facts.isOnServer,
            expected: "2 GB free",
            actual: facts.freeBytes.map { "\($0 / 1_000_000) MB free" }
                ?? (facts.isOnServer ? "on a server, which watches its own" : "unknown"))
    }

    private func optional(_ facts: GateFacts) -> [GateCondition] {
        facts.reports.coverage.tables.filter { $0.phase == .raw && !$0.isRequired }.map { table in
            GateCondition(
                code: "coverage:\(table.name)", isRequired: false, passed: table.present == table.expected,
                expected: "\(table.expected) dates", actual: "\(table.present) dates")
        }
    }

    private func quarantine(_ facts: GateFacts) -> GateCondition {
        let reasons = Dictionary(grouping: facts.quarantined, by: \.reasonCode).mapValues(\.count)
        let total = facts.quarantined.count
        return GateCondition(
            code: "quarantined_rows", isRequired: false, passed: total == 0, expected: "0", actual: "\(total)",
            examples: reasons.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" })
    }
}
