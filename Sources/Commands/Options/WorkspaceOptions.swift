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

    /// Tells something on standard error, unless asked to be quiet.
    func tell(_ message: String) {
        if !quiet { Invocation.current.console.err(message + "\n") }
    }
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
