import PipelineEngine
import Testing

struct BackoffTests {
    @Test func `waits double, stay within a fifth of the mark, and never pass the cap`() {
        for seed in UInt64(0)..<200 {
            for attempt in 1...12 {
                let base = Double(1 << (attempt - 1))
                let delay = Backoff.delay(afterAttempt: attempt, seed: seed)
                #expect(delay >= min(Backoff.cap, base) * 0.8, "seed \(seed)")
                #expect(delay <= min(Backoff.cap, base * 1.2), "seed \(seed)")
            }
        }
    }

    @Test func `the same seed waits the same, different seeds do not`() {
        #expect(Backoff.delay(afterAttempt: 3, seed: 7) == Backoff.delay(afterAttempt: 3, seed: 7))
        #expect(Set((0..<50).map { Backoff.delay(afterAttempt: 3, seed: $0) }).count > 40)
    }

    @Test func `odd attempt numbers do no harm`() {
        #expect(Backoff.delay(afterAttempt: 0, seed: 1) <= 1.2)
        #expect(Backoff.delay(afterAttempt: -5, seed: 1) <= 1.2)
        #expect(Backoff.delay(afterAttempt: 1_000, seed: 1) <= Backoff.cap)
    }
}
