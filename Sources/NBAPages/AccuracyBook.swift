internal import ContentDigest
internal import Dashboard
internal import GameCalendar
internal import NBA
internal import PipelineEngine
internal import PipelineModel

/// How good predictions were, month by month; each graded date is read once for as long as its grades stay as they are.
actor AccuracyBook {
    // Dates read at once, so that memory stays bounded and others get their turn.
    private static let datesPerRead = 10

    /// What one number is about.
    struct Subject: Hashable, Sendable {
        let system: PredictionSystem
        let market: Market
        let population: Population
    }

    /// What is known by now.
    struct Known: Sendable {
        /// Graded dates, and of how many of them the grades are known as they are.
        var dates = 0
        var read = 0
        /// By month, in order.
        var months: [(month: String, accuracy: [Subject: Accuracy])] = []
        /// By decile of confidence, 1...10, over everything.
        var deciles: [Subject: [Int: Accuracy]] = [:]
        /// Over everything.
        var whole: [Subject: Accuracy] = [:]
    }

    private let reader: LeagueReader
    private var digests: [GameDate: Digest] = [:]
    private var monthly: [String: [GameDate: Day]] = [:]
    private var current: Known?
    private var isReading = false

    // Sums of one date.
    fileprivate struct Day: Sendable {
        var accuracy: [Subject: Accuracy] = [:]
        var deciles: [Subject: [Int: Accuracy]] = [:]
    }

    init(_ reader: LeagueReader) {
        self.reader = reader
    }

    /// What is known by now; whatever is new is read beside.
    func known(_ standing: Standing) -> Known {
        let states = standing.facts.ledger.facts.store.states
        let table = PredictionGrade.table.name
        let graded = states.filter { $0.key.table == table }.mapValues(\.digest)
        let wanted = Dictionary(uniqueKeysWithValues: graded.map { ($0.key.date, $0.value) })
        let open = wanted.filter { digests[$0.key] != $0.value }
        for date in digests.keys where wanted[date] == nil { forget(date) }
        if !open.isEmpty, !isReading {
            isReading = true
            Task(priority: .utility) { await read(open) }
        }
        let readDates = wanted.count - open.count
        if let current, current.dates == wanted.count, current.read == readDates { return current }
        var known = summed()
        (known.dates, known.read) = (wanted.count, readDates)
        current = known
        return known
    }

    private func forget(_ date: GameDate) {
        digests[date] = nil
        monthly[date.monthLabel]?[date] = nil
        current = nil
    }

    private func read(_ open: [GameDate: Digest]) async {
        defer { isReading = false }
        let dates = open.keys.sorted()
        for start in stride(from: 0, to: dates.count, by: Self.datesPerRead) {
            let chunk = Array(dates[start..<min(start + Self.datesPerRead, dates.count)])
            // A store that cannot be read now is asked again with the next page.
            guard let days = try? await Self.days(of: chunk, reader) else { return }
            for date in chunk {
                monthly[date.monthLabel, default: [:]][date] = days[date] ?? Day()
                digests[date] = open[date]
            }
            current = nil
        }
    }

    @concurrent
    private static func days(of dates: [GameDate], _ reader: LeagueReader) async throws -> [GameDate: Day] {
        try await reader.rows(PredictionGrade.self, on: dates).mapValues { grades in
            var day = Day()
            for grade in grades { day.add(grade) }
            return day
        }
    }

    private func summed() -> Known {
        var known = Known()
        for (month, days) in monthly.sorted(by: { $0.key < $1.key }) where !days.isEmpty {
            var sums: [Subject: Accuracy] = [:]
            for (_, day) in days.sorted(by: { $0.key < $1.key }) {
                for (subject, accuracy) in day.accuracy {
                    sums[subject, default: Accuracy()].add(accuracy)
                    known.whole[subject, default: Accuracy()].add(accuracy)
                }
                for (subject, deciles) in day.deciles {
                    for (decile, accuracy) in deciles {
                        known.deciles[subject, default: [:]][decile, default: Accuracy()].add(accuracy)
                    }
                }
            }
            known.months.append((month, sums))
        }
        return known
    }
}

extension AccuracyBook.Day {
    fileprivate mutating func add(_ grade: PredictionGrade) {
        for population in Population.allCases {
            let subject = AccuracyBook.Subject(system: grade.system, market: grade.market, population: population)
            accuracy[subject, default: Accuracy()].add(grade, of: population)
            guard let decile = grade.confidenceDecile else { continue }
            deciles[subject, default: [:]][decile, default: Accuracy()].add(grade, of: population)
        }
    }
}
