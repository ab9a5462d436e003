import ContentDigest
import DelimitedText
import GameCalendar
import NBA
import PipelineModel
import Testing

@testable import LeagueSimulator

struct SimulatedLeagueTests {
    private static func files(_ league: SimulatedLeague) -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        _ = league.write { files[$0.name] = $0.bytes }
        return files
    }

    private static func small(_ change: (inout SimulatedLeague) -> Void = { _ in }) -> SimulatedLeague {
        var league = SimulatedLeague(SampleLeague.shape(teams: 4, games: 10, seasons: 2, seed: 7))
        change(&league)
        return league
    }

    private static func digest(_ files: [String: [UInt8]]) -> String {
        let hasher = ContentHasher()
        for (name, bytes) in files.sorted(by: { $0.key < $1.key }) {
            hasher.update(name)
            hasher.update(bytes)
        }
        return hasher.finalized().description
    }

    // A change of this digest is a change of every league anybody has ever made up: say so in the changelog.
    @Test func `the same options give the same bytes for ever`() {
        let league = Self.small { league in
            league.hasProps = true
            league.defects = Set(DefectKind.allCases)
        }
        let digest = Self.digest(Self.files(league))
        #expect(digest == Self.digest(Self.files(league)))
        #expect(digest == "d5d20ef5bf9243e1b9c235f3f130eed4c3d22070f5fc93a377ce1b854ff94744")
    }

    @Test func `another seed is another league`() {
        var other = Self.small()
        other.shape.seed = 8
        let (files, others) = (Self.files(Self.small()), Self.files(other))
        #expect(files.keys.sorted() == others.keys.sorted())
        for name in files.keys where name != "arenas.csv" { #expect(files[name] != others[name], "\(name)") }
    }

    @Test func `lines on players change nothing else`() {
        let (plain, rich) = (Self.files(Self.small()), Self.files(Self.small { $0.hasProps = true }))
        #expect(Set(rich.keys).subtracting(plain.keys) == ["props_2022-23.csv", "props_2023-24.csv"])
        #expect(plain.allSatisfy { rich[$0.key] == $0.value })
    }

    @Test func `defects change the last season's files and no more`() {
        let plain = Self.files(Self.small())
        let broken = Self.files(Self.small { $0.defects = Set(DefectKind.allCases) })
        #expect(plain.keys.allSatisfy { broken[$0] != nil })
        for (name, bytes) in plain where broken[name] != bytes {
            #expect(name.contains("2023-24") && !name.hasPrefix("schedule"), "\(name)")
        }
        let added = Set(broken.keys).subtracting(plain.keys)
        #expect(
            added == [
                "late/team_boxscores_2023-24_late.csv", "late/player_boxscores_2023-24_late.csv",
                "late/shots_2023-24_late.csv", "team_boxscores_2023-24_again.csv",
            ])
    }

    @Test func `every defect has a date of its own`() {
        let tally = Self.small { $0.defects = Set(DefectKind.allCases) }.write { _ in }
        let causes = Dictionary(grouping: tally.defects, by: \.date).values.map { defects in
            Set(defects.map { "\($0.kind) \($0.detail)" })
        }
        #expect(causes.count == 9 && causes.allSatisfy { $0.count == 1 })
        #expect(Set(tally.defects.map(\.kind)) == Set(DefectKind.allCases))
    }

    @Test func `a league too short for all defects has some of them`() {
        var league = SimulatedLeague(SampleLeague.shape(teams: 4, games: 1, seasons: 1, seed: 1))
        league.defects = Set(DefectKind.allCases)
        let dates = Set(league.write { _ in }.defects.map(\.date))
        #expect((1...2).contains(dates.count))
    }

    @Test func `the first line names the columns import reads`() throws {
        let files = Self.files(Self.small { $0.hasProps = true })
        func header(_ name: String) -> String {
            String(decoding: (files[name] ?? []).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        }
        #expect(header("players.csv") == "player_id,bref_player_id,player_name")
        #expect(header("arenas.csv") == "arena,city,lat,lon,timezone")
        #expect(
            header("schedule_2023-24.csv")
                == "game_id,game_date,season,season_type,start_time_et,away_team,home_team,away_team_id,home_team_id,"
                + "status,away_pts,home_pts,overtimes,arena,arena_city,attendance,game_label,bref_game_id,"
                + "neutral_or_other_arena")
        #expect(
            header("props_2023-24.csv")
                == "game_id,game_date,player_id,market,bookmaker,line,over_price,under_price,snapshot_utc,"
                + "minutes_before_tip")
    }

    @Test func `what was counted is what was played`() async {
        let league = SimulatedLeague(SampleLeague.shape(teams: 6, games: 14, seasons: 2, seed: 5))
        let tally = league.write { _ in }
        let played = await SampleLeague.played.value
        #expect(tally.games == played.games.count && tally.defects.isEmpty)
        #expect(tally.dates == Set(played.games.map(\.listing.date)).count)
        let everybody = Set(
            played.games.flatMap(\.sides).flatMap { side in
                side.lines.map(\.player) + side.unused + side.absent.map(\.player)
            })
        #expect(tally.players == everybody.count)
    }

    @Test func `what cannot be is said in one sentence`() {
        var shape = LeagueShape()
        #expect(shape.problem == nil && shape.firstSeason == Season(startYear: 2022))
        for (path, bad) in [
            (\LeagueShape.seasons, [0, 41]), (\.teams, [2, 3, 5, 31, 32]), (\.gamesPerTeam, [0, 83]),
        ] {
            for value in bad {
                let usual = shape[keyPath: path]
                shape[keyPath: path] = value
                #expect(shape.problem?.contains("\(value)") == true)
                shape[keyPath: path] = usual
            }
        }
    }
}
