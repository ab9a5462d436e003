package import PipelineModel

/// One number for each of the three zones of the floor.
package struct ZoneValues: Hashable, Sendable {
    package var paint: Double?
    package var midRange: Double?
    package var threePt: Double?

    package init() {}

    /// The three numbers.
    package init(paint: Double?, midRange: Double?, threePt: Double?) {
        (self.paint, self.midRange, self.threePt) = (paint, midRange, threePt)
    }

    /// The numbers of one formula over each zone.
    package init(_ value: (ShotZoneGroup) -> Double?) {
        self.init(paint: value(.paint), midRange: value(.midRange), threePt: value(.threePt))
    }

    /// Names for the three columns.
    package typealias Names = (paint: StaticString, midRange: StaticString, threePt: StaticString)

    /// Names the three columns.
    package mutating func columns(
        _ c: inout ColumnCursor, _ names: Names, unit: ColumnUnit, _ about: (StaticString, StaticString, StaticString)
    ) {
        c.column(names.paint, &paint, unit: unit, about.0)
        c.column(names.midRange, &midRange, unit: unit, about.1)
        c.column(names.threePt, &threePt, unit: unit, about.2)
    }

    /// The number of one zone.
    package subscript(zone: ShotZoneGroup) -> Double? {
        switch zone {
        case .paint: paint
        case .midRange: midRange
        case .threePt: threePt
        }
    }
}

/// The three zones analytics tell apart, in the order that decides ties.
package enum ShotZoneGroup: Hashable, Sendable, CaseIterable {
    case paint, midRange, threePt

    /// The zone's name in text columns.
    package var label: String {
        switch self {
        case .paint: "paint"
        case .midRange: "mid_range"
        case .threePt: "perimeter"
        }
    }
}

/// Makes and attempts by zone, summed over games with shot data.
package struct ZoneSums: Hashable, Sendable {
    package var makes = (paint: 0, midRange: 0, threePt: 0)
    package var attempts = (paint: 0, midRange: 0, threePt: 0)

    package init() {}

    /// Adds one game's paint and mid-range counts, from the shot chart, and threes, from the box score.
    package mutating func add(_ zones: ZoneCounts, threeMakes: Int, threeAttempts: Int) {
        makes.paint += zones.paintMakes ?? 0
        makes.midRange += zones.midRangeMakes ?? 0
        makes.threePt += threeMakes
        attempts.paint += zones.paintAttempts ?? 0
        attempts.midRange += zones.midRangeAttempts ?? 0
        attempts.threePt += threeAttempts
    }

    /// Attempts of all zones.
    package var total: Int { attempts.paint + attempts.midRange + attempts.threePt }

    /// Attempts of one zone.
    package func attempts(_ zone: ShotZoneGroup) -> Double {
        switch zone {
        case .paint: Double(attempts.paint)
        case .midRange: Double(attempts.midRange)
        case .threePt: Double(attempts.threePt)
        }
    }

    /// Share of one zone's attempts that were made, 0…1; NULL without attempts.
    package func share(_ zone: ShotZoneGroup) -> Double? {
        let made: Int =
            switch zone {
            case .paint: makes.paint
            case .midRange: makes.midRange
            case .threePt: makes.threePt
            }
        return quotient(Double(made), over: attempts(zone))
    }

    package static func == (left: ZoneSums, right: ZoneSums) -> Bool {
        left.makes == right.makes && left.attempts == right.attempts
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(total)
        hasher.combine(makes.paint)
    }
}
