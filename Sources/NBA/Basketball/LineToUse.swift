internal import GameCalendar

/// The over/under line taken for a player and market out of what bookmakers offered.
///
/// Snapshots later than 15 minutes after the listed start are dropped. Per bookmaker the newest snapshot counts, and
/// lines without one are the oldest; several lines in it give their lower median; so do the bookmakers' lines then.
/// The result is therefore a line somebody offered, never one made up.
package func lineToUse(_ offers: [PropLine]) -> Double? {
    lowerMedian(Array(newestLines(of: offers).values))
}

/// Each bookmaker's line in his newest snapshot that counts.
package func newestLines(of offers: [PropLine]) -> [String: Double] {
    let latest = -15
    var books: [String: (snapshot: Timestamp?, lines: [Double])] = [:]
    for offer in offers {
        if let minutes = offer.minutesBeforeTip, minutes < latest { continue }
        guard let book = books[offer.bookmaker], !isNewer(offer.snapshotAt, than: book.snapshot) else {
            books[offer.bookmaker] = (offer.snapshotAt, [offer.line])
            continue
        }
        if offer.snapshotAt == book.snapshot { books[offer.bookmaker]?.lines.append(offer.line) }
    }
    return books.compactMapValues { lowerMedian($0.lines) }
}

private func isNewer(_ snapshot: Timestamp?, than other: Timestamp?) -> Bool {
    guard let snapshot else { return false }
    guard let other else { return true }
    return snapshot > other
}
