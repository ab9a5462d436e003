import NBA
import PipelineModel

/// How good predictions were, as people and machines read it.
struct AccuracyOutput: CommandOutput {
    let report: AccuracyReport

    private static let columns = [
        "n", "mae", "rmse", "bias", "within_3", "within_5", "void", "bets", "hit_rate", "push", "interval_coverage",
        "interval_width",
    ]

    var json: JSONValue {
        [
            "population": .string(report.population.rawValue), "rows": list.objects, "lines": lines.objects,
            "by_season": sliced(report.bySeason, "season"), "by_season_phase": sliced(report.byPhase, "season_phase"),
            "by_tier": sliced(report.byTier, "tier"), "by_confidence": sliced(report.byConfidence, "decile"),
        ]
    }

    var list: ResultList {
        ResultList(
            columns: ["system", "market"] + Self.columns + ["mae_vs_line"],
            rows: subjects.map { subject in
                [.text(subject.system.rawValue), .text(subject.market.rawValue)] + Self.cells(report.whole[subject])
                    + [number(report.lines.excess(subject.system, subject.market))]
            })
    }

    var text: String {
        var rows = subjects.map { subject -> [Cell] in
            let accuracy = report.whole[subject] ?? Accuracy()
            return [
                .text(subject.system.rawValue), .text(subject.market.rawValue), .int(accuracy.errors.count),
                number(accuracy.errors.meanAbsolute), number(accuracy.errors.bias), number(accuracy.coverage),
                .int(accuracy.bets), number(accuracy.hitRate),
                number(report.lines.excess(subject.system, subject.market)),
            ]
        }
        rows += lines.rows.map { line in
            [.text(Self.lineName), line[0], line[1], line[2], line[4], .null, .null, .null, .null]
        }
        let table = ResultList(
            columns: ["system", "market", "n", "mae", "bias", "in_80", "bets", "hit", "vs_line"], rows: rows)
        let note = lines.rows.isEmpty ? "" : " vs_line: MAE less the line's, same player-games."
        return TextTable(table).text + "Population \(report.population.rawValue).\(note)\n"
    }

    private static let lineName = "bookmakers' line"

    // How far the line itself was off, where there was one and every system asked for predicted.
    private var lines: ResultList {
        ResultList(
            columns: ["market", "n", "mae", "rmse", "bias", "within_3", "within_5"],
            rows: report.markets.compactMap { market in
                report.lines.line(market).map { [.text(market.rawValue)] + Self.cells($0) }
            })
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

    private static func cells(_ errors: ErrorSums) -> [Cell] {
        [
            .int(errors.count), number(errors.meanAbsolute), number(errors.rootMeanSquared), number(errors.bias),
            number(errors.within3), number(errors.within5),
        ]
    }

    private static func cells(_ accuracy: Accuracy?) -> [Cell] {
        let accuracy = accuracy ?? Accuracy()
        return cells(accuracy.errors) + [
            .int(accuracy.void), .int(accuracy.bets), number(accuracy.hitRate), .int(accuracy.pushes),
            number(accuracy.coverage), number(accuracy.meanWidth),
        ]
    }
}

private func number(_ value: Double?) -> Cell { value.map(Cell.double) ?? .null }
