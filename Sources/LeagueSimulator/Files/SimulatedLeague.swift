import GameCalendar
import NBA
import Randomness

/// A made-up league as raw files: the same value gives the same bytes on every platform.
package struct SimulatedLeague: Sendable {
    /// What to make up.
    package var shape: LeagueShape
    /// Whether bookmakers' lines on players are part of it.
    package var hasProps = false
    /// What is made wrong, in the last season.
    package var defects: Set<DefectKind> = []

    /// The league of this shape, with nothing wrong.
    package init(_ shape: LeagueShape) {
        self.shape = shape
    }

    /// Makes up everything and hands over one file after the other; names are relative to the league's folder.
    ///
    /// Memory: one season and the text of one file.
    package func write<Failure: Error>(
        _ emit: (SimulatedFile) throws(Failure) -> Void
    ) throws(Failure) -> LeagueTally {
        var league = League(shape, desk: hasProps ? PropDesk() : nil)
        var (tally, seen) = (LeagueTally(), Set<Int>())
        while let season = league.playSeason() {
            let plan = season.season == LeagueShape.lastSeason ? plan(season) : .none
            for file in LazyFiles(RowMaking(season: season, players: league.players), plan, hasProps: hasProps) {
                try emit(file)
            }
            tally.add(season, plan)
            seen.formUnion(season.everybody)
        }
        let register = seen.sorted().map { league.players[$0] }
        tally.players = register.count
        try emit(SimulatedFile(PlayerReference.self, register.map(\.reference)))
        try emit(SimulatedFile(Arena.self, venues.map(\.row)))
        return tally
    }

    private func plan(_ season: SimulatedSeason) -> DefectPlan {
        // A stream of its own: the league is the same with and without defects.
        DefectPlan(defects, in: season, hasProps: hasProps, SeededRandom(seed: shape.seed).branch(0xDEFEC7))
    }

    private var venues: [Venue] {
        var venues: [Venue] = []
        for venue in Franchise.league(of: shape.teams).map(\.home) + [.neutral] where !venues.contains(venue) {
            venues.append(venue)
        }
        return venues
    }
}

/// What a league came to.
package struct LeagueTally: Sendable {
    /// Games of all seasons and kinds.
    package private(set) var games = 0
    /// Dates with games.
    package private(set) var dates = 0
    /// Players who were on a roster on the day of a game.
    package internal(set) var players = 0
    /// What was made wrong.
    package private(set) var defects: [Defect] = []

    mutating func add(_ season: SimulatedSeason, _ plan: DefectPlan) {
        games += season.games.count
        dates += Set(season.games.map(\.listing.date)).count
        defects += plan.defects
    }
}

/// One file of a made-up league.
package struct SimulatedFile: Sendable {
    /// Its name, relative to the league's folder.
    package let name: String
    /// Its whole content.
    package let bytes: [UInt8]

    /// Where files go that are to be imported later.
    static let lateFolder = "late"

    init(name: String, bytes: [UInt8]) {
        (self.name, self.bytes) = (name, bytes)
    }

    /// The one file of a table without seasons.
    fileprivate init<Row: RawSource>(_ row: Row.Type, _ rows: [Row]) {
        var text = SourceText<Row>()
        for row in rows { text.append(row) }
        self.init(name: Row.files.name(of: LeagueShape.lastSeason), bytes: text.bytes)
    }
}

/// The files of one season, each made when it is asked for.
private struct LazyFiles: Sequence, IteratorProtocol {
    private var waiting: [SimulatedFile] = []
    private var tables: [() -> [SimulatedFile]]

    init(_ making: RowMaking, _ plan: DefectPlan, hasProps: Bool) {
        func texts<Row: RawSource>(
            _ rows: @escaping (GameRecord) -> [Row], contradiction: @escaping (Row) -> Row = { $0 }
        ) -> () -> [SimulatedFile] {
            { TableTexts(making.season, plan, rows, contradiction: contradiction).files(of: making.season.season) }
        }
        tables = [
            texts { [making.schedule($0)] }, texts(making.teamBoxes),
            texts(making.playerBoxes, contradiction: making.contradiction(of:)), texts(making.shots),
            texts { [making.line($0)] }, texts(making.listings),
        ]
        if hasProps { tables.append(texts(making.props)) }
        tables.reverse()
    }

    mutating func next() -> SimulatedFile? {
        if waiting.isEmpty, let table = tables.popLast() { waiting = table().reversed() }
        return waiting.popLast()
    }
}

extension SimulatedSeason {
    /// Everybody who was on a roster on the day of a game, by position in the league's list.
    fileprivate var everybody: Set<Int> {
        var everybody: Set<Int> = []
        for side in games.lazy.flatMap(\.sides) {
            for line in side.lines { everybody.insert(line.player) }
            everybody.formUnion(side.unused)
            for absent in side.absent { everybody.insert(absent.player) }
        }
        return everybody
    }
}

extension Player {
    fileprivate var reference: PlayerReference {
        var row = PlayerReference()
        (row.playerID, row.sourcePlayerID, row.playerName) = (id, name.sourceID, name.display)
        return row
    }
}

extension Venue {
    fileprivate var row: Arena {
        var row = Arena()
        row.arena = arena
        row.city = city.split(separator: ",").first.map(String.init) ?? city
        (row.lat, row.lon, row.timezone) = (latitude, longitude, zone.rawValue)
        return row
    }
}
