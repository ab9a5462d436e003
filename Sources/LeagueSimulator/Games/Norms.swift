/// The league's usual numbers, set so that made-up seasons come out like three real ones.
///
/// Shares are per event, deviations are of the factor they spread. A test holds the outcome against real seasons.
enum Norms {
    // Pace.
    static let possessionsPer48 = 100.0
    static let paceDeviation = 2.5
    static let firstShotSeconds = 13.15
    static let firstShotDeviation = 5.6
    static let secondShotSeconds = 5.5
    static let restartSeconds = 8.5
    static let secondShotDeviation = 4.0

    // What a possession comes to, at each of its turns.
    static let turnover = 0.1215
    static let teamTurnover = 0.0062
    static let floorFoul = 0.059
    static let offensiveFoulAmongTurnovers = 0.14
    static let stealAmongTurnovers = 0.575

    // Shots, by zone.
    /// Share of the shots that are aimed from each zone; putbacks come on top.
    static let shots: Zones = [0.278, 0.212, 0.1285, 0.049, 0.044, 0.2875, 0.001, 0]
    static let freeThrows = 0.7806
    static let makes: Zones = [0.635, 0.417, 0.406, 0.387, 0.39, 0.352, 0.025, 0]
    /// Points of the league's average shot that is not fouled.
    static let shotValue = 1.03
    static let worth: Zones = [2, 2, 2, 3, 3, 3, 3, 0]
    static let fouls: Zones = [0.22, 0.141, 0.069, 0.016, 0.016, 0.024, 0, 0]
    /// Share of fouled shots that fall.
    static let makesWhenFouled: Zones = [0.36, 0.22, 0.14, 0.1, 0.1, 0.08, 0, 0]
    /// Share of misses that are blocked.
    static let blocks: Zones = [0.3, 0.165, 0.05, 0.012, 0.012, 0.012, 0, 0]
    static let assists: Zones = [0.622, 0.455, 0.45, 1.02, 1.02, 0.8, 0.56, 0]

    // Rebounds.
    static let offensiveRebound = 0.238
    static let offensiveReboundOfFreeThrow = 0.12
    static let lostRebound = 0.115
    static let lostReboundStays = 0.32
    static let putback = 0.55

    // Who is better, and what else moves a game.
    /// Relative change of a shot's chance by one point per 100 possessions.
    static let edge = 0.0105
    /// Relative change of a shot's chance per point of lead: who leads eases off, who trails tries harder.
    static let easing = 0.003
    static let lateEasing = 0.005
    /// The same factor again for those a few points behind in the last minutes, whom nobody wants to foul.
    static let clutchEasing = 12.0
    /// Relative change of a team's fouls for each one it has more than the game's pace of them: referees even out.
    static let evenWhistle = 0.02
    static let usualFouls = 19.5
    static let homeEdge = 0.0185
    static let tiredness = 0.006
    static let formDeviation = 0.012

    // Differences between games.
    static let whistleDeviation = 0.03
    static let assistDeviation = 0.06
    static let scorerDeviation = 0.16
    static let tasteDeviation = 0.11
    static let paintDeviation = 0.2
    static let threeDeviation = 0.04
    static let midRangeDeviation = 0.2
    static let boardsDeviation = 0.03

    /// Fouls of a team in a period after which every foul is worth free throws.
    static let freeFouls = 4
    static let foulLimit = 6
}
