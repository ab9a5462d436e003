public import GameCalendar
public import PipelineModel

/// Which stations are to report on a date: the sample pipeline's calendar table.
public struct StationDuty: WarehouseRow, Hashable {
    public var gameDate = GameDate.reference
    public var station = 0

    /// A blank row.
    public init() {}

    /// The duty of one station.
    public init(_ date: GameDate, _ station: Int) {
        (gameDate, self.station) = (date, station)
    }

    /// The one column list.
    public mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_date", &gameDate, "Date.")
        c.column("station", &station, "Station.")
    }

    /// Expected on every listed date.
    public static let table = TableDeclaration(
        StationDuty.self, name: "duty", dataset: "weather", about: "Stations to report.", key: ["station"])
}

/// What a station measured at an hour.
public struct StationReading: WarehouseRow, Hashable {
    public var gameDate = GameDate.reference
    public var station = 0
    public var hour = 0
    public var value = 0.0
    public var remark: String?

    /// A blank row.
    public init() {}

    /// One measurement.
    public init(_ date: GameDate, _ station: Int, _ hour: Int, _ value: Double, remark: String? = nil) {
        (gameDate, self.station, self.hour, self.value, self.remark) = (date, station, hour, value, remark)
    }

    /// The one column list.
    public mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_date", &gameDate, "Date.")
        c.column("station", &station, "Station.")
        c.column("hour", &hour, unit: .hours, "Hour.")
        c.column("value", &value, "Measured value.")
        c.column("remark", &remark, "Remark, read by nobody.")
    }

    /// Expected on dates with finished readings.
    public static let table = TableDeclaration(
        StationReading.self, name: "readings", dataset: "weather", about: "Measurements.", key: ["station", "hour"])
}

/// A correction factor for a station on a date; many dates have none.
public struct StationHint: WarehouseRow, Hashable {
    public var gameDate = GameDate.reference
    public var station = 0
    public var factor = 1.0

    /// A blank row.
    public init() {}

    /// A hint.
    public init(_ date: GameDate, _ station: Int, _ factor: Double) {
        (gameDate, self.station, self.factor) = (date, station, factor)
    }

    /// The one column list.
    public mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_date", &gameDate, "Date.")
        c.column("station", &station, "Station.")
        c.column("factor", &factor, "Factor.")
    }

    /// An optional source.
    public static let table = TableDeclaration(
        StationHint.self, name: "hints", dataset: "weather", about: "Factors.", key: ["station"])
}

/// Which stations measured when, whatever they measured.
public struct ReadingSetMember: Projection, Hashable {
    public typealias Base = StationReading
    public var station = 0
    public var hour = 0

    /// A blank row.
    public init() {}

    /// The one column list.
    public mutating func columns(_ c: inout ColumnCursor) {
        c.column("station", &station, "Station.")
        c.column("hour", &hour, unit: .hours, "Hour.")
    }

    /// A projection of the readings.
    public static let table = TableDeclaration(
        ReadingSetMember.self, name: "reading_set", dataset: "weather", about: "Who measured when.",
        key: ["station", "hour"], partitionColumn: nil)

    /// Station and hour only.
    public static func project(_ row: StationReading) -> ReadingSetMember? {
        var member = ReadingSetMember()
        (member.station, member.hour) = (row.station, row.hour)
        return member
    }
}

/// A table of the sample pipeline: per station one number, and how many rows went into it.
public protocol StationFigure: WarehouseRow, Hashable {
    var gameDate: GameDate { get set }
    var station: Int { get set }
    var value: Double { get set }
    var basis: Int { get set }
}

extension StationFigure {
    /// A figure of one station.
    public init(_ date: GameDate, _ station: Int, _ value: Double, basis: Int) {
        self.init()
        (gameDate, self.station, self.value, self.basis) = (date, station, value, basis)
    }

    /// The one column list.
    public mutating func columns(_ c: inout ColumnCursor) {
        c.column("game_date", &gameDate, "Date.")
        c.column("station", &station, "Station.")
        c.column("value", &value, "The figure.")
        c.column("basis", &basis, unit: .count, "Rows it rests on.")
    }

    static func declaration(_ name: TableName) -> TableDeclaration {
        TableDeclaration(Self.self, name: name, dataset: "weather", about: "Figures by station.", key: ["station"])
    }
}

/// The key of a station's figure.
public struct StationKey: ColumnCoded, Hashable {
    public var station = 0

    /// A blank key.
    public init() {}

    /// The key of `station`.
    public init(_ station: Int) { self.station = station }

    /// The one column list.
    public mutating func columns(_ c: inout ColumnCursor) {
        c.column("station", &station, "Station.")
    }
}

/// Sums of a date's readings.
public struct DailyTotal: StationFigure {
    public var gameDate = GameDate.reference
    public var station = 0
    public var value = 0.0
    public var basis = 0
    /// A blank row.
    public init() {}
    /// Post-game.
    public static let table = declaration("daily_totals")
}

/// Totals cut to whole tens, so that most corrections stop here.
public struct DailyLevel: StationFigure {
    public var gameDate = GameDate.reference
    public var station = 0
    public var value = 0.0
    public var basis = 0
    /// A blank row.
    public init() {}
    /// Post-game.
    public static let table = declaration("daily_levels")
}

/// What is expected of a date from the totals before it.
public struct Forecast: StationFigure {
    public var gameDate = GameDate.reference
    public var station = 0
    public var value = 0.0
    public var basis = 0
    /// A blank row.
    public init() {}
    /// Pre-game.
    public static let table = declaration("forecast")
}

/// The forecast against the levels before it.
public struct Outlook: StationFigure {
    public var gameDate = GameDate.reference
    public var station = 0
    public var value = 0.0
    public var basis = 0
    /// A blank row.
    public init() {}
    /// Derived, phase 4.
    public static let table = declaration("outlook")
}

/// Levels of the last dates and seasons.
public struct Trend: StationFigure {
    public var gameDate = GameDate.reference
    public var station = 0
    public var value = 0.0
    public var basis = 0
    /// A blank row.
    public init() {}
    /// Derived, phase 4.
    public static let table = declaration("trend")
}

/// How many stations are on duty: reads nothing that is measured.
public struct RollCall: StationFigure {
    public var gameDate = GameDate.reference
    public var station = 0
    public var value = 0.0
    public var basis = 0
    /// A blank row.
    public init() {}
    /// Pre-game.
    public static let table = declaration("roll_call")
}

/// Which stations a level is known of, whatever it is.
public struct LevelSetMember: Projection, Hashable {
    public typealias Base = DailyLevel
    public var station = 0
    public var value = 0.0

    /// A blank row.
    public init() {}

    /// The one column list.
    public mutating func columns(_ c: inout ColumnCursor) {
        c.column("station", &station, "Station.")
        c.column("value", &value, "Level.")
    }

    /// A projection of a computed table.
    public static let table = TableDeclaration(
        LevelSetMember.self, name: "level_set", dataset: "weather", about: "Levels.", key: ["station"],
        partitionColumn: nil)

    /// The level without its basis.
    public static func project(_ row: DailyLevel) -> LevelSetMember? {
        var member = LevelSetMember()
        (member.station, member.value) = (row.station, row.value)
        return member
    }
}
