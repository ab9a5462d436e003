/// A set of days in ascending order, with the algebra partitions need.
///
/// Complexity: membership O(log n), algebra O(n + m).
public struct DateSet: Hashable, Sendable {
    /// The days, ascending, each once.
    public private(set) var dates: [GameDate]

    /// The empty set.
    public init() {
        dates = []
    }

    /// The days of `dates`, in any order, repeats ignored.
    public init(_ dates: some Sequence<GameDate>) {
        var unique: [GameDate] = []
        for date in dates.sorted() where unique.last != date {
            unique.append(date)
        }
        self.dates = unique
    }

    init(sortedUnique dates: [GameDate]) {
        self.dates = dates
    }

    /// Whether `date` is in the set.
    public func contains(_ date: GameDate) -> Bool {
        let index = firstIndex(notBefore: date)
        return index < dates.count && dates[index] == date
    }

    /// Position of the first day on or after `date`; `count` when there is none.
    public func firstIndex(notBefore date: GameDate) -> Int {
        var low = 0
        var high = dates.count
        while low < high {
            let middle = (low + high) / 2
            if dates[middle] < date { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The days strictly before `date`.
    public func before(_ date: GameDate) -> ArraySlice<GameDate> {
        dates[..<firstIndex(notBefore: date)]
    }

    /// The days of the set inside `range`, both ends included.
    public func within(_ range: ClosedRange<GameDate>) -> DateSet {
        let low = firstIndex(notBefore: range.lowerBound)
        let high = firstIndex(notBefore: range.upperBound + 1)
        return DateSet(sortedUnique: Array(dates[low..<high]))
    }

    /// Days in either set.
    public func union(_ other: DateSet) -> DateSet {
        DateSet(dates + other.dates)
    }

    /// Days in both sets.
    public func intersection(_ other: DateSet) -> DateSet {
        DateSet(sortedUnique: dates.filter(other.contains))
    }

    /// Days in this set but not in `other`.
    public func subtracting(_ other: DateSet) -> DateSet {
        DateSet(sortedUnique: dates.filter { !other.contains($0) })
    }

    /// Stretches of this set that are consecutive in `calendar`, ascending.
    ///
    ///     calendar   01 02 04 05
    ///     set        01 02    05      → 01…02, 05…05
    ///     set           02 04         → 02…04
    public func runs(in calendar: DateSet) -> [ClosedRange<GameDate>] {
        var runs: [ClosedRange<GameDate>] = []
        var lastPosition = -2
        for date in dates {
            let position = calendar.firstIndex(notBefore: date)
            if position == lastPosition + 1, let open = runs.last {
                runs[runs.count - 1] = open.lowerBound...date
            } else {
                runs.append(date...date)
            }
            lastPosition = position
        }
        return runs
    }
}

extension DateSet: RandomAccessCollection {
    /// Always 0.
    public var startIndex: Int { 0 }
    /// Number of days.
    public var endIndex: Int { dates.count }
    /// The day at `position`, ascending.
    public subscript(position: Int) -> GameDate { dates[position] }
}

extension DateSet: ExpressibleByArrayLiteral {
    /// The days of the literal.
    public init(arrayLiteral elements: GameDate...) {
        self.init(elements)
    }
}
