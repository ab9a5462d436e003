import ArgumentParser

/// Whether completion events are withheld.
struct TriggerOptions: ParsableArguments {
    @Flag(
        name: .customLong("skip-downstream-trigger"), inversion: .prefixedNo,
        help: "Withhold completion events; also =true or =false.")
    var skipDownstreamTrigger: Bool?

    init() {}
}

/// How many things are done at once.
struct JobOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Steps computed at once; one group is written beside them.", valueName: "n"))
    var jobs = 1

    init() {}

    func validate() throws {
        guard (1...64).contains(jobs) else { throw ValidationError("--jobs is 1 to 64, not \(jobs).") }
    }
}
