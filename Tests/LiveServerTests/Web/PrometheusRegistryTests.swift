import CoreMetrics
import LiveServer
import Testing

/// What is measured is written as Prometheus reads it.
struct PrometheusRegistryTests {
    @Test func `series are written in order, each kind once`() {
        let registry = PrometheusRegistry()
        Gauge(label: "b.size", dimensions: [("table", "a\"\\\n")], factory: registry).record(2.5)
        Counter(label: "a_total", dimensions: [("k", "2")], factory: registry).increment(by: 3)
        Counter(label: "a_total", dimensions: [("k", "1")], factory: registry).increment()
        Counter(label: "a_total", dimensions: [("k", "2")], factory: registry).increment()
        #expect(
            registry.text == """
                # TYPE a_total counter
                a_total{k="1"} 1
                a_total{k="2"} 4
                # TYPE b_size gauge
                b_size{table="a\\"\\\\\\n"} 2.5

                """)
    }

    @Test func `a time goes into every bucket that holds it`() {
        let registry = PrometheusRegistry()
        let timer = Timer(label: "t_seconds", dimensions: [], factory: registry)
        for milliseconds in [1, 30, 60_000] { timer.recordNanoseconds(Int64(milliseconds) * 1_000_000) }
        let text = registry.text
        #expect(text.hasPrefix("# TYPE t_seconds histogram\nt_seconds_bucket{le=\"0.005\"} 1\n"))
        #expect(text.contains("t_seconds_bucket{le=\"0.05\"} 2\n") && text.contains("t_seconds_bucket{le=\"30\"} 2\n"))
        #expect(text.hasSuffix("t_seconds_bucket{le=\"+Inf\"} 3\nt_seconds_sum 60.031\nt_seconds_count 3\n"))
    }
}
