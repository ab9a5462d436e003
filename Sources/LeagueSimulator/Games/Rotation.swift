/// Who is on the court: a coach who keeps to the minutes he has in mind, until the game says otherwise.
extension Side {
    /// How far behind his minutes a player must be, in seconds, before he comes in for another.
    private static let patience = 225.0

    /// The five for the start of a half: the starters, unless fouls have sent one off.
    mutating func fieldStarters() { field(eligible(first: sheet.dressed.indices)) }

    /// The five that finish close games: those with the most minutes in mind.
    mutating func fieldClosers() {
        field(eligible(first: sheet.closers))
    }

    /// The five that play when all is decided: three from the end of the bench, and those who played least.
    mutating func fieldReserves() {
        let order = sheet.closers.reversed()
        let last = order.filter { sheet.dressed[$0].minutes == 0 }
        field(eligible(first: last.prefix(3) + order.filter { sheet.dressed[$0].minutes > 0 }))
    }

    /// Brings in those who are behind their minutes for those who are ahead, one at a time.
    ///
    /// - Parameter share: of the game that has been played, 0...1.
    mutating func rotate(share: Double) {
        var five = self.five
        for _ in 0..<3 {
            var best: (gain: Double, out: Int, place: Int)?
            for place in sheet.dressed.indices where isEligible(place) && !five.contains(place) {
                let wanted = need(place, share)
                guard wanted > 0 else { continue }
                for (spot, current) in five.enumerated() {
                    let gain = wanted - need(current, share) - misfit(place, current)
                    if gain > best?.gain ?? Self.patience { best = (gain, spot, place) }
                }
            }
            guard let best else { break }
            five[best.out] = best.place
        }
        field(five)
    }

    /// Takes out whoever may not go on.
    mutating func replaceFouledOut(share: Double) {
        guard let spot = five.firstIndex(where: { !isEligible($0) }) else { return }
        var five = self.five
        let waiting = sheet.dressed.indices.filter { isEligible($0) && !self.five.contains($0) }
        let substitute = waiting.max { left, right in
            need(left, share) - misfit(left, self.five[spot]) < need(right, share) - misfit(right, self.five[spot])
        }
        // With nobody left on the bench he stays, as the rules have it.
        guard let substitute else { return }
        five[spot] = substitute
        field(five)
    }

    // Seconds he is behind what he should have played by now.
    private func need(_ place: Int, _ share: Double) -> Double {
        sheet.dressed[place].minutes * 60 * share - Double(lines[place].seconds)
    }

    private func misfit(_ place: Int, _ other: Int) -> Double {
        let distance = sheet.dressed[place].position.distance(to: sheet.dressed[other].position)
        return Double(distance > 1 ? 90 * (distance - 1) : 0)
    }

    private func eligible(first order: some Sequence<Int>) -> [Int] {
        let five = order.filter(isEligible).prefix(5)
        return five.count == 5 ? Array(five) : self.five
    }
}
