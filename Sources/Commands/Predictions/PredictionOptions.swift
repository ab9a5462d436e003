import ArgumentParser
import NBA

/// Which predictions a command is about.
struct PredictionOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Comma-separated systems, such as rules_v1.", valueName: "systems"))
    var system: String?

    @Option(help: ArgumentHelp("Comma-separated markets: points, rebounds, assists, pra.", valueName: "markets"))
    var market: String?

    init() {}

    func validate() throws {
        _ = try systems()
        _ = try markets()
    }

    /// The systems named, all when none are.
    func systems() throws -> [PredictionSystem] { try Self.chosen(system, "system") }

    /// The markets named, all when none are.
    func markets() throws -> [Market] { try Self.chosen(market, "market") }

    private static func chosen<Choice: CaseIterable & RawRepresentable<String> & Equatable>(
        _ text: String?, _ what: String
    ) throws -> [Choice] {
        guard let text else { return Array(Choice.allCases) }
        let names = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        for name in names where Choice(rawValue: name) == nil {
            let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("There is no \(what) '\(name)'; there are \(known).")
        }
        return Choice.allCases.filter { names.contains($0.rawValue) }
    }
}
