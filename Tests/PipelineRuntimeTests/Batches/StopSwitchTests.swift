import PipelineRuntime
import Testing

struct StopSwitchTests {
    @Test func `whoever waits for a stop is told of the first request, and of one made before`() async {
        let stop = StopSwitch()
        async let first: Void = stop.requested()
        async let second: Void = stop.requested()
        await Task.yield()
        stop.request()
        _ = await (first, second)
        await stop.requested()
        #expect(stop.demand == .afterRunningSteps)
        stop.request()
        #expect(stop.demand == .now)
    }

    @Test func `whoever is cancelled waits no longer`() async {
        let stop = StopSwitch()
        let waiting = Task { await stop.requested() }
        waiting.cancel()
        await waiting.value
        #expect(stop.demand == .none)
    }
}
