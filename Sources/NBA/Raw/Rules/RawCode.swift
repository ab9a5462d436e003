/// The closed list of reasons for which import sets a row aside or keeps an issue.
package enum RawCode: String, Hashable, Sendable, CaseIterable {
    case parse, required
    case unknownTeam = "unknown_team"
    case unknownGame = "unknown_game"
    case gameIDForm = "game_id_form"
    case pointsIdentity = "points_identity"
    case reboundIdentity = "rebound_identity"
    case shootingOrder = "shooting_order"
    case secondsRange = "seconds_range"
    case quarterSum = "quarter_sum"
    case mirror
    case shotValues = "shot_values"
    case lineRange = "line_range"
    case statusValue = "status_value"
    case supersededInFile = "superseded_in_file"
    case supersededByFile = "superseded_by_file"
    case teamPair = "team_pair"
    case playerSum = "player_sum"
    case starterCount = "starter_count"
    case playerCount = "player_count"
    case secondsSum = "seconds_sum"
    case minutesTotal = "minutes_total"
    case shotsVsBox = "shots_vs_box"
    case unknownArena = "unknown_arena"
    case unscheduledGame = "unscheduled_game"

    /// What a code does to the rows it names.
    package enum Level: Hashable, Sendable {
        /// The row is set aside.
        case quarantines
        /// The rows load and an issue is kept.
        case warns
    }

    /// What the code does to the rows it names.
    package var level: Level {
        switch self {
        case .teamPair, .playerSum, .starterCount, .playerCount, .secondsSum, .minutesTotal, .shotsVsBox,
            .unknownArena, .unscheduledGame:
            .warns
        default: .quarantines
        }
    }

    /// Issues of level W that must be mended before anything is computed: what they concern would be wrong unseen.
    package static let blocking: [RawCode] = [.playerSum, .teamPair, .unscheduledGame]

    /// Why a row of the schedule may be set aside that could be a game nobody will miss. Not among them: a team outside
    /// the league, whose games never count, and a row another one takes the place of.
    package static let hidingGames: [RawCode] = [.parse, .required, .gameIDForm]
}
