package import PipelineModel

/// Rows a column's value is taken from.
package struct EvidenceSource: Hashable, Sendable {
    /// Which rows of the table concern the row explained.
    package enum Subject: Hashable, Sendable {
        /// Rows of its game.
        case game
        /// Rows of its game and team.
        case teamInGame
        /// Rows of its game and of the other team.
        case opponentInGame
        /// Rows of its game and player.
        case playerInGame
        /// The row of its game, player, system and market.
        case prediction
        /// Rows of its team, in games before.
        case team
        /// Rows of its player, in games before.
        case player
        /// Rows of its player in games against the opponent of its game.
        case playerAgainstOpponent
        /// The row of the other team on its date.
        case opponentOnDate
        /// Every team's rows.
        case everyTeam
        /// Games that its team played before, home or away.
        case teamSchedule
    }

    /// Which dates they are from.
    package enum Window: Hashable, Sendable {
        /// The date itself.
        case date
        /// The newest games of the season before the date.
        case last(Int)
        /// The season before the date.
        case season
        /// This season and the ones before it, so many in all.
        case seasons(Int)
        /// So many calendar days before the date.
        case days(Int)

        /// As people read it.
        package var label: String {
            switch self {
            case .date: "the date itself"
            case .last(let count): count == 1 ? "the last game of the season" : "the last \(count) games of the season"
            case .season: "the season so far"
            case .seasons(let count): "this season and the \(count - 1) before it"
            case .days(let count): "the \(count) days before"
            }
        }
    }

    /// A test that rows must pass.
    package struct Condition: Hashable, Sendable {
        package let column: String
        package let value: Cell

        /// The column must hold the value.
        package init(column: String, value: Cell) {
            (self.column, self.value) = (column, value)
        }
    }

    package let table: TableName
    package let subject: Subject
    package let window: Window
    /// The columns that enter the formula.
    package let columns: [String]
    /// Which rows there are to choose from.
    package let only: Condition?
    /// Which rows of the window count; the others take up a place in it.
    package let counting: Condition?

    /// Columns of `table` in the rows of `subject`.
    package init(
        _ table: TableName, _ subject: Subject, _ window: Window, _ columns: [String], only: Condition? = nil,
        counting: Condition? = nil
    ) {
        (self.table, self.subject, self.window, self.columns) = (table, subject, window, columns)
        (self.only, self.counting) = (only, counting)
    }

    /// Columns of `table` in the rows of `subject` on the date itself.
    package init(_ table: TableName, _ subject: Subject, _ columns: [String], only: Condition? = nil) {
        self.init(table, subject, .date, columns, only: only)
    }
}

/// Why a column holds what it holds: the formula in words, and the rows it is taken from.
package struct Derivation: Hashable, Sendable {
    /// The formula, in words and column names.
    package let formula: String
    /// The rows that enter it, the most telling ones first.
    package let sources: [EvidenceSource]
    /// How the number follows from the first source's rows; nil where only the processor works it out.
    package let calculation: Calculation?

    /// A formula over `sources`.
    package init(_ formula: String, _ sources: [EvidenceSource] = [], by calculation: Calculation? = nil) {
        (self.formula, self.sources, self.calculation) = (formula, sources, calculation)
    }

    /// The column of the first source that this one takes over, as it is or scaled; nil when it is worked out.
    package var copied: String? {
        guard let source = sources.first, source.window == .date, source.columns.count == 1 else { return nil }
        switch calculation {
        case .copy, .number: return source.columns[0]
        case .mean, .deviation, .pooled, .count, .sum, nil: return nil
        }
    }

    /// A value taken over as it is.
    package static func copy(
        _ column: String, of table: TableName, _ subject: EvidenceSource.Subject
    ) -> Derivation {
        Derivation("\(table).\(column) of \(subject.label)", [EvidenceSource(table, subject, [column])], by: .copy)
    }
}

extension EvidenceSource.Subject {
    /// As people read it.
    package var label: String {
        switch self {
        case .game: "the game"
        case .teamInGame: "the same team in the same game"
        case .opponentInGame: "the opponent in the same game"
        case .playerInGame: "the same player in the same game"
        case .prediction: "the same prediction"
        case .team: "the team"
        case .player: "the player"
        case .playerAgainstOpponent: "the player against this opponent"
        case .opponentOnDate: "the opponent"
        case .everyTeam: "every team"
        case .teamSchedule: "the team's games"
        }
    }
}

/// The derivations of a table's columns, by name.
package typealias ColumnDerivations = [String: Derivation]

extension ColumnDerivations {
    /// Columns taken over under their own names.
    static func copies(
        _ names: [String], of table: TableName, _ subject: EvidenceSource.Subject
    ) -> ColumnDerivations {
        ColumnDerivations(uniqueKeysWithValues: names.map { ($0, .copy($0, of: table, subject)) })
    }

    /// Columns taken over under other names: own name to source name.
    static func renamed(
        _ names: [String: String], of table: TableName, _ subject: EvidenceSource.Subject
    ) -> ColumnDerivations {
        names.mapValues { .copy($0, of: table, subject) }
    }

    /// All of `parts` together; each column is in one of them.
    static func joined(_ parts: ColumnDerivations...) -> ColumnDerivations {
        parts.reduce(into: [:]) { all, part in all.merge(part) { first, _ in first } }
    }
}
