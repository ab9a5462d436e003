/// A raw row type as files hold it.
package protocol RawSource: RawRow {
    /// What its files are called.
    static var files: SourceFileNames { get }
    /// Names every column of the file to `cells`, always the same ones.
    mutating func cells(_ cells: inout some SourceCells)
}
