import GameCalendar
import NBA
import PipelineModel
import PipelineTesting
import Testing

/// A processor that breaks what a test wants broken.
private struct Faulty: Processor {
    enum Fault { case none, misdated, orderDependent, undeclared, unread, strayKey }

    let fault: Fault
    let kind = ProcessorKind.postGame
    let phase = Phase.analytics
    let version = "1"

    var inputs: [Input] {
        fault == .unread ? [.required(ScheduledGame.self), .optional(Shot.self)] : [.required(ScheduledGame.self)]
    }

    func rows(for date: GameDate, from upstream: Upstream) throws(ProcessorError) -> ProcessedRows<GameLine> {
        let games = try upstream.rows(ScheduledGame.self)
        if fault == .undeclared { _ = try upstream.rows(TeamBox.self) }
        var rows: [GameLine] = []
        for (place, game) in games.enumerated() {
            var row = GameLine()
            row.gameID = game.identity.gameID
            row.gameDate = fault == .misdated ? date + 1 : date
            row.total = fault == .orderDependent ? Double(place) : nil
            rows.append(row)
        }
        return ProcessedRows(rows)
    }

    func expectedKeys(for date: GameDate, from upstream: Upstream) throws(ProcessorError) -> [GameKey] {
        var keys = try upstream.rows(ScheduledGame.self).map { GameKey(gameID: $0.identity.gameID) }
        if fault == .strayKey { keys.append(GameKey(gameID: "stray")) }
        return keys
    }
}

private struct GameKey: ColumnCoded {
    var gameID = ""

    init() {}
    init(gameID: String) { self.gameID = gameID }

    mutating func columns(_ c: inout ColumnCursor) { c.column("game_id", &gameID, "Game.") }
}

struct ProcessorContractTests {
    private func clauses(_ fault: Faulty.Fault) throws -> Set<ProcessorContract.Clause> {
        var league = League()
        for (away, home) in [("NYK", "BOS"), ("MIA", "LAL"), ("DEN", "WST"), ("EST", "SAC")] {
            try league.list(away, at: home, "2021-11-01")
        }
        let contract = ProcessorContract(try league.rawRunner())
        let breaches = try contract.breaches(of: Faulty(fault: fault), on: try League.date("2021-11-01"))
        return Set(breaches.map(\.clause))
    }

    @Test func `each broken promise is told by its clause`() throws {
        #expect(try clauses(.none) == [])
        #expect(try clauses(.misdated) == [.dating])
        #expect(try clauses(.orderDependent) == [.rowOrder])
        #expect(try clauses(.undeclared) == [.honestInputs])
        #expect(try clauses(.unread) == [.honestInputs])
        #expect(try clauses(.strayKey) == [.keys])
    }
}
