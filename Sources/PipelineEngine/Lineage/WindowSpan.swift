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
        let through = before + (ordinals.contains[day] ? 1 : 0)
        switch input.input.lookback {
        case .none:
            return ordinals.contains[day] ? [WindowSpan(season: season, positions: before..<(before + 1))] : []
        case .season:
            return [WindowSpan(season: season, positions: 0..<before)]
        case .seasonToDate:
            return [WindowSpan(season: season, positions: 0..<through)]
        case .latest:
            return through > 0 ? [WindowSpan(season: season, positions: (through - 1)..<through)] : []
        case .previousSeason:
            return earlierSeasons(back: 1...1, than: season, before: day, ordinals)
        case .seasons(let count):
            let earlier =
                count > 1 ? earlierSeasons(back: 1...(count - 1), than: season, before: day, ordinals) : []
            return earlier + [WindowSpan(season: season, positions: 0..<before)]
        case .days(let count):
            return recent(before: day, ordinals) { $0 >= date - count }
        case .gameDates(let count):
            var left = count
            return recent(before: day, ordinals) { _ in
                left -= 1
                return left >= 0
            }
        }
    }

    // As a rule a season before is over; one that overlaps counts up to the day only.
    private func earlierSeasons(
        back range: ClosedRange<Int>, than season: Int, before day: Int, _ ordinals: CalendarIndex.Ordinals
    ) -> [WindowSpan] {
        let startYear = calendar.seasons[season].startYear
        return range.reversed().compactMap { back in
            calendar.seasonNumber(startYear: startYear - back).map {
                WindowSpan(season: $0, positions: 0..<ordinals.count(of: $0, before: day))
            }
        }
    }

    // Walks back over listed days, whatever their season, as long as dates are wanted.
    private func recent(
        before day: Int, _ ordinals: CalendarIndex.Ordinals, while isWanted: (GameDate) -> Bool
    ) -> [WindowSpan] {
        var spans: [WindowSpan] = []
        for number in (0..<day).reversed() where ordinals.contains[number] {
            guard isWanted(calendar.days[number].date) else { break }
            let (season, position) = (calendar.seasonOfDay[number], ordinals.before[number])
            if let newer = spans.last, newer.season == season, newer.positions.lowerBound == position + 1 {
                spans[spans.count - 1] = WindowSpan(season: season, positions: position..<newer.positions.upperBound)
            } else {
                spans.append(WindowSpan(season: season, positions: position..<(position + 1)))
            }
        }
        return spans.reversed()
    }
}
