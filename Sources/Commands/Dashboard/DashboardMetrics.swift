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

    /// The numbers as Prometheus reads them; `standing` is how the pipeline stands, nil when that cannot be said.
    func text(_ standing: Standing?, readers: Int) -> String {
        gauge("backcourt_event_streams", [], Double(readers))
        gauge("backcourt_up", [], standing == nil ? 0 : 1)
        if let standing { tell(standing) }
        return registry.text
    }

    private func tell(_ standing: Standing) {
        for table in standing.facts.wholePhases.tables {
            for status in PartitionStatus.allCases where status != .notExpected {
                let labels = [
                    ("table", table.name.rawValue), ("phase", "\(table.phase.rawValue)"), ("status", status.rawValue),
                ]
                gauge("backcourt_partitions", labels, Double(table.count(status)))
            }
        }
        for phase in standing.work.phases {
            let labels = [("phase", "\(phase.phase.rawValue)")]
            gauge("backcourt_dates", labels, Double(phase.total))
            gauge("backcourt_dates_complete", labels, Double(phase.complete))
        }
        for gate in standing.gates {
            gauge("backcourt_gate_passed", [("gate", "\(gate.gate)")], gate.status == "passed" ? 1 : 0)
        }
        gauge("backcourt_unresolved_failures", [], Double(standing.facts.unresolved.count))
        gauge("backcourt_steps_running", [], Double(standing.work.running.count))
        gauge("backcourt_partitions_left", [], Double(standing.work.remainingCount))
        gauge("backcourt_rate_per_hour", [], standing.work.ratePerHour ?? 0)
        gauge("backcourt_seconds_left", [], standing.work.secondsLeft ?? 0)
        gauge("backcourt_standing_read_timestamp_seconds", [], Double(standing.readAt.microseconds) / 1e6)
    }

    private func gauge(_ label: String, _ dimensions: [(String, String)], _ value: Double) {
        Gauge(label: label, dimensions: dimensions, factory: registry).record(value)
    }
}
