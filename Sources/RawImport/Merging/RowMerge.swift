import NBA
import PipelineModel

/// One file's rows for a merge, in file order.
struct Contribution: Sendable {
    /// Base name of the file; the later in byte order wins.
    let file: String
    let content: PartitionContent
    /// The line of each row; nil for rows that are stored already and are not read now.
    let lines: [Int32]?

    var isStored: Bool { lines == nil }
}

/// The rows that remain when several files' rows of one partition are put together, or one file's with repeats.
///
/// Complexity: O(n log n) in the number of rows.
struct RowMerge {
    /// A row of one contribution.
    struct Place: Hashable, Sendable {
        let contribution: Int
        let row: Int
    }

    /// A row that gave way to another.
    struct Loser: Sendable {
        let place: Place
        let fault: RowFault
    }

    /// The rows that remain, in key order.
    private(set) var winners: [Place] = []
    /// Read rows that stand twice.
    private(set) var duplicates = 0
    private(set) var losers: [Loser] = []
    private let contributions: [Contribution]
    private let indexes: [KeyIndex]

    /// Merges `contributions`, at most one of each file.
    init(_ contributions: [Contribution], of table: TableDeclaration) {
        self.contributions = contributions.sorted { FolderListing.precedes($0.file, $1.file) }
        indexes = self.contributions.map { KeyIndex($0.content, key: table.key) }
        let places = keyOrder()
        var start = 0
        while start < places.count {
            var end = start + 1
            while end < places.count, compare(places[start], places[end]) == 0 { end += 1 }
            settle(places[start..<end])
            start = end
        }
    }

    /// Number of the remaining rows that each contribution gave, by file.
    var keptRows: [String: Int] {
        var kept: [String: Int] = [:]
        for contribution in contributions { kept[contribution.file] = 0 }
        for winner in winners { kept[contributions[winner.contribution].file, default: 0] += 1 }
        return kept
    }

    /// The contribution a row is from.
    func contribution(of place: Place) -> Contribution { contributions[place.contribution] }

    /// The cells of a row.
    func cells(of place: Place) -> [Cell] { contributions[place.contribution].content.cells(row: place.row) }

    /// The rows at `places`, in that order.
    func content(of places: [Place], columns: [Column]) -> PartitionContent {
        var builder = ContentBuilder(reserving: places.count * 64)
        for place in places { builder.appendRow(contributions[place.contribution].content.rowBytes(place.row)) }
        return builder.content(columns: columns)
    }

    // All rows by key; equal keys by file, then by line.
    private func keyOrder() -> [Place] {
        let places = contributions.indices.flatMap { index in
            (0..<contributions[index].content.rowCount).map { Place(contribution: index, row: $0) }
        }
        return places.sorted { left, right in
            let order = compare(left, right)
            if order != 0 { return order < 0 }
            return (left.contribution, left.row) < (right.contribution, right.row)
        }
    }

    private func compare(_ left: Place, _ right: Place) -> Int {
        indexes[left.contribution].compare(left.row, indexes[right.contribution], right.row)
    }

    // Rows of one key, earlier files and lines first: each later one meets the best so far.
    private mutating func settle(_ rivals: ArraySlice<Place>) {
        guard var best = rivals.first else { return }
        for rival in rivals.dropFirst() {
            if isSame(best, rival) {
                // The later file keeps the row; within a file the earlier line does.
                if best.contribution == rival.contribution {
                    duplicates += 1
                } else {
                    duplicates += contribution(of: best).isStored ? 0 : 1
                    best = rival
                }
            } else {
                losers.append(Loser(place: best, fault: defeat(of: best, by: rival)))
                best = rival
            }
        }
        winners.append(best)
    }

    private func isSame(_ left: Place, _ right: Place) -> Bool {
        cells(of: left).dropLast() == cells(of: right).dropLast()
    }

    private func defeat(of loser: Place, by winner: Place) -> RowFault {
        let key = indexes[winner.contribution].describe(winner.row)
        let winning = contribution(of: winner)
        let line = winning.lines.map { " line \($0[winner.row])" } ?? ""
        guard loser.contribution == winner.contribution else {
            return RowFault(.supersededByFile, "key \(key) stands with other content in \(winning.file)\(line)")
        }
        return RowFault(.supersededInFile, "key \(key) stands with other content on\(line)")
    }
}
