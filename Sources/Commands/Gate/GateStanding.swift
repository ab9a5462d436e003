import GameCalendar
import PipelineEngine
import PipelineModel

/// How the newest verdict of a gate stands against what is stored now.
enum GateStanding: String, Sendable {
    case passed
    case notPassed = "not_passed"
    /// It passed, but what it rests on has changed since.
    case outdated
    case notEvaluated = "not_evaluated"
}

extension Session {
    /// How the newest of `verdicts` of each gate stands; gates without one have no entry.
    ///
    /// - Parameter reports: facts read now, over counting dates, with run history; of use when they are a verdict's own.
    func standings(of verdicts: [GateVerdict], _ reports: ReportFacts) async throws -> [Int: GateStanding] {
        var standings: [Int: GateStanding] = [:]
        for verdict in verdicts.newestOfEachGate {
            standings[verdict.gate] =
                verdict.passed ? (try await isCurrent(verdict, reports) ? .passed : .outdated) : .notPassed
        }
        return standings
    }

    // Whether the gate would rest on the same facts now.
    private func isCurrent(_ verdict: GateVerdict, _ reports: ReportFacts) async throws -> Bool {
        let gate = Gates.all.first { $0.number == verdict.gate }
        guard let gate, let scope = verdict.dates else { return false }
        let dates = reports.ledger.facts.schedule.countingDates.within(scope)
        let own =
            dates == reports.coverage.dates
            ? reports
            : try await reportFacts(
                reports.ledger, dates: dates, tables: catalog.tables.map(\.name), needs: [.runs])
        var facts = try await standingFacts(own, scope)
        // A verdict does not say whether its days were asked for as such, or as the game dates among them; one over a
        // list with holes is never found again, and counts as outdated.
        for stretch in [nil, scope] {
            facts.stretch = stretch
            if gate.evaluate(facts).factsDigest == verdict.factsDigest { return true }
        }
        return false
    }

    // What can be read of the facts a gate judges. What evaluating does, the self-test and the gap file, held when the
    // verdict passed and is no fact about the store.
    private func standingFacts(_ reports: ReportFacts, _ scope: ClosedRange<GameDate>) async throws -> GateFacts {
        var facts = GateFacts(reports: reports, scope: scope, evaluatedAt: reports.ledger.facts.readAt)
        facts.schemaDifferences = try await store.differences(from: Session.tables(catalog))
        facts.blockingIssues = try await blockingIssues(scope)
        facts.setAside(try await quarantined())
        (facts.freeBytes, facts.isOnServer) = (store.freeBytes, store.isOnServer)
        facts.suppression = (immediate: 0, digestEntries: 1)
        facts.orchestrators = .passing
        facts.gapFile = (path: "", dates: 0)
        (facts.content, facts.live) = (.held, .held)
        return facts
    }
}

extension [GateVerdict] {
    /// The newest verdict of each gate, by number.
    var newestOfEachGate: [GateVerdict] {
        Dictionary(grouping: self, by: \.gate).values.compactMap { $0.max { $0.evaluatedAt < $1.evaluatedAt } }
            .sorted { $0.gate < $1.gate }
    }
}

extension GateVerdict {
    /// Whether `dates` are all within the scope.
    func covers(_ dates: DateSet) -> Bool {
        guard let scope = self.dates, let first = dates.first, let last = dates.last else { return false }
        return scope.contains(first) && scope.contains(last)
    }

    /// First and last date of the scope; nil when it cannot be read.
    fileprivate var dates: ClosedRange<GameDate>? {
        let ends = scope.split(separator: ":").compactMap { GameDate($0) }
        guard ends.count == 2, ends[0] <= ends[1] else { return nil }
        return ends[0]...ends[1]
    }
}
