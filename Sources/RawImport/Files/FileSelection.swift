import GameCalendar

/// Which files of a table must be read, and which of them together.
struct FileSelection: Sendable {
    /// Files to read, in sets that share no dates; each in byte order of name.
    var groups: [[SourceFile]] = []
    /// Files whose rows are stored already.
    var skipped: [SourceFile] = []

    /// More text than this is not held in memory at once when it need not be.
    private static let largeText = 64 << 20

    /// Decides over `files`, all of one table, in byte order of name.
    @concurrent static func select(_ files: [SourceFile], _ stored: StoredImports) async -> FileSelection {
        var selection = FileSelection()
        let changed = files.filter { !stored.isCurrent($0) }
        guard let table = changed.first?.table else {
            selection.skipped = files
            return selection
        }
        // Rows of the schedule may move between dates, and a reference table has one partition: all are read together.
        if table.isSchedule || table.isReference {
            selection.groups = [files]
            return selection
        }
        let isLarge = changed.reduce(0) { $0 + $1.expectedText } > largeText
        guard changed.count < files.count || isLarge else {
            selection.groups = [changed]
            return selection
        }
        let dated = files.map { file in
            let former = Set(stored.feeds(of: file.name, to: table.name).keys)
            return DatedFile(file, former.union(stored.isCurrent(file) ? [] : file.scannedDates()))
        }
        for group in connected(dated) {
            if group.allSatisfy({ stored.isCurrent($0) }) {
                selection.skipped += group
            } else {
                selection.groups.append(group)
            }
        }
        if !isLarge, !selection.groups.isEmpty { selection.groups = [inNameOrder(selection.groups.flatMap { $0 })] }
        return selection
    }

    private struct DatedFile {
        let file: SourceFile
        let dates: Set<GameDate>

        init(_ file: SourceFile, _ dates: Set<GameDate>) {
            (self.file, self.dates) = (file, dates)
        }
    }

    /// The files in sets that share no date with one another.
    private static func connected(_ files: [DatedFile]) -> [[SourceFile]] {
        var groups: [(dates: Set<GameDate>, files: [SourceFile])] = []
        for file in files {
            var joined = (dates: file.dates, files: [file.file])
            for group in groups where !group.dates.isDisjoint(with: file.dates) {
                joined.dates.formUnion(group.dates)
                joined.files += group.files
            }
            groups.removeAll { !$0.dates.isDisjoint(with: file.dates) }
            groups.append(joined)
        }
        return groups.map { inNameOrder($0.files) }
    }

    private static func inNameOrder(_ files: [SourceFile]) -> [SourceFile] {
        files.sorted { FolderListing.precedes($0.name, $1.name) }
    }
}

extension SourceFile {
    // Gzip makes such files about nine times smaller.
    fileprivate var expectedText: Int { path.hasSuffix(".gz") ? size * 9 : size }
}
