package import ArgumentParser
import PipelineModel

/// The command line.
package struct Backcourt: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "backcourt",
        abstract: "Rebuild years of date-partitioned analytics, provably complete, and keep them so.",
        discussion: """
            A workspace holds the store, the configuration and the logs. Every command reads it from --workspace, \
            else from BACKCOURT_WORKSPACE, else from ./backcourt-data.

            Exit codes: 0 success, 1 something is missing or failed, 2 usage, 3 held by another run, 4 the plan is \
            not the expected one, 5 the store failed, 130 and 143 interrupted.
            """,
        version: "0.1.0",
        subcommands: CommandList.all)

    package init() {}

    /// Runs the command line of `invocation`.
    ///
    /// - Returns: the exit code.
    package static func run(_ invocation: Invocation) async -> Int32 {
        do {
            var invocation = invocation
            if invocation.faults == nil { invocation.faults = try FaultInjection.arm(invocation.environment) }
            return await Invocation.$current.withValue(invocation) { await run(invocation.arguments) }
        } catch {
            return report(error, invocation.console)
        }
    }

    private static func run(_ arguments: [String]) async -> Int32 {
        do {
            var command = try parseAsRoot(ArgumentSpelling.normalized(arguments))
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            return ExitStatus.success.rawValue
        } catch {
            return report(error, Invocation.current.console)
        }
    }

    private static func report(_ error: any Error, _ console: Console) -> Int32 {
        switch error {
        case let status as ExitStatus:
            return status.rawValue
        case let failure as CommandFailure:
            console.err("backcourt: \(failure.message)\n")
            return failure.status.rawValue
        case let failure as WarehouseError:
            console.err("backcourt: \(failure.message)\n")
            return failure.status.rawValue
        default:
            let message = fullMessage(for: error)
            if exitCode(for: error).isSuccess {
                console.out(message + "\n")
                return ExitStatus.success.rawValue
            }
            console.err(message + "\n")
            return ExitStatus.usage.rawValue
        }
    }
}

extension WarehouseError {
    /// How a command that met the error ends: what makes no sense to a store is the command line's fault.
    var status: ExitStatus { code == .invalid ? .usage : .store }
}

/// A command that ends with a status.
protocol ReportingCommand: AsyncParsableCommand {
    /// Does the work and prints the result.
    func execute() async throws -> ExitStatus
}

extension ReportingCommand {
    mutating func run() async throws {
        let status = try await execute()
        if status != .success { throw status }
    }
}
