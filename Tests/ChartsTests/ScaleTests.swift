import Charts
import Testing

struct ScaleTests {
    @Test(arguments: [
        ([3.0, 96], "0 20 40 60 80 100"), ([4.21, 4.58], "4.2 4.3 4.4 4.5 4.6"), ([7], "6.0 6.5 7.0 7.5 8.0"),
        ([], "0.0 0.2 0.4 0.6 0.8 1.0"), ([-0.003, 0.009], "−0.005 0.000 0.005 0.010"),
        ([1_000_000, 4_600_000], "1000000 2000000 3000000 4000000 5000000"),
    ])
    func `ticks are round and hold every value`(_ values: [Double], _ ticks: String) {
        let scale = Scale(values)
        #expect(scale.ticks.map { $0.written(decimals: scale.decimals) }.joined(separator: " ") == ticks)
        #expect(values.allSatisfy(scale.range.contains))
    }

    @Test func `zero is shown where it is asked for, and nothing that is no number`() {
        #expect(Scale([90, 95], includesZero: true).range.lowerBound == 0)
        #expect(Scale([.nan, .infinity, 2, 4]).range == 2...4)
    }

    @Test(arguments: [
        (0.0, 2, "0.00"), (-0.004, 2, "0.00"), (-0.005, 2, "−0.01"), (1234.5678, 1, "1234.6"), (0.05, 1, "0.1"),
        (12, 0, "12"), (.nan, 1, "–"), (1e300, 2, "1e+300"),
    ])
    func `numbers are written with a point`(_ number: Double, _ decimals: Int, _ text: String) {
        #expect(number.written(decimals: decimals) == text)
    }
}
