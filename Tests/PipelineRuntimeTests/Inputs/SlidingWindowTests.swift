import ContentDigest
import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineTesting
import Randomness
import Testing

@testable import PipelineRuntime

/// Totals in a shape of their own, so that a log has to read the store itself.
private struct TotalValue: NarrowRow {
    typealias Whole = DailyTotal
    var station = 0
    var value = 0.0

    mutating func columns(_ c: inout ColumnCursor) {
        c.column("station", &station, "Station.")
        c.column("value", &value, "Total.")
    }
}

private enum ValuesByStation: RowGrouping {
    static func forEachEntity(of row: TotalValue, _ body: (Int) -> Void) { body(row.station) }
}

private struct EchoProcessor: Processor {
    let kind = ProcessorKind.preGame
    let phase = Phase.precompute
    let version = "1"
    let inputs: [Input] = [
        .required(DailyTotal.self, .season, groupedBy: [TotalsByStation.self, ValuesByStation.self])
    ]

    func rows(for date: GameDate, from upstream: Upstream) throws(ProcessorError) -> ProcessedRows<Trend> {
        let whole = try upstream.log(TotalsByStation.self)
        let narrow = try upstream.log(ValuesByStation.self)
        var (games, values) = (0, 0)
        for station in 1...4 {
            games += whole.games(of: station).count
            values += narrow.games(of: station).count
        }
        let days = try upstream.window(DailyTotal.self).days.map(\.rows.count).reduce(0, +)
        guard games == values, games == days else {
            throw ProcessorError(.inconsistentInput, "\(date): \(games), \(values) and \(days) rows of one window")
        }
        return ProcessedRows([Trend(date, 0, Double(games), basis: games)])
    }

    func expectedKeys(for date: GameDate, from upstream: Upstream) throws(ProcessorError) -> [StationKey] {
        [StationKey(0)]
    }
}

struct SlidingWindowTests {
    @Test func `a store that is busy between two reads of a window leaves no row in it twice`() async throws {
        for number in 1...6 {
            var random = SeededRandom(seed: 71)
            var rig = try await Rig(
                &random, seasons: 1, days: 6, processors: [DailyTotalProcessor(), EchoProcessor()])
            try await rig.run(tables: [DailyTotal.input])
            let front = FaultyWarehouse(rig.store)
            rig.front = front
            front.fail(.contents, number: number, with: WarehouseError(.busy, "busy"))
            let report = try await rig.run(tables: [Trend.input])
            #expect(report.total.failed + report.unfinished == 0, "call \(number)")
            #expect(try await rig.runs().allSatisfy { $0.errorCode != "inconsistent_input" }, "call \(number)")
        }
    }

    @Test func `each stored partition is read once in a batch, however many steps want it`() async throws {
        var random = SeededRandom(seed: 72)
        var rig = try await Rig(&random, seasons: 1, days: 8)
        let front = FaultyWarehouse(rig.store)
        rig.front = front
        try await rig.run(groupSize: 500)
        var reads: [Partition: Int] = [:]
        for (table, date) in front.reads { reads[Partition(table, date), default: 0] += 1 }
        // Readings and duties are wanted by two row shapes or processors each, yet nothing is read a third time.
        #expect(reads.values.allSatisfy { $0 <= 2 })
        #expect(!reads.keys.contains { $0.table == DailyTotal.input })
    }
}
