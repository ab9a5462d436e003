import ArgumentParser

/// Options of every command.
struct WorkspaceOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Workspace directory.", valueName: "dir"))
    var workspace: String?

    @Flag(help: "Print results only.")
    var quiet = false

    @Flag(help: "Print what is done, step by step.")
    var verbose = false

    @Flag(name: .customLong("no-color"), help: "Never colour.")
    var noColor = false

    init() {}

    func validate() throws {
        if quiet, verbose { throw ValidationError("Give --quiet or --verbose, not both.") }
    }

    /// How much is told beside the result.
    var verbosity: Verbosity { quiet ? .quiet : (verbose ? .verbose : .normal) }

    /// Tells something on standard error, unless asked to be quiet.
    func tell(_ message: String) {
        if verbosity > .quiet { Invocation.current.console.err(message + "\n") }
    }
}

/// How much a command tells beside its result.
enum Verbosity: Int, Comparable, Sendable {
    case quiet, normal
    /// Every step, too.
    case verbose

    static func < (left: Verbosity, right: Verbosity) -> Bool { left.rawValue < right.rawValue }
}

/// The output format of commands that print a result.
struct FormatOptions: ParsableArguments {
    @Option(help: "table, json (one object) or csv (the main list).")
    var format: OutputFormat = .table

    init() {}

    /// Prints `output` on standard output.
    func print(_ output: some CommandOutput) {
        Invocation.current.console.out(render(output, as: format))
    }
}
