import PipelineModel
import Randomness
import Rehearsal

/// Which kills are still to come: half at random moments, half at named points, every point at least once.
struct KillPlan {
    /// How the next process ends.
    enum Kill {
        case moment(seconds: Double)
        case point(FaultPoint, turn: Int)
    }

    /// Points a backfill passes again and again.
    private static let recurring: [FaultPoint] = [.afterLease, .beforeCommit, .afterCommit]
    private var random: SeededRandom
    private var momentsLeft: Int
    private var pointsLeft: Int
    private var turn = 0
    /// Longest wait before a kill at a random moment, in seconds.
    private let patience: Double

    init(kills: Int, seed: UInt64, patience: Double) {
        random = SeededRandom(seed: seed)
        momentsLeft = kills / 2
        pointsLeft = kills - kills / 2
        self.patience = patience
    }

    var isOver: Bool { momentsLeft + pointsLeft <= 0 }

    /// The next kill of an import: between two tables, or while its log is moved.
    mutating func nextOfImport(tables: Int) -> Kill? {
        guard pointsLeft > 1 else { return nil }
        return .point(.betweenImportTables, turn: random.int(1...max(1, tables)))
    }

    /// The next kill of a backfill; nil when only the one that ends it is left.
    mutating func nextOfBackfill() -> Kill? {
        turn += 1
        let canPoint = pointsLeft > 1
        if momentsLeft > 0, turn.isMultiple(of: 2) || !canPoint {
            return .moment(seconds: 0.01 + patience * Double(random.int(0...1000)) / 1000)
        }
        guard canPoint else { return nil }
        return .point(Self.recurring[(turn / 2) % Self.recurring.count], turn: random.int(1...3))
    }

    /// The kill that ends a backfill: everything is computed, the log is being moved.
    var last: Kill? { pointsLeft > 0 ? .point(.duringCheckpoint, turn: 1) : nil }

    /// A kill has happened.
    mutating func done(_ kill: Kill) {
        switch kill {
        case .moment: momentsLeft -= 1
        case .point: pointsLeft -= 1
        }
    }
}

extension KillPlan.Kill: CustomStringConvertible {
    var description: String {
        switch self {
        case .moment(let seconds): "random moment, \(Int(seconds * 1000)) ms after the start"
        case .point(let point, let turn): "\(point.rawValue), turn \(turn)"
        }
    }

    /// Name in the summary.
    var name: String {
        switch self {
        case .moment: "random moment"
        case .point(let point, _): point.rawValue
        }
    }
}
