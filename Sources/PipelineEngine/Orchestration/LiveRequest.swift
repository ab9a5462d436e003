public import GameCalendar
public import PipelineModel

/// What has to be computed when a layer of some dates is asked for as it is lived.
public struct LiveRequest: Sendable {
    /// Hours after which raw rows of a date are no longer taken for news.
    private static let rawHours = 24.0
    /// Hours after which they are told to be growing old.
    private static let agingHours = 6.0
    /// Hours after which a schedule that nobody touched is no longer trusted.
    private static let scheduleHours = 36.0
    private static let secondsOfHour = 3600.0

    /// The layer's partitions of the dates.
    public let targets: Set<Partition>
    /// These, and their windows where something of them is not complete: it goes first.
    public let request: PlanRequest

    /// Dates whose raw rows are no news any more but still taken for it, with their age in hours.
    public private(set) var aging: [GameDate: Double] = [:]

    /// The request for `phase` of `dates`.
    ///
    /// - Parameters:
    ///   - ledger: gets to know how what the windows hold stands.
    ///   - now: the instant freshness is judged at; nil where rows may be of any age.
    public init(_ phase: Phase, on dates: DateSet, _ ledger: inout Ledger, freshAt now: Timestamp?) {
        let catalog = ledger.catalog
        let tables = catalog.steps.map(\.entry).filter { catalog.entries[$0].phase == phase }
        let targets = Set(
            tables.flatMap { entry in
                dates.filter { ledger.isExpected(entry, on: $0) }.map { Partition(catalog.entries[entry].name, $0) }
            })
        self.targets = targets
        let upstream = ledger.upstream(of: targets)
        let isHealthy = upstream.allSatisfy { partition in
            guard let entry = catalog.position(of: partition.table) else { return false }
            return [.complete, .notExpected].contains(ledger.status(entry, on: partition.date))
        }
        var request = PlanRequest(isHealthy ? targets : targets.union(upstream))
        if let now {
            for date in dates {
                request.outdated += Self.outdated(on: date, ledger, now)
                let age = Self.arrival(of: date, ledger).map { now.seconds(since: $0) / Self.secondsOfHour }
                if let age, age > Self.agingHours, age <= Self.rawHours { aging[date] = age }
            }
        }
        self.request = request
    }

    // When the newest rows of the games played on `date` came.
    private static func arrival(of date: GameDate, _ ledger: Ledger) -> Timestamp? {
        ledger.catalog.entries.indices.filter { entry in
            let description = ledger.catalog.entries[entry]
            return description.role.isSource && description.calendar == .counting
        }.compactMap { ledger.state($0, on: date)?.updatedAt }.max()
    }

    /// Raw partitions of `date` that are too old: its boxes when nothing of its games came within a day, the schedule when
    /// no file of it was read lately.
    private static func outdated(on date: GameDate, _ ledger: Ledger, _ now: Timestamp) -> [Partition] {
        let catalog = ledger.catalog
        var outdated: [Partition] = []
        let boxes = catalog.entries.indices.filter { entry in
            catalog.entries[entry].role == .source(isRequired: true) && entry != catalog.schedule
                && ledger.isExpected(entry, on: date)
        }
        if let newest = arrival(of: date, ledger), now.seconds(since: newest) > rawHours * secondsOfHour {
            outdated += boxes.map { Partition(catalog.entries[$0].name, date) }
        }
        if let schedule = catalog.schedule {
            let name = catalog.entries[schedule].name
            let states = ledger.facts.store.states
            let changed = states.keys.lazy.filter { $0.table == name }.compactMap { states[$0]?.updatedAt }.max()
            let newest = [changed, ledger.facts.store.lastReadings[name]].compactMap(\.self).max()
            if let newest, now.seconds(since: newest) > scheduleHours * secondsOfHour {
                outdated.append(Partition(name, date))
            }
        }
        return outdated
    }
}
