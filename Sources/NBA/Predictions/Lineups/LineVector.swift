/// The counters of a player's game that line-ups are followed by, added and weighed all at once.
typealias LineVector = SIMD16<Double>

/// A counter's place in a ``LineVector``; the rest is 0.
enum Counter: Int {
    case points, minutes, rebounds, assists, attempts, freeThrows, threes, turnovers, offensiveRebounds
}

extension LineVector {
    /// The counters of a game.
    init(_ line: LineupLine) {
        self.init(repeating: 0)
        self[.points] = Double(line.points)
        self[.minutes] = line.minutesPlayed
        self[.rebounds] = Double(line.rebounds)
        self[.assists] = Double(line.assists)
        self[.attempts] = Double(line.fgAttempts)
        self[.freeThrows] = Double(line.ftAttempts)
        self[.threes] = Double(line.threePtAttempts)
        self[.turnovers] = Double(line.turnovers)
        self[.offensiveRebounds] = Double(line.offensiveRebounds)
    }

    @inline(__always)
    subscript(counter: Counter) -> Double {
        get { self[counter.rawValue] }
        set { self[counter.rawValue] = newValue }
    }
}

/// A sum whose older terms fade: each new one multiplies what there is by `keep`.
struct FadingMean {
    let keep: Double
    private(set) var sum = LineVector(repeating: 0)
    private(set) var weight = 0.0

    init(keep: Double) {
        self.keep = keep
    }

    /// Takes in a game.
    @inline(__always)
    mutating func add(_ line: LineVector) {
        sum = sum * keep + line
        weight = weight * keep + 1
    }

    /// Leaves the mean as it is and makes it count less against what is to come.
    mutating func fade(to share: Double) {
        sum *= share
        weight *= share
    }

    /// NULL without a game.
    var mean: LineVector? { weight > 0 ? sum / weight : nil }

    /// One counter's mean; NULL without a game.
    func mean(_ counter: Counter) -> Double? { weight > 0 ? sum[counter] / weight : nil }

    /// The counter a minute, drawn to what is usual by 40 minutes of that.
    func perMinute(_ counter: Counter) -> Double {
        let minutes = 40.0
        return (sum[counter] + minutes * Self.usualPerMinute(counter)) / (sum[.minutes] + minutes)
    }

    private static func usualPerMinute(_ counter: Counter) -> Double {
        switch counter {
        case .points: 0.47
        case .attempts: 0.38
        case .rebounds: 0.19
        case .assists: 0.105
        default: 0
        }
    }
}
