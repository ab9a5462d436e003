extension PlayerBox {
    /// Whether the line shows that the player took part; only appearances enter player windows.
    ///
    /// Time on the court, or any shot, rebound, assist, steal, block, turnover or foul: a player can do something
    /// in less than half a second.
    package var isAppearance: Bool {
        if secondsPlayed > 0 { return true }
        let shots = counters.fgAttempts + counters.ftAttempts
        let rebounds = counters.offensiveRebounds + counters.defensiveRebounds
        let rest = counters.assists + counters.steals + counters.blocks + counters.turnovers + counters.personalFouls
        return shots + rebounds + rest > 0
    }
}
