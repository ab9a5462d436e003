import GameCalendar
import NBA
import PipelineModel

/// The calls a system is surest of, and what became of them, as people and machines read them.
struct ConfidentCalls: CommandOutput {
    /// A prediction that strays from its line.
    struct Call {
        let prediction: PropPrediction
        /// Name for people.
        let player: String
        /// Its grade, once the game is over.
        let grade: PredictionGrade?
    }

    let calls: [Call]

    /// The `limit` most confident of `predictions`; equals by date, game, player, system and market.
    init(_ predictions: [PropPrediction], limit: Int, _ session: Session) async throws {
        let ranked = predictions.enumerated().sorted { left, right in
            let (sure, surer) = (left.element.confidence ?? 0, right.element.confidence ?? 0)
            return sure == surer ? left.offset < right.offset : sure > surer
        }
        let chosen = ranked.prefix(limit).map(\.element)
        let names = try await Self.names(of: chosen, session)
        let dates = DateSet(chosen.map(\.gameDate)).dates
        let grades = try await session.store.contents(of: PredictionGrade.stored, on: dates)
            .mapValues(PredictionGrade.rows(from:))
        calls = chosen.map { prediction in
            Call(
                prediction: prediction, player: names[prediction.playerID] ?? prediction.playerLookup,
                grade: grades[prediction.gameDate]?.first { $0.isOf(prediction) })
        }
    }

    private static func names(of predictions: [PropPrediction], _ session: Session) async throws -> [Int: String] {
        var names: [Int: String] = [:]
        for player in Set(predictions.map(\.playerID)) {
            let rows = try await session.store.records(
                PlayerReference.self, matching: .column("player_id", is: .int(player)))
            names[player] = rows.first?.playerName
        }
        return names
    }

    var json: JSONValue { ["calls": list.objects] }

    var list: ResultList {
        ResultList(
            columns: [
                "game_date", "player", "market", "system", "line", "predicted", "call", "confidence", "actual",
                "result",
            ],
            rows: calls.map { call in
                let prediction = call.prediction
                return [
                    Cell(prediction.gameDate), .text(call.player), .text(prediction.market.rawValue),
                    .text(prediction.system.rawValue), prediction.line.map(Cell.double) ?? .null,
                    prediction.predictedValue.map(Cell.double) ?? .null, .text(prediction.recommendation.rawValue),
                    prediction.confidence.map(Cell.double) ?? .null, call.grade?.actualValue.map(Cell.int) ?? .null,
                    .text(call.grade?.outcome ?? ""),
                ]
            })
    }

    var text: String {
        let shown = [
            "player", "market", "line", "predicted", "call", "confidence", "actual", "result",
        ]
        guard !calls.isEmpty else { return "No prediction strays from a line.\n" }
        return TextTable(list.only(shown)).text
    }
}

extension PredictionGrade {
    fileprivate func isOf(_ prediction: PropPrediction) -> Bool {
        playerID == prediction.playerID && gameID == prediction.gameID && system == prediction.system
            && market == prediction.market
    }

    // VOID where a player called did not appear.
    fileprivate var outcome: String { status == .void ? "VOID" : betResult?.rawValue ?? "" }
}
