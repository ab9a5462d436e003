package import GameCalendar
package import PipelineModel

/// What can be wrong with files on purpose.
package enum DefectKind: String, Hashable, Sendable, CaseIterable {
    /// Rows of whole dates are in no file.
    case missing
    /// Some rows of a game are in no file, so that what is expected of the date is not all there.
    case partial
    /// Rows of whole dates are in files of their own, in the folder `late`.
    case late
    /// Rows stand twice: word for word, with other content, or in two files.
    case duplicate
}

/// One thing that was made wrong on purpose.
package struct Defect: Hashable, Sendable {
    /// What kind of fault it is.
    package let kind: DefectKind
    /// The raw table whose rows it concerns.
    package let table: TableName
    /// The game date concerned.
    package let date: GameDate
    /// The game; nil when all games of the date are concerned.
    package let gameID: String?
    /// What was done, in one sentence without an end.
    package let detail: String
}
