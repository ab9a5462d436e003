import DelimitedText
import LeagueSimulator
import Testing

/// Made-up seasons held against real ones.
@Suite(.enabled(if: RealSeasons.folder != nil, "no folder of real seasons; set BACKCOURT_TEST_DATA"))
struct RealismTests {
    private static func real() throws -> SeasonTables {
        let folder = try #require(RealSeasons.folder)
        return try SeasonTables(RealSeasons.labels) { name in
            try InputFile.read("\(folder)/\(name).csv.gz").expanded()
        }
    }

    private static func simulated() throws -> SeasonTables {
        var league = SimulatedLeague(LeagueShape())
        league.shape.seasons = RealSeasons.labels.count
        var files: [String: [UInt8]] = [:]
        _ = league.write { files[$0.name] = $0.bytes }
        return try SeasonTables(RealSeasons.labels) { try #require(files["\($0).csv"]) }
    }

    @Test func `made-up seasons look like real ones`() throws {
        let (real, simulated) = (try Self.real(), try Self.simulated())
        var table = Comparison()
        table.compare(real.teamFigures, simulated.teamFigures, within: .close)
        table.compare(real.zoneFigures, simulated.zoneFigures, within: .close)
        table.compare(real.calendarFigures, simulated.calendarFigures, within: .close)
        table.compare(real.otherFigures, simulated.otherFigures, within: .plausible)
        print(table.text)
        for excess in table.excesses { Issue.record("\(excess)") }
        expectPlausible(simulated.otherFigures)
    }

    private func expectPlausible(_ figures: [Figure]) {
        let named = Dictionary(uniqueKeysWithValues: figures.map { ($0.name, $0) })
        func mean(_ name: String) -> Double { named[name]?.mean ?? .nan }
        #expect((0.52...0.6).contains(mean("home wins")))
        #expect((0.045...0.075).contains(mean("overtimes")))
        #expect(mean("starters a team and game") == 5)
        #expect((12...13.5).contains(named["spread error"]?.deviation ?? .nan))
    }
}

/// Two columns of figures side by side.
private struct Comparison {
    /// How far apart figures may be.
    enum Bounds {
        /// Means 5 %, deviations 15 %.
        case close
        /// Means 20 %, deviations 25 %; means around 0 are not compared.
        case plausible

        var mean: Double { self == .close ? 0.05 : 0.2 }
        var deviation: Double { self == .close ? 0.15 : 0.25 }
    }

    private(set) var excesses: [String] = []
    private var lines = [
        "figure                               mean: real  simulated     %   deviation: real  simulated     %"
    ]

    var text: String { lines.joined(separator: "\n") }

    mutating func compare(_ real: [Figure], _ simulated: [Figure], within bounds: Bounds) {
        for (one, other) in zip(real, simulated) {
            let isCentred = bounds == .plausible && abs(one.mean) < one.deviation / 2
            let (mean, deviation) = (other.mean / one.mean - 1, other.deviation / one.deviation - 1)
            let isSingle = one.deviation == 0
            lines.append(
                Self.padded(one.name, 36) + Self.numbers(one.mean, other.mean, mean) + "        "
                    + (isSingle ? "" : Self.numbers(one.deviation, other.deviation, deviation)))
            if !isCentred, abs(mean) > bounds.mean {
                excesses.append("\(one.name): \(one.mean), simulated \(other.mean)")
            }
            if !isSingle, abs(deviation) > bounds.deviation {
                excesses.append("\(one.name): deviation \(one.deviation), simulated \(other.deviation)")
            }
        }
    }

    private static func numbers(_ real: Double, _ simulated: Double, _ change: Double) -> String {
        [(real, 12, 10_000.0), (simulated, 11, 10_000), (100 * change, 7, 10)].map { value, width, scale in
            let text = "\((value * scale).rounded() / scale)"
            return String(repeating: " ", count: max(0, width - text.count)) + text
        }.joined()
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
