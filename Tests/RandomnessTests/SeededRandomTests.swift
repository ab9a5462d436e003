import Randomness
import Testing

struct SeededRandomTests {
    // A generator that gave other numbers would silently change what every written-down seed means.
    @Test func `a seed means the same numbers for ever`() {
        var random = SeededRandom(seed: 42)
        let bits: [UInt64] = [13_679_457_532_755_275_413, 2_949_826_092_126_892_291, 5_139_283_748_462_763_858]
        #expect((0..<3).map { _ in random.next() } == bits)
        #expect((0..<8).map { _ in random.int(-50...50) } == [-16, -47, 37, -28, 30, -16, 12, -30])
        #expect((0..<3).map { _ in random.unit() } == [0.4929891857946924, 0.5133961163221494, 0.5200132996032402])
        #expect((0..<3).map { _ in random.normal() } == [-0.2222442626953125, 0.1028594970703125, -1.188385009765625])
        #expect(random.shuffled(0..<6) == [4, 5, 2, 1, 0, 3])
    }

    @Test func `a branch has numbers of its own and moves nothing`() {
        var random = SeededRandom(seed: 1)
        let untouched = random
        var branch = random.branch(2, 3)
        var again = random.branch(2, 3)
        var other = random.branch(3, 2)
        #expect(random == untouched)
        let drawn = branch.next()
        #expect(drawn == again.next() && drawn != other.next() && drawn != random.next())
    }

    @Test func `numbers of a range are equally likely, its ends included`() {
        var random = SeededRandom(seed: 3)
        var counts = [Int](repeating: 0, count: 7)
        for _ in 0..<70_000 { counts[random.int(-3...3) + 3] += 1 }
        #expect(counts.allSatisfy { (9_500...10_500).contains($0) }, "\(counts)")
        #expect(random.int(5...5) == 5)
        _ = random.int(Int.min...Int.max)
    }

    @Test func `normal numbers have mean 0 and deviation 1`() {
        var random = SeededRandom(seed: 4)
        let numbers = (0..<50_000).map { _ in random.normal() }
        let mean = numbers.reduce(0, +) / 50_000
        let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 50_000
        #expect(abs(mean) < 0.02 && abs(variance - 1) < 0.03)
        #expect(numbers.allSatisfy { abs($0) <= 6 })
    }

    @Test func `weights decide how often a position is drawn`() {
        var random = SeededRandom(seed: 5)
        var counts = [0, 0, 0, 0]
        for _ in 0..<40_000 { counts[random.index(weighing: [1, 0, 2, 1])] += 1 }
        #expect(counts[1] == 0 && (19_300...20_700).contains(counts[2]), "\(counts)")
        #expect(random.index(weighing: [0, 0, 0]) == 2)
        #expect(random.element(of: [Int]()) == nil && random.element(of: [7]) == 7)
    }

    @Test func `every order is drawn`() {
        var random = SeededRandom(seed: 6)
        let orders = Set((0..<500).map { _ in random.shuffled([1, 2, 3]) })
        #expect(orders.count == 6)
    }
}
