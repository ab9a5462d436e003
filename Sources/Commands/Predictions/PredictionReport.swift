import GameCalendar
import NBA
import PipelineModel

/// What is predicted for some dates.
struct PredictionReport {
    private static let datesPerRead = 30
    let systems: [PredictionSystem]
    let markets: [Market]
    private(set) var dates: [GameDate] = []
    private(set) var predictions = 0
    /// Predictions, gaps and recommendations to bet of each system.
    private(set) var bySystem: [PredictionSystem: (predictions: Int, gaps: Int, bets: Int)] = [:]
    /// Rows without a number, by system and reason.
    private(set) var gaps: [PredictionSystem: [PredictionGap: Int]] = [:]
    /// Predictions that stray from a bookmaker's line, by date, game, player, system and market.
    private(set) var calls: [PropPrediction] = []

    init(_ systems: [PredictionSystem], _ markets: [Market]) {
        (self.systems, self.markets) = (systems, markets)
    }

    /// Takes in the predictions of `dates`.
    mutating func read(_ dates: DateSet, _ session: Session) async throws {
        self.dates = dates.dates
        for start in stride(from: 0, to: dates.count, by: Self.datesPerRead) {
            let chunk = Array(dates.dates[start..<min(start + Self.datesPerRead, dates.count)])
            let contents = try await session.store.contents(of: PropPrediction.stored, on: chunk)
            for date in chunk {
                for row in contents[date].map(PropPrediction.rows(from:)) ?? [] { add(row) }
            }
        }
    }

    private mutating func add(_ row: PropPrediction) {
        guard systems.contains(row.system), markets.contains(row.market) else { return }
        if let gap = row.gapReason {
            gaps[row.system, default: [:]][gap, default: 0] += 1
            bySystem[row.system, default: (0, 0, 0)].gaps += 1
            return
        }
        predictions += 1
        bySystem[row.system, default: (0, 0, 0)].predictions += 1
        guard row.recommendation == .over || row.recommendation == .under else { return }
        bySystem[row.system, default: (0, 0, 0)].bets += 1
        calls.append(row)
    }
}

/// Predictions as people and machines read them.
struct PredictionOutput: CommandOutput {
    let report: PredictionReport

    var json: JSONValue {
        [
            "date": report.dates.count == 1 ? .text(report.dates[0]) : .null,
            "dates": .array(report.dates.map { .text($0) }), "predictions": .int(report.predictions),
            "by_system": list.objects, "no_prediction": noPrediction.objects,
        ]
    }

    var list: ResultList {
        ResultList(
            columns: ["system", "predictions", "gaps", "bets"],
            rows: report.systems.map { system in
                let counts = report.bySystem[system] ?? (0, 0, 0)
                return [.text(system.rawValue), .int(counts.predictions), .int(counts.gaps), .int(counts.bets)]
            })
    }

    var text: String {
        let scope = report.dates.count == 1 ? "on \(report.dates[0])" : "on \(report.dates.count) dates"
        return TextTable(list).text + "\(report.predictions) predictions \(scope).\n"
    }

    private var noPrediction: ResultList {
        ResultList(
            columns: ["system", "reason", "count"],
            rows: report.systems.flatMap { system in
                PredictionGap.allCases.compactMap { gap in
                    report.gaps[system]?[gap].map { [.text(system.rawValue), .text(gap.rawValue), .int($0)] }
                }
            })
    }
}
