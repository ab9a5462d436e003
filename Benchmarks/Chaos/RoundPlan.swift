import Randomness

/// What is done in one round, to one workspace.
struct RoundPlan: Sendable {
    /// Its number, 1….
    let number: Int
    /// Draws the rest of what is random in it, whatever other rounds do.
    var random: SeededRandom
    /// Done to the import; nothing when nil.
    private(set) var ofImport: Disturbance?
    /// Done to the backfill, one after the other.
    private(set) var ofBackfill: [Disturbance] = []
    /// Done to a rollback of a complete store; no rollback when nil.
    private(set) var ofRollback: Disturbance?

    /// So many rounds, over which all disturbances are dealt evenly.
    static func rounds(_ count: Int, seed: UInt64) -> [RoundPlan] {
        let source = SeededRandom(seed: seed)
        var random = source.branch(0)
        var decks = (
            imports: Deck(Disturbance.ofImport), backfills: Deck(Disturbance.ofBackfill),
            rollbacks: Deck(Disturbance.ofCommit)
        )
        return (1...count).map { number in
            var plan = RoundPlan(number: number, random: source.branch(1, UInt64(number)))
            if random.chance(30) { plan.ofImport = decks.imports.deal(&random) }
            // Rarely, since it takes its seconds.
            if number.isMultiple(of: 50) { plan.ofBackfill.append(.held(.beyondPatience)) }
            for _ in 0..<random.int(1...3) { plan.ofBackfill.append(decks.backfills.deal(&random)) }
            if random.chance(20) { plan.ofRollback = decks.rollbacks.deal(&random) }
            return plan
        }
    }

    private init(number: Int, random: SeededRandom) {
        self.number = number
        self.random = random
    }
}

/// Shuffled cards; shuffled again when all are dealt.
private struct Deck {
    private let cards: [Disturbance]
    private var left: [Disturbance] = []

    init(_ cards: [Disturbance]) {
        self.cards = cards
    }

    mutating func deal(_ random: inout SeededRandom) -> Disturbance {
        if left.isEmpty { left = random.shuffled(cards) }
        return left.removeLast()
    }
}
