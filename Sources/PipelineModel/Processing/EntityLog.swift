/// Sorts a table's rows by entity, so that windows can be counted in games per entity.
///
/// One row may belong to several entities, as a game does to two teams, or to none.
public protocol RowGrouping: SendableMetatype {
    /// The rows grouped.
    associatedtype Row: InputRow
    /// A player, a team.
    associatedtype Entity: Hashable & Sendable
    /// Calls `body` once for each entity `row` is a game of.
    static func forEachEntity(of row: Row, _ body: (Entity) -> Void)
    /// Appends the partition of the next date to `log`. Leave it to the default, which is compiled for the concrete row
    /// where the grouping is declared: millions of rows go through it.
    static func append(_ rows: [Row], to log: EntityLog<Self>)
}

extension RowGrouping {
    /// Appends row by row.
    @inlinable
    public static func append(_ rows: [Row], to log: EntityLog<Self>) { log.append(rows) }
}

/// The games of each entity in a window, of the step's own date too where the lookback includes it, in ascending (game date, key) order.
///
/// Partitions are appended in date order and never removed: the log of a date is the log of the date before plus
/// one partition, so a log that slid forward and one built afresh hold the same rows in the same order.
public final class EntityLog<Grouping: RowGrouping> {
    /// A row's place: which partition, which row of it.
    @usableFromInline
    struct Place {
        @usableFromInline let partition: Int32
        @usableFromInline let row: Int32

        @usableFromInline
        init(partition: Int32, row: Int32) {
            self.partition = partition
            self.row = row
        }
    }

    @usableFromInline var partitions: [[Grouping.Row]] = []
    @usableFromInline var places: [[Place]] = []
    @usableFromInline var slots: [Grouping.Entity: Int] = [:]
    /// The entities in order of their first game.
    @inlinable public var entities: [Grouping.Entity] { names }
    @usableFromInline var names: [Grouping.Entity] = []

    /// A log without games.
    public init() {}

    /// Appends the partition of the next date; its rows are in key order.
    @inlinable
    public func append(_ rows: [Grouping.Row]) {
        let partition = Int32(partitions.count)
        partitions.append(rows)
        for index in rows.indices {
            let place = Place(partition: partition, row: Int32(truncatingIfNeeded: index))
            Grouping.forEachEntity(of: rows[index]) { entity in
                let slot = slot(of: entity)
                places[slot].append(place)
            }
        }
    }

    /// The games of `entity`, oldest first; empty when it has none.
    @inlinable
    public func games(of entity: Grouping.Entity) -> EntityGames<Grouping> {
        guard let slot = slots[entity] else { return EntityGames(partitions: [], places: [], range: 0..<0) }
        return EntityGames(partitions: partitions, places: places[slot], range: 0..<places[slot].count)
    }

    @inlinable
    func slot(of entity: Grouping.Entity) -> Int {
        if let slot = slots[entity] { return slot }
        let slot = places.count
        slots[entity] = slot
        places.append([])
        names.append(entity)
        return slot
    }
}

/// Consecutive games of one entity, oldest first.
public struct EntityGames<Grouping: RowGrouping>: RandomAccessCollection {
    // Shared with the log, not copied: reading a game checks no access to a class.
    @usableFromInline let partitions: [[Grouping.Row]]
    @usableFromInline let places: [EntityLog<Grouping>.Place]
    @usableFromInline let range: Range<Int>

    @inlinable
    init(partitions: [[Grouping.Row]], places: [EntityLog<Grouping>.Place], range: Range<Int>) {
        self.partitions = partitions
        self.places = places
        self.range = range
    }

    /// Always 0.
    @inlinable public var startIndex: Int { 0 }
    /// Number of games.
    @inlinable public var endIndex: Int { range.count }

    /// The game at `position`, oldest first.
    @inlinable
    public subscript(position: Int) -> Grouping.Row {
        _read {
            let place = places[range.lowerBound + position]
            yield partitions[Int(place.partition)][Int(place.row)]
        }
    }

    /// The newest `count` games, or all when there are fewer: `L(count)`.
    @inlinable
    public func newest(_ count: Int) -> EntityGames {
        EntityGames(
            partitions: partitions, places: places,
            range: Swift.max(range.lowerBound, range.upperBound - count)..<range.upperBound)
    }

    /// The games that satisfy `isIncluded` from the first such one on; the predicate must hold for a suffix.
    ///
    /// - Complexity: O(length of the suffix).
    @inlinable
    public func suffix(while isIncluded: (Grouping.Row) -> Bool) -> EntityGames {
        var count = 0
        while count < self.count, isIncluded(self[self.count - 1 - count]) { count += 1 }
        return newest(count)
    }
}
