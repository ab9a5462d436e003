import GameCalendar
import PipelineRuntime
import Testing

struct StopSwitchTests {
    private let endless = RuntimeClock(now: { .init(microseconds: 0) }, pause: { _ in await StopSwitch().requested() })

    @Test func `a pause ends when a stop is asked for, before or meanwhile`() async {
        let before = StopSwitch()
        before.request()
        await before.pause(8, on: endless)
        let meanwhile = StopSwitch()
        async let pause: Void = meanwhile.pause(8, on: endless)
        meanwhile.request()
        await pause
        #expect(before.demand == .afterRunningSteps && meanwhile.demand == .afterRunningSteps)
    }

    @Test func `a pause ends by itself when nothing is asked`() async {
        let clock = RuntimeClock(now: { .init(microseconds: 0) }, pause: { _ in })
        await StopSwitch().pause(8, on: clock)
    }
}
