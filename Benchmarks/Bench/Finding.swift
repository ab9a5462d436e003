/// A number that follows from several measurements.
struct Finding {
    /// What it is.
    let name: String
    let value: Double
    let unit: String
    private let least: Double?
    private let most: Double?

    init(_ name: String, _ value: Double, _ unit: String, atLeast least: Double? = nil, atMost most: Double? = nil) {
        (self.name, self.value, self.unit, self.least, self.most) = (name, value, unit, least, most)
    }

    /// What is promised, as people write it; empty when nothing is.
    var promise: String {
        if let least { return "≥ \(least) \(unit)" }
        return most.map { "≤ \($0) \(unit)" } ?? ""
    }

    /// Whether the promise is kept; nil when there is none.
    var isMet: Bool? {
        guard least != nil || most != nil else { return nil }
        return value >= least ?? -.infinity && value <= most ?? .infinity
    }

    var sentence: String { "\(name): \(BenchReport.text(value)) \(unit)" }
}
