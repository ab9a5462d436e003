import GameCalendar
import NBA
import PipelineModel

/// What a table is prepared with: the store as it will be when the tables before it are committed.
struct ImportContext: Sendable {
    let importID: Int
    let clock: @Sendable () -> Timestamp
    let reader: any WarehouseReader
    let projections: [any Projection.Type]
    /// What is told of each replaced partition; nil where nobody is to be told.
    var announcement: ImportOptions.Announcement?
    var stored: StoredImports
    /// The schedule that is or will be stored.
    var schedule = ScheduleIndex([])
    /// The arenas that are or will be stored.
    var arenas: Set<String> = []
    /// Team box-score rows of the dates this import touched.
    var teamLines: [GameDate: [TeamBox]] = [:]

    /// Takes over what a prepared table is about to write.
    mutating func absorb(_ prepared: PreparedTable) {
        stored.absorb(prepared, importID: importID)
        if let games = prepared.games { schedule = ScheduleIndex(games) }
        if let names = prepared.arenas { arenas = names }
        teamLines.merge(prepared.teamLines) { _, new in new }
    }

    /// Stored rows of `table`, one content a date.
    func contents(of table: TableDeclaration, on dates: [GameDate]) async throws(ImportError)
        -> [GameDate: PartitionContent]
    {
        let present = dates.filter { stored.states[Partition(table.name, $0)] != nil }
        guard !present.isEmpty else { return [:] }
        do throws(WarehouseError) {
            return try await reader.contents(of: StoredColumns(table), on: present)
        } catch {
            throw ImportError(error)
        }
    }

    /// Team box-score rows of `dates`, touched by this import or stored.
    func teamLines(on dates: [GameDate]) async throws(ImportError) -> [GameDate: [TeamBox]] {
        var lines: [GameDate: [TeamBox]] = [:]
        for date in dates { lines[date] = teamLines[date] }
        let others = dates.filter { lines[$0] == nil }
        for (date, content) in try await contents(of: TeamBox.table, on: others) {
            lines[date] = TeamBox.rows(from: content)
        }
        return lines
    }

    /// Projections of `table`.
    func projections(of table: TableName) -> [any Projection.Type] {
        projections.filter { $0.stored.table.name == table }
    }
}
