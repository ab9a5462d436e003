/// What becomes of the rows that a table has of one game.
enum RowFate: Hashable, Sendable {
    /// They are in no file.
    case leftOut
    /// They are in the table's late file.
    case late
    /// The rows at these places are in no file.
    case without(Range<Int>)
    /// They stand twice in the file.
    case twice
    /// The first row stands twice, the first time with another content.
    case contradicted
    /// They stand in a second file, too.
    case repeated
}
