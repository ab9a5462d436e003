import NBA
import PipelineModel

/// How good predictions were, as people and machines read it.
struct AccuracyOutput: CommandOutput {
    let report: AccuracyReport

    private static let columns = [
        "n", "mae", "rmse", "bias", "within_3", "within_5", "void", "bets", "hit_rate", "push",
    ]

    var json: JSONValue {
        [
            "population": .string(report.population.rawValue), "rows": list.objects,
            "by_season": sliced(report.bySeason, "season"), "by_season_phase": sliced(report.byPhase, "season_phase"),
            "by_tier": sliced(report.byTier, "tier"), "by_confidence": sliced(report.byConfidence, "decile"),
        ]
    }

    var list: ResultList {
        ResultList(
            columns: ["system", "market"] + Self.columns,
            rows: subjects.map { subject in
                [.text(subject.system.rawValue), .text(subject.market.rawValue)] + Self.cells(report.whole[subject])
            })
    }

    var text: String {
        let rows = subjects.map { subject -> [Cell] in
            let cells = Self.cells(report.whole[subject])
            return [.text(subject.system.rawValue), .text(subject.market.rawValue)] + cells[..<6] + cells[7...8]
        }
        let table = ResultList(
            columns: ["system", "market", "n", "mae", "rmse", "bias", "<=3", "<=5", "bets", "hit"], rows: rows)
        return TextTable(table).text + "Population \(report.population.rawValue).\n"
    }

    private var subjects: [AccuracyReport.Subject] {
        report.systems.flatMap { system in
            system.markets.filter(report.markets.contains).map { .init(system: system, market: $0) }
        }
    }

    private func sliced(_ slices: [AccuracyReport.Slice: Accuracy], _ name: String) -> JSONValue {
        var rows: [[Cell]] = []
        for subject in subjects {
            // 2 comes before 10.
            let labels = slices.keys.filter { $0.subject == subject }.map(\.label)
                .sorted { ($0.count, $0) < ($1.count, $1) }
            for label in labels {
                let heads: [Cell] = [.text(subject.system.rawValue), .text(subject.market.rawValue), .text(label)]
                rows.append(heads + Self.cells(slices[AccuracyReport.Slice(subject: subject, label: label)]))
            }
        }
        return ResultList(columns: ["system", "market", name] + Self.columns, rows: rows).objects
    }

    private static func cells(_ accuracy: Accuracy?) -> [Cell] {
        let accuracy = accuracy ?? Accuracy()
        func number(_ value: Double?) -> Cell { value.map(Cell.double) ?? .null }
        return [
            .int(accuracy.count), number(accuracy.meanAbsoluteError), number(accuracy.rootMeanSquaredError),
            number(accuracy.bias), number(accuracy.within3), number(accuracy.within5), .int(accuracy.void),
            .int(accuracy.bets), number(accuracy.hitRate), .int(accuracy.pushes),
        ]
    }
}
