import ArgumentParser

/// Every command, in the order help lists them.
enum CommandList {
    static let all: [any ParsableCommand.Type] = [
        InitCommand.self, ImportCommand.self, SimulateCommand.self, PlanCommand.self, BackfillCommand.self,
        WorkerCommand.self, RunCommand.self, PredictCommand.self, GradeCommand.self, RetryCommand.self,
        WaiveCommand.self,
        RollbackCommand.self, PublishCommand.self, ServeCommand.self, GateCommand.self, GapsCommand.self,
        StatusCommand.self,
        FailuresCommand.self,
        VerifyCommand.self, HistoryCommand.self, TraceCommand.self, DiffCommand.self, ExplainCommand.self,
        QueryCommand.self, ExportCommand.self, BackupCommand.self, MigrateCommand.self, LinesCommand.self,
        PlayersCommand.self,
        ProcessorsCommand.self, SchemaCommand.self, ConfigCommand.self,
    ]
}
