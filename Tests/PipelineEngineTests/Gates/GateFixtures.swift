import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineTesting
import Testing

/// Facts about a drawn store, with everything outside it in order.
func gateFacts(_ store: DrawnStore) -> GateFacts {
    let dates = store.dates
    let first = dates.first ?? .reference
    var facts = GateFacts(
        reports: store.reportFacts(), scope: first...(dates.last ?? first), evaluatedAt: SampleChanges.instant())
    facts.freeBytes = 5_000_000_000
    facts.suppression = (0, 1)
    facts.orchestrators = .passing
    facts.gapFile = ("gaps.csv", 3)
    return facts
}

func gate(_ number: Int) throws -> any Gate { try #require(Gates.all.first { $0.number == number }) }

extension GateReport {
    func condition(_ code: String) throws -> GateCondition { try #require(conditions.first { $0.code == code }) }

    /// Codes of the must conditions that do not hold.
    var broken: [String] { conditions.filter { $0.isRequired && !$0.passed }.map(\.code) }
}

extension GateReport.PhaseSummary {
    /// Dates in all, complete, waived, missing.
    var counts: [Int] { [totalDates, completeDates, waivedDates, missingDates] }
}
