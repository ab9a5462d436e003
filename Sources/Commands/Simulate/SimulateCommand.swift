import ArgumentParser
import Foundation
import LeagueSimulator
import PipelineRuntime

/// Makes up a league.
struct SimulateCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate", abstract: "Make up a league and write it as raw CSV files.",
        discussion: """
            Whole seasons with made-up players: schedule, box scores, shots, betting lines, inactive lists. The last \
            one is 2023-24. Every file keeps every rule of import, and the same options give the same bytes \
            everywhere. Betting lines on games are always written; --lines adds lines on players.

            Files go to --out; without it to ./simulated-league, or with --import to the workspace's inbox. A folder \
            that holds anything simulate did not write is left alone. Only --import needs a workspace.

            --defects plants faults in the last season and lists them: rows missing for whole dates, partial dates, \
            rows that come late (in the folder late, to be imported afterwards), and duplicates.

            Example
              backcourt simulate --seasons 1 --teams 6 --games 20 --out ./league --defects missing,late
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var format: FormatOptions

    @Option(help: ArgumentHelp("Seasons, 1 to 40.", valueName: "n"))
    var seasons = LeagueShape().seasons

    @Option(help: ArgumentHelp("Teams, an even number from 4 to 30.", valueName: "n"))
    var teams = LeagueShape().teams

    @Option(help: ArgumentHelp("Regular games of each team, 1 to 82.", valueName: "n"))
    var games = LeagueShape().gamesPerTeam

    @Option(help: ArgumentHelp("What all chance comes from.", valueName: "s"))
    var seed = LeagueShape().seed

    @Option(help: ArgumentHelp("Folder to write.", valueName: "dir"))
    var out: String?

    @Flag(name: .customLong("import"), help: "Import the files into the workspace.")
    var imports = false

    @Option(
        help: ArgumentHelp("Faults to plant: missing, partial, late, duplicate, comma-separated.", valueName: "kinds"))
    var defects: String?

    @Flag(help: "Write bookmakers' lines on players, too.")
    var lines = false

    func execute() async throws -> ExitStatus {
        let league = try league()
        let home = imports ? try Workspace(option: workspace.workspace) : nil
        let place = out ?? home.map { "\($0.directory)/inbox" } ?? "simulated-league"
        var folder = try LeagueFolder(claiming: URL(fileURLWithPath: place).standardizedFileURL.path)
        let tally = try write(league, to: &folder)
        var status = ExitStatus.success
        if let home { status = await load(folder.path, into: home) }
        format.print(SimulateOutput(out: folder.path, files: folder.count, tally: tally))
        return status
    }

    private func league() throws(CommandFailure) -> SimulatedLeague {
        var shape = LeagueShape()
        (shape.seasons, shape.teams, shape.gamesPerTeam, shape.seed) = (seasons, teams, games, seed)
        if let problem = shape.problem { throw .usage(problem) }
        var league = SimulatedLeague(shape)
        league.hasProps = lines
        for word in defects?.split(separator: ",", omittingEmptySubsequences: false) ?? [] {
            guard let kind = DefectKind(rawValue: String(word)) else {
                let kinds = DefectKind.allCases.map(\.rawValue).joined(separator: ", ")
                throw .usage("there is no kind of defect '\(word)'; there are \(kinds)")
            }
            league.defects.insert(kind)
        }
        return league
    }

    private func write(_ league: SimulatedLeague, to folder: inout LeagueFolder) throws -> LeagueTally {
        let invocation = Invocation.current
        return try league.write { file in
            if invocation.stop.demand > .none { throw invocation.signals.status }
            try folder.write(file)
            if workspace.verbose { workspace.tell(file.name) }
        }
    }

    // As if the user had said it himself; only the result is told in this command's words.
    private func load(_ folder: String, into home: Workspace) async -> ExitStatus {
        var invocation = Invocation.current
        let console = invocation.console
        invocation.arguments = ["import", folder, "--workspace", home.directory] + (workspace.quiet ? ["--quiet"] : [])
        invocation.console = Console(out: { _ in }, err: console.err, isTerminal: console.isTerminal)
        let code = await Backcourt.run(invocation)
        guard let status = ExitStatus(rawValue: code) else { return .store }
        return status
    }
}
