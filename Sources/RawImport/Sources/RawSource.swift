import NBA
import PipelineModel

/// A raw row type as files hold it.
protocol RawSource: RawRow {
    /// Which files hold its rows.
    static var files: FilePattern { get }
    /// Names every column of the file to `cursor`, always the same ones.
    mutating func cells(_ cursor: inout CellCursor)
}

extension RawSource {
    /// The columns in reading order.
    static var sourceColumns: [CellCursor.Declared] {
        var cursor = CellCursor()
        var blank = Self()
        blank.cells(&cursor)
        return cursor.declared
    }
}
