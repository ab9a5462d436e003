import Foundation

/// The measurements as people and machines read them.
struct BenchReport {
    let measurements: [Measurement]
    let findings: [Finding]
    let options: BenchOptions

    /// A table in Markdown, as the readme quotes it.
    var table: String {
        var lines = [
            "| Measured | Median s | Bound s | Runs s | CPU s | Peak MB | |", "|---|---:|---:|---|---:|---:|---|",
        ]
        for measurement in measurements {
            let runs = measurement.seconds.map(Self.text).joined(separator: " ")
            let cells = [
                measurement.name, Self.text(measurement.median), measurement.bound.map(Self.text) ?? "", runs,
                Self.text(measurement.medianProcessorSeconds), "\(megabytes(measurement.peakBytes))",
                measurement.isMet.map { $0 ? "met" : "MISSED" } ?? "",
            ]
            lines.append("| " + cells.joined(separator: " | ") + " |")
        }
        lines += findings.map { finding in
            "| \(finding.name) | \(Self.text(finding.value)) \(finding.unit) | \(finding.promise) | | | | "
                + "\(finding.isMet.map { $0 ? "met" : "MISSED" } ?? "") |"
        }
        return lines.joined(separator: "\n")
    }

    /// Writes `<date>.json` into `folder`.
    ///
    /// - Returns: the file.
    func write(to folder: String) throws -> String {
        let date = String(Date().formatted(.iso8601).prefix(10))
        let file = "\(folder)/\(date).json"
        let object: [String: Any] = [
            "date": date, "command": "make bench", "runs": options.runs, "history": "\(options.history)",
            "machine": [
                "cores": Machine.cores, "memory_bytes": Machine.memoryBytes, "processor": Machine.processor,
                "system": Machine.system,
            ],
            "measurements": measurements.map(json), "findings": findings.map(json),
        ]
        let data = try JSONSerialization.data(
            withJSONObject: object, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try (data + Data("\n".utf8)).write(to: URL(fileURLWithPath: file))
        return file
    }

    /// Replaces what `file` quotes between its two marks.
    func quote(in file: String) throws {
        let (begin, end) = ("<!-- bench:begin -->\n", "<!-- bench:end -->")
        let text = try String(contentsOfFile: file, encoding: .utf8)
        guard let start = text.range(of: begin), let stop = text.range(of: end), start.upperBound <= stop.lowerBound
        else { throw Unmeasured(description: "\(file) lacks the marks of the table") }
        let quoted = text[..<start.upperBound] + summary + "\n" + text[stop.lowerBound...]
        try Data(quoted.utf8).write(to: URL(fileURLWithPath: file))
    }

    // The table of the readme: medians, bounds and memory.
    private var summary: String {
        var lines = [
            "`make bench` on \(Machine.description); median of \(options.runs) runs of the whole process.", "",
            "| | Seconds | Bound | Peak MB |", "|---|---:|---:|---:|",
        ]
        for measurement in measurements {
            let cells = [
                measurement.name, Self.text(measurement.median), measurement.bound.map(Self.text) ?? "",
                measurement.memoryBound == nil ? "" : "\(megabytes(measurement.peakBytes))",
            ]
            lines.append("| " + cells.joined(separator: " | ") + " |")
        }
        lines += findings.map { "| \($0.name) | \(Self.text($0.value)) \($0.unit) | \($0.promise) | |" }
        return lines.joined(separator: "\n")
    }

    private func json(_ finding: Finding) -> [String: Any] {
        var members: [String: Any] = ["name": finding.name, "value": rounded(finding.value), "unit": finding.unit]
        if let isMet = finding.isMet { (members["promise"], members["met"]) = (finding.promise, isMet) }
        return members
    }

    private func json(_ measurement: Measurement) -> [String: Any] {
        var members: [String: Any] = [
            "name": measurement.name, "command": measurement.command, "median_seconds": rounded(measurement.median),
            "seconds": measurement.seconds.map(rounded), "peak_bytes": measurement.peakBytes,
            "median_processor_seconds": rounded(measurement.medianProcessorSeconds),
        ]
        members["bound_seconds"] = measurement.bound.map(rounded)
        members["bound_bytes"] = measurement.memoryBound
        members["met"] = measurement.isMet
        return members
    }

    private func rounded(_ seconds: Double) -> Double { (seconds * 1000).rounded() / 1000 }
    /// Two decimals.
    static func text(_ value: Double) -> String { String(format: abs(value) < 0.1 ? "%.4f" : "%.2f", value) }
    private func megabytes(_ bytes: Int) -> Int { (bytes + (1 << 19)) >> 20 }
}
