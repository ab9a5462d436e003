import PipelineModel
import Testing

struct UpstreamThreadsTests {
    @Test(arguments: [1, 2, 3, 8])
    func `results come in the order of their shares, on any number of threads`(_ threads: Int) {
        let upstream = Upstream(threads: threads)
        let shares: [@Sendable () -> Int] = (0..<40).map { number in
            {
                // The first ones take longest.
                var sum = 0
                for step in 0..<(40 - number) * 1000 { sum &+= step }
                return sum >= 0 ? number : -1
            }
        }
        #expect(upstream.concurrently(shares) == Array(0..<40))
        #expect(upstream.concurrently([@Sendable () -> Int]()).isEmpty)
    }
}
