import ArgumentParser
import GameCalendar
import NBA
import PipelineModel

/// Lists the player lines to use.
struct LinesCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "lines",
        abstract: "List the over/under line to use for each player of a game or a date.",
        usage: "backcourt lines [<options>] <game-or-date>",
        discussion: """
            Per bookmaker the newest snapshot counts, snapshots later than 15 minutes after the listed start are \
            dropped, and the lower median over the bookmakers is taken: always a line that somebody offered.

            Examples
              backcourt lines 2024-11-27 --market points
              backcourt lines 0022400062
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var format: FormatOptions

    @Argument(help: ArgumentHelp("A game id or a date.", valueName: "game-or-date"))
    var subject: String

    @Option(help: ArgumentHelp("Comma-separated markets: points, rebounds, assists, pra.", valueName: "markets"))
    var market: String?

    func validate() throws { _ = try markets() }

    func execute() async throws -> ExitStatus {
        let session = try Session(workspace)
        let gameID = GameDate(subject) == nil ? subject : nil
        let date = try await date(session)
        let markets = try markets()
        let contents = try await session.store.contents(of: PropLine.stored, on: [date])
        let offers = contents[date].map(PropLine.rows(from:)) ?? []
        let lines = PlayerLineChoice.all(
            in: offers.filter { offer in
                (gameID.map { $0 == offer.gameID } ?? true) && markets.contains(offer.market)
            })
        format.print(LinesOutput(lines: lines, names: try await names(session)))
        return .success
    }

    private func date(_ session: Session) async throws -> GameDate {
        if let date = GameDate(subject) { return date }
        guard let date = try await GameFinder(session.store).date(of: subject) else {
            throw CommandFailure.usage("'\(subject)' is neither a date nor the id of a game that is stored")
        }
        return date
    }

    private func markets() throws -> [String] {
        guard let market else { return PlayerLineChoice.markets }
        return try market.split(separator: ",", omittingEmptySubsequences: false).map { part in
            guard PlayerLineChoice.markets.contains(String(part)) else {
                let known = PlayerLineChoice.markets.joined(separator: ", ")
                throw ValidationError("'\(part)' is not a market; write one of \(known).")
            }
            return String(part)
        }
    }

    private func names(_ session: Session) async throws -> [Int: String] {
        let contents = try await session.store.contents(of: PlayerReference.stored, on: [.reference])
        let players = contents[.reference].map(PlayerReference.rows(from:)) ?? []
        return Dictionary(players.map { ($0.playerID, $0.playerName) }, uniquingKeysWith: { first, _ in first })
    }
}
