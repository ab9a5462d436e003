public import GameCalendar
public import PipelineModel

/// Sorts totals by station.
public enum TotalsByStation: RowGrouping {
    /// One station per row.
    public static func forEachEntity(of row: DailyTotal, _ body: (Int) -> Void) { body(row.station) }
}

/// Sums the readings of a date.
public struct DailyTotalProcessor: Processor {
    public let kind = ProcessorKind.postGame
    public let phase = Phase.analytics
    public var version = "1"
    public let inputs: [Input] = [.required(StationReading.self)]

    /// Version 1.
    public init() {}

    /// Per station the sum of its values in hour order.
    public func rows(for date: GameDate, from upstream: Upstream) throws(ProcessorError) -> ProcessedRows<DailyTotal> {
        var sums: [Int: (value: Double, basis: Int)] = [:]
        for reading in try upstream.rows(StationReading.self).sorted(by: { $0.hour < $1.hour }) {
            guard reading.value < 1_000_000 else {
                throw ProcessorError(.invalidValue, "station \(reading.station) measured \(reading.value)")
            }
            let sum = sums[reading.station] ?? (0, 0)
            sums[reading.station] = (sum.value + reading.value, sum.basis + 1)
        }
        return ProcessedRows(sums.map { DailyTotal(date, $0.key, $0.value.value, basis: $0.value.basis) })
    }

    /// Every station that measured.
    public func expectedKeys(for date: GameDate, from upstream: Upstream) throws(ProcessorError) -> [StationKey] {
        Set(try upstream.rows(StationReading.self).map(\.station)).map { StationKey($0) }
    }
}

/// Cuts totals to whole tens.
public struct DailyLevelProcessor: Processor {
    public let kind = ProcessorKind.postGame
    public let phase = Phase.analytics
    public let version = "1"
    public let inputs: [Input] = [.required(DailyTotal.self)]

    /// Version 1.
    public init() {}

    /// One level per total.
    public func rows(for date: GameDate, from upstream: Upstream) throws(ProcessorError) -> ProcessedRows<DailyLevel> {
        ProcessedRows(
            try upstream.rows(DailyTotal.self).map {
                DailyLevel(date, $0.station, ($0.value / 10).rounded(.down) * 10, basis: 1)
            })
    }

    /// Every station with a total.
    public func expectedKeys(for date: GameDate, from upstream: Upstream) throws(ProcessorError) -> [StationKey] {
        try upstream.rows(DailyTotal.self).map { StationKey($0.station) }
    }
}

/// Means of the totals before a date; with fewer than two in the season, of the season before.
public struct ForecastProcessor: Processor {
    public let kind = ProcessorKind.preGame
    public let phase = Phase.analytics
    public let version = "1"
    /// Asked when a station has hardly reported this season.
    public static let lastSeason = Input.fallback(DailyTotal.self, .previousSeason)
    public let inputs: [Input] = [
        .required(StationDuty.self), .required(DailyTotal.self, .season, groupedBy: [TotalsByStation.self]),
        .optional(StationHint.self), lastSeason,
    ]

    /// Version 1.
    public init() {}

    /// One row per station on duty.
    public func rows(for date: GameDate, from upstream: Upstream) throws(ProcessorError) -> ProcessedRows<Forecast> {
        let log = try upstream.log(TotalsByStation.self)
        let hints = Dictionary(try upstream.rows(StationHint.self).map { ($0.station, $0.factor) }) { $1 }
        var rows: [Forecast] = []
        for duty in try upstream.rows(StationDuty.self) {
            var values = log.games(of: duty.station).newest(10).map(\.value)
            if values.count < 2 {
                let earlier = try upstream.fallback(Self.lastSeason, as: DailyTotal.self)
                values += earlier.days.flatMap(\.rows).filter { $0.station == duty.station }.map(\.value)
            }
            let mean = values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
            rows.append(Forecast(date, duty.station, mean * (hints[duty.station] ?? 1), basis: values.count))
        }
        return ProcessedRows(rows)
    }

    /// Every station on duty.
    public func expectedKeys(for date: GameDate, from upstream: Upstream) throws(ProcessorError) -> [StationKey] {
        try upstream.rows(StationDuty.self).map { StationKey($0.station) }
    }
}

/// Counts the stations on duty.
public struct RollCallProcessor: Processor {
    public let kind = ProcessorKind.preGame
    public let phase = Phase.analytics
    public let version = "1"
    public let inputs: [Input] = [.required(StationDuty.self)]

    /// Version 1.
    public init() {}

    /// One row for all.
    public func rows(for date: GameDate, from upstream: Upstream) throws(ProcessorError) -> ProcessedRows<RollCall> {
        let count = try upstream.rows(StationDuty.self).count
        return ProcessedRows([RollCall(date, 0, Double(count), basis: count)])
    }

    /// One row.
    public func expectedKeys(for date: GameDate, from upstream: Upstream) throws(ProcessorError) -> [StationKey] {
        [StationKey(0)]
    }
}

/// Sets a forecast against the levels of the season so far, and against who measured on the date when that is known.
public struct OutlookProcessor: Processor {
    public let kind = ProcessorKind.derived
    public let phase = Phase.precompute
    public let version = "1"
    public let inputs: [Input] = [
        .required(Forecast.self), .required(DailyLevel.self, .season), .optional(ReadingSetMember.self),
    ]

    /// Version 1.
    public init() {}

    /// One row per forecast.
    public func rows(for date: GameDate, from upstream: Upstream) throws(ProcessorError) -> ProcessedRows<Outlook> {
        let levels = try upstream.window(DailyLevel.self).days.flatMap(\.rows)
        let present = Set(try upstream.rows(ReadingSetMember.self).map(\.station))
        return ProcessedRows(
            try upstream.rows(Forecast.self).map { forecast in
                let own = levels.filter { $0.station == forecast.station }
                let top = own.map(\.value).max() ?? 0
                let bonus = present.contains(forecast.station) ? 1.0 : 0
                return Outlook(date, forecast.station, forecast.value - top + bonus, basis: own.count)
            })
    }

    /// Every station with a forecast.
    public func expectedKeys(for date: GameDate, from upstream: Upstream) throws(ProcessorError) -> [StationKey] {
        try upstream.rows(Forecast.self).map { StationKey($0.station) }
    }
}

/// Levels of the last three game dates, of the last week's totals and of two seasons.
public struct TrendProcessor: Processor {
    public let kind = ProcessorKind.derived
    public let phase = Phase.precompute
    public let version = "1"
    public let inputs: [Input] = [
        .required(RollCall.self), .required(DailyLevel.self, .gameDates(3)), .optional(DailyTotal.self, .days(7)),
        .optional(LevelSetMember.self, .seasons(2)),
    ]

    /// Version 1.
    public init() {}

    /// One row for all.
    public func rows(for date: GameDate, from upstream: Upstream) throws(ProcessorError) -> ProcessedRows<Trend> {
        var value = try upstream.rows(RollCall.self).map(\.value).reduce(0, +)
        for day in try upstream.window(DailyLevel.self).days { value = value * 2 + day.rows.map(\.value).reduce(0, +) }
        for day in try upstream.window(DailyTotal.self).days { value += Double(day.rows.count) }
        let levels = try upstream.window(LevelSetMember.self).days.flatMap(\.rows)
        return ProcessedRows([Trend(date, 0, value + levels.map(\.value).reduce(0, +), basis: levels.count)])
    }

    /// One row.
    public func expectedKeys(for date: GameDate, from upstream: Upstream) throws(ProcessorError) -> [StationKey] {
        [StationKey(0)]
    }
}
