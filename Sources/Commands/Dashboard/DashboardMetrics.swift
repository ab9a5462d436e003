import CoreMetrics
import Dashboard
import GameCalendar
import LiveServer
import PipelineEngine
import PipelineModel
import PipelineRuntime

/// What is measured of the service, and how the pipeline stands, in numbers.
final class DashboardMetrics: Sendable {
    private let registry = PrometheusRegistry()

    /// Counts an answer and times it.
    func note(_ request: WebRequest, _ answer: WebAnswer, seconds: Double) {
        Counter(
            label: "backcourt_http_requests_total",
            dimensions: [("method", "\(request.method)"), ("status", "\(answer.status)")], factory: registry
        ).increment()
        Timer(label: "backcourt_http_request_seconds", dimensions: [], factory: registry)
            .recordNanoseconds(Int64(seconds * 1e9))
    }

    /// The numbers as Prometheus reads them. What is not known now has no number.
    ///
    /// - Parameter standing: how the pipeline stands, and when that was looked at last; nil when it cannot be said.
    func text(_ standing: (standing: Standing, checkedAt: Timestamp)?, readers: Int) -> String {
        let now = Gauges()
        now.note("backcourt_event_streams", [], Double(readers))
        now.note("backcourt_up", [], standing == nil ? 0 : 1)
        if let standing {
            now.note(
                "backcourt_standing_read_timestamp_seconds", [], Double(standing.checkedAt.microseconds) / 1e6)
            now.tell(standing.standing)
        }
        return registry.text + now.registry.text
    }
}

/// Numbers of one moment.
private struct Gauges {
    let registry = PrometheusRegistry()

    func tell(_ standing: Standing) {
        for table in standing.facts.wholePhases.tables {
            for status in PartitionStatus.allCases where status != .notExpected {
                let labels = [
                    ("table", table.name.rawValue), ("phase", "\(table.phase.rawValue)"), ("status", status.rawValue),
                ]
                note("backcourt_partitions", labels, Double(table.count(status)))
            }
        }
        for phase in standing.work.phases {
            let labels = [("phase", "\(phase.phase.rawValue)")]
            note("backcourt_dates", labels, Double(phase.total))
            note("backcourt_dates_complete", labels, Double(phase.complete))
        }
        for gate in standing.gates {
            note("backcourt_gate_passed", [("gate", "\(gate.gate)")], gate.status == "passed" ? 1 : 0)
        }
        note("backcourt_unresolved_failures", [], Double(standing.facts.unresolved.count))
        note("backcourt_steps_running", [], Double(standing.work.running.count))
        note("backcourt_partitions_left", [], Double(standing.work.remainingCount))
        // The rate of a batch that runs; of one that has ended it says nothing.
        if standing.work.isRunning, let rate = standing.work.ratePerHour { note("backcourt_rate_per_hour", [], rate) }
        if let seconds = standing.work.secondsLeft { note("backcourt_seconds_left", [], seconds) }
    }

    func note(_ label: String, _ dimensions: [(String, String)], _ value: Double) {
        Gauge(label: label, dimensions: dimensions, factory: registry).record(value)
    }
}
