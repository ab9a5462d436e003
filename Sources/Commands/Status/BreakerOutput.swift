import GameCalendar
import PipelineEngine
import PipelineModel

/// Processors that were stopped for failing again and again, as people and machines read them.
struct BreakerOutput {
    private let breakers: [BreakerRecord]

    init(_ facts: ReportFacts) {
        breakers = facts.ledger.facts.store.openBreakers
    }

    var json: JSONValue {
        .array(
            breakers.map { breaker in
                [
                    "processor_name": .text(breaker.processorName), "state": .string(breaker.state),
                    "failures": .int(breaker.failures), "opened_at": .text(breaker.openedAt),
                    "last_error": .text(breaker.lastError),
                ]
            })
    }

    /// One line per processor; empty when none is stopped.
    var text: String {
        breakers.map { breaker in
            "Breaker open: \(breaker.processorName), after \(breaker.failures) failures in a row, at "
                + "\(breaker.openedAt?.description ?? "an unknown time"): \(breaker.lastError ?? "no message")\n"
        }.joined()
    }
}
