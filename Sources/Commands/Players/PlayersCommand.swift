import ArgumentParser
import NBA
import PipelineModel

/// Finds players.
struct PlayersCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "players",
        abstract: "Find players by name or id.",
        usage: "backcourt players [<options>] <name>",
        discussion: """
            Case, diacritics, spaces and punctuation do not matter, and part of a name is enough: jokic finds \
            Nikola Jokić. Names are taken from the players file and from the box scores, so a player may be listed \
            under several spellings.

            Example
              backcourt players doncic
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var format: FormatOptions

    @Argument(help: "Part of a name, or a player id.")
    var name: String

    // Both tables at once; a player keeps one row for each spelling.
    private static let names = """
        SELECT player_id, player_name, player_lookup FROM players
        UNION SELECT player_id, player_name, player_lookup FROM nbac_player_boxscore
        ORDER BY player_lookup, player_id, player_name
        """

    func validate() throws {
        if PlayerLookup.key(of: name).isEmpty { throw ValidationError("'\(name)' has no letter or digit to look for.") }
    }

    func execute() async throws -> ExitStatus {
        let wanted = PlayerLookup.key(of: name)
        let all = try await Session(workspace).store.query(Self.names)
        let found = all.rows.filter { row in
            row[0].description == name || row[2].description.contains(wanted)
        }
        format.print(PlayersOutput(list: ResultList(columns: all.columns, rows: found)))
        return .success
    }
}

/// Players that match.
struct PlayersOutput: CommandOutput {
    let list: ResultList

    var json: JSONValue { ["players": list.objects] }
}
