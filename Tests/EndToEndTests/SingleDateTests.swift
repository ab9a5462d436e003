import GameCalendar
import NBA
import PipelineModel
import Randomness
import Testing

/// A date computed alone, reading everything afresh, gives what the whole backfill gave with its sliding windows.
struct SingleDateTests {
    @Test func `random dates computed alone are equal bit for bit to those of the full run`() async throws {
        let seed: UInt64 = 11
        var random = SeededRandom(seed: seed)
        let scene = try Scene()
        try await scene.run("init").expect(0)
        try await scene.run("simulate --teams 6 --games 30 --lines --import").expect(0)
        try await scene.run("backfill --no-gate --jobs 2").expect(0)
        let before = try scene.digests()
        for processor in NBACatalog.processors {
            let (table, job) = (processor.table, processor.job)
            let dates = try scene.texts(
                "SELECT game_date FROM partition_state WHERE table_name = '\(table)' ORDER BY 1")
            for date in random.shuffled(dates).prefix(6) {
                let result = try await scene.run("run \(job) --dates \(date) --force --format json")
                result.expect(0)
                #expect(
                    result.output.contains(#""done":1,"unchanged":1"#), "seed \(seed), \(job) \(date): \(result.output)"
                )
            }
        }
        #expect(try scene.digests() == before)
    }
}
