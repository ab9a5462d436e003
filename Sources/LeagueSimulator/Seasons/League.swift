import GameCalendar
import Randomness

/// A made-up league over its seasons, one after the other.
///
/// Memory: one season of games at a time, and everybody who has ever been in the league.
struct League {
    let shape: LeagueShape
    private var state: LeagueState
    private let random: SeededRandom
    private var nextSeason: Season
    private var desk: PropDesk?

    /// A league before its first season.
    init(_ shape: LeagueShape, desk: PropDesk? = nil) {
        self.shape = shape
        self.desk = desk
        random = SeededRandom(seed: shape.seed).branch(UInt64(shape.teams), UInt64(shape.gamesPerTeam))
        nextSeason = shape.firstSeason
        var founding = random.branch(Part.founding.rawValue)
        state = LeagueState(teams: shape.teams, season: nextSeason, &founding)
    }

    private enum Part: UInt64 {
        case founding, offSeason, season
    }

    /// Plays the next season; nil after the last.
    mutating func playSeason() -> SimulatedSeason? {
        guard nextSeason <= LeagueShape.lastSeason else { return nil }
        let year = UInt64(nextSeason.startYear)
        if nextSeason > shape.firstSeason {
            var pause = random.branch(Part.offSeason.rawValue, year)
            state.turn(into: nextSeason, &pause)
        }
        var play = SeasonPlay(
            nextSeason, state, gamesPerTeam: shape.gamesPerTeam, random.branch(Part.season.rawValue, year),
            desk: desk)
        play.play()
        (state, desk) = (play.league, play.desk)
        let season = SimulatedSeason(
            season: nextSeason, franchises: state.clubs.map(\.franchise), games: play.games)
        nextSeason = Season(startYear: nextSeason.startYear + 1)
        return season
    }

    /// Everybody who has been in the league so far, by position.
    var players: [Player] { state.players }
}
