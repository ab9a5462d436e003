internal import Charts
internal import GameCalendar
internal import PipelineEngine
internal import PipelineModel

/// How each phase stands on each day of the schedule.
struct PhaseCalendar {
    /// What a phase is called on pages.
    static func name(_ phase: Phase) -> String {
        switch phase {
        case .raw: "raw"
        case .analytics: "analytics"
        case .precompute: "precompute"
        case .predictions: "predictions"
        }
    }

    private let phases: [Phase]
    private let days: [Schedule.Day]
    // Phase × day of the schedule.
    private let states: [[PartitionStatus]]

    /// The days of history, and those to come.
    init(_ standing: Standing) {
        let first = standing.ledger.facts.history.lowerBound
        days = standing.schedule.days.filter { $0.date >= first }
        phases = standing.facts.wholePhases.phases
        var ledger = standing.ledger
        let catalog = standing.catalog
        var states: [[PartitionStatus]] = []
        for phase in phases {
            let members = catalog.entries.indices.filter { entry in
                let description = catalog.entries[entry]
                if case .projection = description.role { return false }
                return description.phase == phase && description.calendar != .single
                    && description.role != .source(isRequired: false)
            }
            states.append(
                days.map { day in
                    Self.combined(members.map { ledger.status($0, on: day.date) })
                })
        }
        self.states = states
    }

    /// One status for several partitions: the worst, except that some missing among others make it partial.
    static func combined(_ statuses: [PartitionStatus]) -> PartitionStatus {
        let expected = Set(statuses).subtracting([.notExpected])
        guard !expected.isEmpty else { return .notExpected }
        if expected == [.missing] { return .missing }
        if expected.contains(.missing) || expected.contains(.partial) { return .partial }
        if expected.contains(.stale) { return .stale }
        return expected.contains(.waived) ? .waived : .complete
    }

    /// The calendar with a band for each season, newest last.
    ///
    /// - Parameter limit: at most so many seasons, the newest ones.
    func grid(limit: Int?) -> CalendarGrid {
        let seasons = Set(days.map(\.season)).sorted()
        let shown = limit.map { Array(seasons.suffix($0)) } ?? seasons
        return CalendarGrid(
            "Every game date by phase", parts: phases.map(Self.name),
            bands: shown.map { season in
                CalendarGrid.Band(
                    season.description,
                    days.indices.filter { days[$0].season == season }.map { index in
                        CalendarGrid.Day(
                            days[index].date, states.map { StateMark.calendarState($0[index]) })
                    })
            }, linkPrefix: "/dates/")
    }

    /// Seasons of the schedule.
    var seasonCount: Int { Set(days.map(\.season)).count }
}
