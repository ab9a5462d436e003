/// e to the power of −x, for x ≥ 0; 0 from 700 on.
///
/// Made of additions and multiplications alone, so that it is the same to the last bit wherever it is computed, which the
/// exponential of a C library is not. Within three units in the last place: e^−x = 2^−k · e^−r with r = x − k·ln 2 and
/// |r| ≤ ln 2 / 2, by the Taylor series of e^−r.
///
/// - Precondition: x is a number and not negative.
func decay(_ x: Double) -> Double {
    guard x < 700 else { return 0 }
    let halvings = (x * 1.4426950408889634).rounded(.toNearestOrAwayFromZero)
    // ln 2 in two parts, of which the first has so few digits that its product with a whole number is exact.
    let rest = -((x - halvings * 0.693147180369123816490) - halvings * 1.90821492927058770002e-10)
    var sum = 1.0
    for degree in stride(from: 14.0, to: 0, by: -1) { sum = 1 + rest / degree * sum }
    return sum * Double(sign: .plus, exponent: -Int(halvings), significand: 1)
}
