package import GameCalendar

// What stores read back that count by themselves.

extension PartitionProfile {
    /// The columns of a row that counts: rows, and for each of `columns` how often it is filled, its least value and its
    /// greatest.
    package static func shape(of columns: [Column]) -> [Column] {
        [Column.counted] + columns.flatMap { [Column.counted, $0.orNull, $0.orNull] }
    }

    /// What the one row of `counted` says, which has the shape of `count` columns; nil when it counts no rows.
    package init?(counted: PartitionContent, columns count: Int) {
        guard counted.rowCount > 0 else { return nil }
        let cells = counted.cells(row: 0)
        guard case .int(let rows) = cells[0], rows > 0 else { return nil }
        self.init(columns: count)
        self.rows = rows
        for index in columns.indices {
            guard case .int(let filled) = cells[1 + 3 * index] else { continue }
            columns[index] = ColumnProfile(filled: filled, least: cells[2 + 3 * index], greatest: cells[3 + 3 * index])
        }
    }
}

extension PartitionContent {
    /// Combinations of values in order, of rows whose last column counts.
    package var tallies: [Tally] {
        (0..<rowCount).compactMap { row in
            let cells = cells(row: row)
            guard case .int(let count)? = cells.last else { return nil }
            return Tally(Array(cells.dropLast()), count: count)
        }.inOrder
    }
}

/// The rows of each date, of `count` rows that are ordered by it; what has none ends them.
package func rowsByDate(_ count: Int, _ date: (_ row: Int) -> GameDate?) -> [(date: GameDate, rows: Range<Int>)] {
    var found: [(date: GameDate, rows: Range<Int>)] = []
    for row in 0..<count {
        guard let date = date(row) else { break }
        if let last = found.last, last.date == date {
            found[found.count - 1].rows = last.rows.lowerBound..<(row + 1)
        } else {
            found.append((date, row..<(row + 1)))
        }
    }
    return found
}

extension TableDeclaration {
    /// Those of its columns that have these names, in the order asked.
    package func columns(named names: [String]) -> [Column] {
        names.compactMap { position(of: $0) }.map { columns[$0] }
    }
}

extension Column {
    /// A number of rows.
    package static let counted = Column(name: "count", type: .int, isNullable: false, unit: .count, about: "")

    // A group without values has no least one.
    fileprivate var orNull: Column { Column(name: name, type: type, isNullable: true, unit: unit, about: about) }
}
