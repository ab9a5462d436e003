package import PipelineModel

/// What lowers trust in a row. A blocking issue makes it unfit for production.
package struct QualityIssues: OptionSet, Hashable, Sendable {
    package let rawValue: Int

    package init(rawValue: Int) {
        self.rawValue = rawValue
    }

    // Bits in the order of the codes' bytes, so that walking the bits sorts the codes.
    /// A team line built from its players' lines does not give the schedule's score. Blocking.
    package static let boxSumMismatch = QualityIssues(rawValue: 1 << 0)
    /// The game has no spread.
    package static let missingSpread = QualityIssues(rawValue: 1 << 1)
    /// The player's team has no offensive row in the game. Blocking.
    package static let missingTeamLine = QualityIssues(rawValue: 1 << 2)
    /// The game has no total.
    package static let missingTotal = QualityIssues(rawValue: 1 << 3)
    /// The game has no shot row.
    package static let shotZonesUnavailable = QualityIssues(rawValue: 1 << 4)
    /// Shot data exist and their attempts are not the box score's.
    package static let shotsDoNotMatchBox = QualityIssues(rawValue: 1 << 5)
    /// 5 to 9 games of the season so far.
    package static let thinSample = QualityIssues(rawValue: 1 << 6)
    /// Travel is NULL because an arena is unknown.
    package static let unknownArena = QualityIssues(rawValue: 1 << 7)
    /// Fewer games upstream than the schedule says. Blocking.
    package static let upstreamIncomplete = QualityIssues(rawValue: 1 << 8)

    /// The issues that keep a row out of production.
    package static let blocking: QualityIssues = [.boxSumMismatch, .missingTeamLine, .upstreamIncomplete]

    /// The codes, ascending.
    package static let codes = [
        "box_sum_mismatch", "missing_spread", "missing_team_line", "missing_total", "shot_zones_unavailable",
        "shots_do_not_match_box", "thin_sample", "unknown_arena", "upstream_incomplete",
    ]

    /// The issues named by ``text``; unknown codes are passed over.
    package init(text: some StringProtocol) {
        self = []
        for code in text.split(separator: ",") {
            if let bit = Self.codes.firstIndex(where: { $0 == code }) { insert(QualityIssues(rawValue: 1 << bit)) }
        }
    }

    /// The codes sorted and separated by commas, empty when there are none.
    package var text: String {
        if isEmpty { return "" }
        return Self.codes.indices.filter { rawValue & (1 << $0) != 0 }.map { Self.codes[$0] }.joined(separator: ",")
    }
}

/// The columns every derived row of phases 3 and 4 ends with.
package struct RowEnd: ColumnCoded, Hashable {
    package var expectedGames = 0
    package var actualGames = 0
    /// Percent, 0…100; 100 when nothing was expected.
    package var completenessPct = 0.0
    package var isProductionReady = false
    package var earlySeason = false
    /// Codes of ``QualityIssues`` in ascending order, separated by commas.
    package var qualityIssues = ""

    package init() {}

    /// Names of the columns that say how far a row can be trusted: ready, early, issues.
    package static let trustColumns: [StaticString] = ["is_production_ready", "early_season", "quality_issues"]

    package mutating func columns(_ c: inout ColumnCursor) {
        c.column("expected_games", &expectedGames, unit: .games, "Games the row's windows should rest on.")
        c.column("actual_games", &actualGames, unit: .games, "Those of them that upstream has.")
        c.column("completeness_pct", &completenessPct, unit: .percent, "100·actual/expected; 100 when none expected.")
        c.column(
            Self.trustColumns[0], &isProductionReady, "At least 90 % complete, not early season, no blocking issue.")
        c.column(Self.trustColumns[1], &earlySeason, "Fewer games this season than the windows need.")
        c.column(Self.trustColumns[2], &qualityIssues, "Issue codes, sorted, comma-separated, empty when none.")
    }
}

extension RowEnd {
    // Completeness below this keeps a row out of production.
    private static let readyFrom: Double = 90
    // Fewer own games this season than this is early season.
    private static let earlySeasonGames = 5
    // Up to this many own games the sample is thin.
    private static let thinSampleGames = 9

    /// The end of a row over `actual` of `expected` games.
    ///
    /// - Parameter hasReadyColumns: whether the columns production needs hold values.
    package init(
        expected: Int, actual: Int, isEarlySeason: Bool, issues: QualityIssues, hasReadyColumns: Bool = true
    ) {
        expectedGames = expected
        actualGames = actual
        completenessPct = expected == 0 ? 100 : 100 * Double(actual) / Double(expected)
        earlySeason = isEarlySeason
        qualityIssues = issues.text
        isProductionReady =
            completenessPct >= Self.readyFrom && !isEarlySeason && issues.isDisjoint(with: .blocking)
            && hasReadyColumns
    }

    /// The end of a post-game row: one game, which is there.
    package init(postGame issues: QualityIssues) {
        self.init(expected: 1, actual: 1, isEarlySeason: false, issues: issues)
    }

    /// The end of a pre-game row of a team or player with `played` own games this season before the date.
    package init(preGame issues: QualityIssues, played: Int, expected: Int, actual: Int) {
        var issues = issues
        if (Self.earlySeasonGames...Self.thinSampleGames).contains(played) { issues.insert(.thinSample) }
        if actual < expected { issues.insert(.upstreamIncomplete) }
        self.init(expected: expected, actual: actual, isEarlySeason: played < Self.earlySeasonGames, issues: issues)
    }
}
