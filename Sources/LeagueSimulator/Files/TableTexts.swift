import GameCalendar
import NBA
import PipelineModel

/// The files of one table and season: the usual one, and those that defects ask for.
struct TableTexts<Row: RawSource> {
    private var usual = SourceText<Row>()
    private var second: SourceText<Row>?
    private var late: SourceText<Row>?

    private let contradiction: (Row) -> Row

    /// Writes the rows of every game of `season`.
    ///
    /// - Parameter contradiction: a row of the same key with another content, which keeps every rule.
    init(
        _ season: SimulatedSeason, _ defects: DefectPlan, _ rows: (GameRecord) -> [Row],
        contradiction: @escaping (Row) -> Row = { $0 }
    ) {
        self.contradiction = contradiction
        for game in season.games { write(rows(game), defects.fate(of: Row.table.name, in: game)) }
    }

    private mutating func write(_ rows: [Row], _ fate: RowFate?) {
        switch fate {
        case nil: append(rows)
        case .leftOut: break
        case .late:
            if late == nil { late = SourceText() }
            for row in rows { late?.append(row) }
        case .without(let places): append(rows.enumerated().filter { !places.contains($0.offset) }.map(\.element))
        case .twice: append(rows + rows)
        case .contradicted: append(rows.prefix(1).map(contradiction) + rows)
        case .repeated:
            append(rows)
            if second == nil { second = SourceText() }
            for row in rows { second?.append(row) }
        }
    }

    private mutating func append(_ rows: [Row]) {
        for row in rows { usual.append(row) }
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
