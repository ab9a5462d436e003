package import GameCalendar

/// What league to make up: the same shape gives the same bytes on every platform.
package struct LeagueShape: Hashable, Sendable {
    /// Seasons, 1...40; the last one is 2023-24.
    package var seasons = 2
    /// Teams, even, 4...30.
    package var teams = 30
    /// Regular games of each team, 1...82.
    package var gamesPerTeam = 82
    /// What all chance comes from.
    package var seed: UInt64 = 1

    /// Two seasons of the whole league.
    package init() {}

    /// The season every league ends with.
    package static let lastSeason = Season(startYear: 2023)

    /// The first season.
    package var firstSeason: Season { Season(startYear: Self.lastSeason.startYear - seasons + 1) }

    /// Why there is no such league, in one sentence; nil when there is.
    package var problem: String? {
        if !(1...40).contains(seasons) { return "a league has 1 to 40 seasons, not \(seasons)" }
        if !(4...30).contains(teams) || !teams.isMultiple(of: 2) {
            return "a league has an even number of teams from 4 to 30, not \(teams)"
        }
        if !(1...82).contains(gamesPerTeam) { return "a team plays 1 to 82 regular games, not \(gamesPerTeam)" }
        return nil
    }
}
