import GameCalendar
import NBA
import PipelineModel

/// The files of one table and season: the usual one, and those that defects ask for.
struct TableTexts<Row: RawSource> {
    private var usual = SourceText<Row>()
    private var second: SourceText<Row>?
    private var late: SourceText<Row>?

    /// Writes the rows of every game of `season`.
    init(_ season: SimulatedSeason, _ defects: DefectPlan, _ rows: (GameRecord) -> [Row]) {
        for game in season.games { write(rows(game), defects.fate(of: Row.table.name, in: game)) }
    }

    private mutating func write(_ rows: [Row], _ fate: RowFate?) {
        switch fate {
        case nil: append(rows)
        case .leftOut: break
        case .late:
            if late == nil { late = SourceText() }
            for row in rows { late?.append(row) }
        case .without(let place): append(rows.enumerated().filter { $0.offset != place }.map(\.element))
        case .onlyFirst(let count, let team): append(Self.cut(rows, to: count, of: team))
        case .twice: append(rows + rows)
        case .contradicted: append(Self.contradictions(rows) + rows)
        case .repeated:
            append(rows)
            if second == nil { second = SourceText() }
            for row in rows { second?.append(row) }
        }
    }

    private mutating func append(_ rows: [Row]) {
        for row in rows { usual.append(row) }
    }

    private static func cut(_ rows: [Row], to count: Int, of team: String) -> [Row] {
        var left = count
        return rows.filter { row in
            guard (row as? PlayerBox)?.teamAbbr == team else { return true }
            left -= 1
            return left >= 0
        }
    }

    // The first row with a value no rule looks at changed.
    private static func contradictions(_ rows: [Row]) -> [Row] {
        guard var row = rows.first as? PlayerBox else { return [] }
        row.plusMinus += 1
        return [row as? Row].compactMap(\.self)
    }

    /// The files, the usual one first.
    func files(of season: Season) -> [SimulatedFile] {
        var files = [SimulatedFile(name: Row.files.name(of: season), bytes: usual.bytes)]
        if let second {
            files.append(SimulatedFile(name: Row.files.name(of: season, part: "_again"), bytes: second.bytes))
        }
        if let late {
            let name = "\(SimulatedFile.lateFolder)/\(Row.files.name(of: season, part: "_late"))"
            files.append(SimulatedFile(name: name, bytes: late.bytes))
        }
        return files
    }
}
