package import CoreMetrics
internal import Synchronization

/// Keeps what is measured, and writes it in the text format that Prometheus reads.
///
///     # TYPE backcourt_http_requests_total counter
///     backcourt_http_requests_total{method="get",status="200"} 42
///
/// Counters, meters and recorders keep a number, timers a histogram in seconds. Series are written in order of name and
/// labels.
package final class PrometheusRegistry: MetricsFactory {
    private struct Name: Hashable, Comparable {
        let label: String
        let dimensions: String

        static func < (left: Name, right: Name) -> Bool {
            (left.label, left.dimensions) < (right.label, right.dimensions)
        }
    }

    private let series = Mutex<[Name: Series]>([:])

    /// Nothing measured yet.
    package init() {}

    /// Everything measured so far.
    package var text: String {
        let series = series.withLock { $0.sorted { $0.key < $1.key } }
        var text = ""
        var newest = ""
        for (name, series) in series {
            if name.label != newest { text += "# TYPE \(name.label) \(series.kind.rawValue)\n" }
            newest = name.label
            text += series.written(name.label, name.dimensions)
        }
        return text
    }

    private func series(_ label: String, _ dimensions: [(String, String)], _ kind: Series.Kind) -> Series {
        let name = Name(label: Self.identifier(label), dimensions: Self.labels(dimensions))
        return series.withLock { known in
            if let series = known[name], series.kind == kind { return series }
            let series = Series(kind)
            known[name] = series
            return series
        }
    }

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(label, dimensions, .counter)
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(label, dimensions, .gauge)
    }

    package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        series(label, dimensions, .gauge)
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(label, dimensions, .histogram)
    }

    // What was measured stays known, whoever measures.
    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyMeter(_ handler: any MeterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}

    private static func identifier(_ label: String) -> String {
        String(
            label.unicodeScalars.map { scalar in
                let isGood = scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
                return isGood ? Character(scalar) : "_"
            })
    }

    private static func labels(_ dimensions: [(String, String)]) -> String {
        dimensions.map { name, value in
            let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
            return "\(identifier(name))=\"\(escaped)\""
        }.joined(separator: ",")
    }
}

/// One series of numbers.
private final class Series: CounterHandler, MeterHandler, RecorderHandler, TimerHandler {
    enum Kind: String {
        case counter, gauge, histogram
    }

    private struct Numbers {
        var value = 0.0
        var count = 0
        var buckets = [Int](repeating: 0, count: Series.bounds.count)
    }

    // Seconds: a page is quick below a tenth, slow above one.
    static let bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5, 10, 30]
    let kind: Kind
    private let numbers = Mutex(Numbers())

    init(_ kind: Kind) {
        self.kind = kind
    }

    func increment(by amount: Int64) { numbers.withLock { $0.value += Double(amount) } }
    func increment(by amount: Double) { numbers.withLock { $0.value += amount } }
    func decrement(by amount: Double) { numbers.withLock { $0.value -= amount } }
    func reset() { numbers.withLock { $0 = Numbers() } }
    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { numbers.withLock { $0.value = value } }
    func record(_ value: Int64) { set(Double(value)) }
    func record(_ value: Double) { set(value) }

    func recordNanoseconds(_ duration: Int64) {
        let seconds = Double(duration) / 1e9
        numbers.withLock { numbers in
            numbers.value += seconds
            numbers.count += 1
            for (index, bound) in Self.bounds.enumerated() where seconds <= bound { numbers.buckets[index] += 1 }
        }
    }

    func written(_ label: String, _ dimensions: String) -> String {
        let numbers = numbers.withLock { $0 }
        let braces = dimensions.isEmpty ? "" : "{\(dimensions)}"
        guard kind == .histogram else { return "\(label)\(braces) \(Self.spelled(numbers.value))\n" }
        let head = dimensions.isEmpty ? "" : "\(dimensions),"
        let buckets = zip(Self.bounds, numbers.buckets).map { bound, count in
            "\(label)_bucket{\(head)le=\"\(Self.spelled(bound))\"} \(count)\n"
        }
        return buckets.joined() + "\(label)_bucket{\(head)le=\"+Inf\"} \(numbers.count)\n"
            + "\(label)_sum\(braces) \(Self.spelled(numbers.value))\n\(label)_count\(braces) \(numbers.count)\n"
    }

    private static func spelled(_ value: Double) -> String {
        value == value.rounded() && value.magnitude < 1e15 ? String(Int(value)) : "\(value)"
    }
}
