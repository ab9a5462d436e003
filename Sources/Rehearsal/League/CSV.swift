import GameCalendar

/// A league's files as text.
enum CSV {
    static func schedule(
        _ games: [TinyGame], withoutOvertimes dates: Set<GameDate>, isPlayed: (TinyGame) -> Bool
    ) -> String {
        file(
            "game_id,game_date,season,season_type,start_time_et,away_team,home_team,away_team_id,home_team_id,status,"
                + "away_pts,home_pts,overtimes,arena,arena_city,attendance,game_label,bref_game_id,"
                + "neutral_or_other_arena",
            games.map { game in
                let result =
                    isPlayed(game)
                    ? ["Final", "\(game.awayPoints)", "\(game.homePoints)", dates.contains(game.date) ? "" : "0"]
                    : ["Scheduled", "", "", ""]
                return [
                    game.id, "\(game.date)", TinyLeague.season, "regular", "19:30", TinyTeam.code(game.away),
                    TinyTeam.code(game.home), "\(TinyTeam.id(game.away))", "\(TinyTeam.id(game.home))",
                ] + result + [TinyTeam.arena(game.home), "Town", isPlayed(game) ? "18000" : "", "", "", "0"]
            })
    }

    static func teams(_ games: [TinyGame]) -> String {
        file(
            "game_id,game_date,season,season_type,team,team_id,opponent,is_home,minutes_total,\(counterNames),"
                + "tov_incl_team,opp_pts,plus_minus,q1,q2,q3,q4,ot_pts",
            games.flatMap { game in
                game.sides.map { side in
                    let quarter = side.points / 4
                    return identity(game) + [
                        TinyTeam.code(side.team), "\(TinyTeam.id(side.team))", TinyTeam.code(side.opponent),
                        side.isHome ? "1" : "0", "240",
                    ] + counters.map { "\(side.sum($0))" }
                        + [
                            "\(side.sum(\.turnovers) + 1)", "\(side.opponentPoints)",
                            "\(side.points - side.opponentPoints)", "\(quarter)", "\(quarter)", "\(quarter)",
                            "\(side.points - 3 * quarter)", "",
                        ]
                }
            })
    }

    static func players(_ games: [TinyGame]) -> String {
        file(
            "game_id,game_date,season,season_type,player_id,player_name,team,team_id,opponent,is_home,starter,"
                + "seconds_played,minutes,\(counterNames),plus_minus,source",
            games.flatMap { game in
                game.sides.flatMap { side in
                    side.lines.map { line in
                        identity(game) + [
                            "\(TinyTeam.playerID(side.team, line.player))",
                            TinyTeam.playerName(side.team, line.player), TinyTeam.code(side.team),
                            "\(TinyTeam.id(side.team))", TinyTeam.code(side.opponent), side.isHome ? "1" : "0",
                            line.isStarter ? "1" : "0", "\(line.seconds)", "\((line.seconds + 30) / 60)",
                        ] + counters.map { "\(line[keyPath: $0])" } + ["0", "made up"]
                    }
                }
            })
    }

    static func shots(_ games: [TinyGame]) -> String {
        file(
            "game_id,game_date,event_id,period,minutes_left,seconds_left,player_id,team_id,made,shot_type,zone_basic,"
                + "zone_area,zone_range,action_type,loc_x,loc_y,distance_ft,assisted",
            games.flatMap { game in
                var event = 0
                return game.sides.flatMap { side in
                    side.lines.flatMap { line in
                        (0..<line.attempts).map { attempt in
                            event += 1
                            return shot(game, side, line, attempt, event)
                        }
                    }
                }
            })
    }

    // A player's two-pointers come first, and of each kind the makes.
    private static func shot(
        _ game: TinyGame, _ side: TinySide, _ line: TinyLine, _ attempt: Int, _ event: Int
    ) -> [String] {
        let isThree = attempt >= line.twoPointers
        let place = isThree ? attempt - line.twoPointers : attempt
        let made = place < (isThree ? line.threePointMakes : line.twoPointMakes)
        let near = attempt.isMultiple(of: 2)
        let zone = isThree ? "Above the Break 3" : (near ? "Restricted Area" : "Mid-Range")
        let distance = isThree ? 25 : (near ? 2 : 15)
        return [
            game.id, "\(game.date)", "\(event)", "\(1 + event % 4)", "\(event % 12)", "\(event % 60)",
            "\(TinyTeam.playerID(side.team, line.player))", "\(TinyTeam.id(side.team))", made ? "1" : "0",
            isThree ? "3" : "2", zone, "Center(C)", isThree ? "24+ ft." : "Less Than 8 ft.", "Jump Shot", "0",
            "\(distance * 10)", "\(distance)", made && near ? "1" : "0",
        ]
    }

    static func lines(_ games: [TinyGame]) -> String {
        file(
            "game_id,game_date,home_spread,total,moneyline_away,moneyline_home",
            games.map { [$0.id, "\($0.date)", "-2.5", "215.5", "120", "-140"] })
    }

    static func register(_ league: TinyLeague) -> String {
        file(
            "player_id,bref_player_id,player_name",
            (0..<league.teams).flatMap { team in
                (0..<league.players).map { player in
                    let id = TinyTeam.playerID(team, player)
                    return ["\(id)", "p\(id)", TinyTeam.playerName(team, player)]
                }
            })
    }

    static func arenas(_ league: TinyLeague) -> String {
        file(
            "arena,city,lat,lon,timezone",
            (0..<league.teams).map { team in
                [TinyTeam.arena(team), "Town", "\(30 + team).5", "-\(80 + team).25", "America/New_York"]
            })
    }

    private static let counterNames = "fgm,fga,fg3m,fg3a,ftm,fta,oreb,dreb,reb,ast,stl,blk,tov,pf,pts"
    private static var counters: [KeyPath<TinyLine, Int>] {
        [
            \.makes, \.attempts, \.threePointMakes, \.threePointers, \.freeThrowMakes, \.freeThrows,
            \.offensiveRebounds, \.defensiveRebounds, \.rebounds, \.assists, \.steals, \.blocks, \.turnovers, \.fouls,
            \.points,
        ]
    }

    private static func identity(_ game: TinyGame) -> [String] {
        [game.id, "\(game.date)", TinyLeague.season, "regular"]
    }

    private static func file(_ header: String, _ rows: [[String]]) -> String {
        ([header] + rows.map { $0.joined(separator: ",") }).joined(separator: "\n") + "\n"
    }
}
