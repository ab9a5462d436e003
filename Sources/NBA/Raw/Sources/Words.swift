extension SourceWords<Int> {
    /// How a game stands.
    static let gameStatus = SourceWords(
        expecting: "Scheduled, Live, Final, Postponed or Cancelled",
        meaning: { GameStatus(sourceWord: $0)?.rawValue },
        word: { GameStatus(rawValue: $0)?.sourceWord ?? "" })
}

extension SourceWords<String> {
    /// A time of day.
    static let clockTime = SourceWords(
        expecting: "a time HH:MM", meaning: { isClockTime($0) ? $0 : nil }, word: { $0 })

    /// What a line is on.
    static let market = SourceWords(
        expecting: "pts, reb, ast or pts+reb+ast", meaning: PropLine.market(sourceWord:),
        word: PropLine.sourceWord(market:))
}

private func isClockTime(_ text: String) -> Bool {
    let digits = Array(text.utf8)
    guard digits.count == 5, digits[2] == UInt8(ascii: ":") else { return false }
    let numbers = [0, 1, 3, 4].map { Int(digits[$0]) - 0x30 }
    return numbers.allSatisfy((0...9).contains) && numbers[0] * 10 + numbers[1] < 24 && numbers[2] < 6
}

extension GameStatus {
    private static let sourceWords: [(word: String, status: GameStatus)] = [
        ("Scheduled", .scheduled), ("Live", .live), ("Final", .final), ("Postponed", .postponedOrCancelled),
        ("Cancelled", .postponedOrCancelled),
    ]

    /// Reads the source's word for a status; nil for any other word.
    package init?(sourceWord: String) {
        guard let known = Self.sourceWords.first(where: { $0.word == sourceWord }) else { return nil }
        self = known.status
    }

    /// The source's word for the status, the first of several.
    var sourceWord: String { Self.sourceWords.first { $0.status == self }?.word ?? "" }
}

extension PropLine {
    private static let sourceWords: [(word: String, market: String)] = [
        ("pts", "points"), ("reb", "rebounds"), ("ast", "assists"), ("pts+reb+ast", "pra"),
    ]

    /// The market called `word` at the source, nil for any other word.
    package static func market(sourceWord word: String) -> String? {
        sourceWords.first { $0.word == word }?.market
    }

    /// What the source calls `market`.
    static func sourceWord(market: String) -> String {
        sourceWords.first { $0.market == market }?.word ?? market
    }
}
