import Foundation
import Testing
@testable import NBA

struct DecayTests {
    @Test func `it is the exponential of the C library to a few last places`() {
        for step in 0...20_000 {
            let x = Double(step) * 0.0173
            let expected = exp(-x)
            #expect(abs(decay(x) - expected) <= 4 * expected.ulp, "\(x)")
        }
    }

    @Test func `by hand: nothing, a half, and nothing left`() {
        #expect(decay(0) == 1)
        #expect(abs(decay(log(2.0)) - 0.5) < 1e-15)
        #expect(decay(699).isNormal && decay(700) == 0 && decay(.infinity) == 0)
    }
}
