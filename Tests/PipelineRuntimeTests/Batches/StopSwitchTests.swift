import GameCalendar
import Testing
@testable import PipelineRuntime

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

    @Test func `whoever has waited long enough is forgotten`() async {
        let clock = RuntimeClock(now: { .init(microseconds: 0) }, pause: { _ in })
        let stop = StopSwitch()
        for _ in 0..<100 { await stop.pause(1, on: clock) }
        #expect(stop.waiters == 0)
    }
}
