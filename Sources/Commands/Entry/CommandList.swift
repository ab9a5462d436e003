import ArgumentParser

/// Every command, in the order help lists them.
enum CommandList {
    static let all: [any ParsableCommand.Type] = [
        InitCommand.self, ImportCommand.self, PlanCommand.self, BackfillCommand.self, RunCommand.self,
        RetryCommand.self, StatusCommand.self,

    ]
}
