public import GameCalendar
import PipelineModel

/// Consecutive positions of one season's line.
public struct WindowSpan: Hashable, Sendable {
    /// Number of the season in the schedule.
    public let season: Int
    /// Positions among the input's expected dates inside history.
    public let positions: Range<Int>
}

extension Ledger {
    /// The stretches of dates an input covers, oldest first; none for tables with a single partition.
    public func spans(of input: Catalog.ResolvedInput, on date: GameDate) -> [WindowSpan] {
        let kind = catalog.entries[input.source].calendar
        guard kind != .single, let day = calendar.day(of: date) else { return [] }
        let ordinals = calendar.ordinals(kind)
        let season = calendar.seasonOfDay[day]
        let before = ordinals.before[day]
        switch input.input.lookback {
        case .none:
            return ordinals.contains[day] ? [WindowSpan(season: season, positions: before..<(before + 1))] : []
        case .season:
            return [WindowSpan(season: season, positions: 0..<before)]
        case .previousSeason:
            return wholeSeasons(back: 1...1, from: season, ordinals)
        case .seasons(let count):
            let earlier = count > 1 ? wholeSeasons(back: 1...(count - 1), from: season, ordinals) : []
            return earlier + [WindowSpan(season: season, positions: 0..<before)]
        case .days(let count):
            return recent(from: season, before, ordinals) { $0 >= date - count }
        case .gameDates(let count):
            var left = count
            return recent(from: season, before, ordinals) { _ in
                left -= 1
                return left >= 0
            }
        }
    }

    private func wholeSeasons(
        back range: ClosedRange<Int>, from season: Int, _ ordinals: CalendarIndex.Ordinals
    ) -> [WindowSpan] {
        let startYear = calendar.seasons[season].startYear
        return range.reversed().compactMap { back in
            calendar.seasonNumber(startYear: startYear - back).map {
                WindowSpan(season: $0, positions: 0..<ordinals.daysOfSeason[$0].count)
            }
        }
    }

    // Walks back from a position over season borders as long as dates are wanted.
    private func recent(
        from season: Int, _ before: Int, _ ordinals: CalendarIndex.Ordinals, while isWanted: (GameDate) -> Bool
    ) -> [WindowSpan] {
        var spans: [WindowSpan] = []
        var (number, end) = (season, before)
        while number >= 0 {
            var start = end
            while start > 0, isWanted(calendar.days[ordinals.daysOfSeason[number][start - 1]].date) { start -= 1 }
            if start < end { spans.append(WindowSpan(season: number, positions: start..<end)) }
            if start > 0 { break }
            number -= 1
            end = number >= 0 ? ordinals.daysOfSeason[number].count : 0
        }
        return spans.reversed()
    }
}
