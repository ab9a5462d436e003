import Dashboard
import Foundation
import GameCalendar
import PipelineModel
import PipelineRuntime

/// Starts commands that are asked for on pages, each in a process of its own, and keeps account of them.
final class ActionRunner: Sendable {
    // Bytes of a command's output that are shown: its end.
    private static let shownOutput = 16_384
    private let session: Session
    private let identifiers: Identifiers
    private let clock: RuntimeClock
    private let console: Console
    // When this process began to wait for commands.
    private let begun: Timestamp
    private let program: URL
    private let environment: [String: String]

    init(_ session: Session, _ identifiers: Identifiers, clock: RuntimeClock, environment: [String: String]) {
        (self.session, self.identifiers, self.clock) = (session, identifiers, clock)
        console = Invocation.current.console
        begun = clock.now()
        program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        var environment = environment
        environment["BACKCOURT_WORKSPACE"] = session.workspace.directory
        self.environment = environment
    }

    /// What pages may ask for.
    var desk: ActionDesk {
        ActionDesk(
            start: { try await self.start($0, $1) },
            stopping: { batch in
                let worker = try await self.worker(of: batch)
                return (Self.line(stopping: worker), try await self.problem(stopping: batch, worker))
            }, stop: { try await self.stop($0, $1) },
            output: { self.output(of: $0) })
    }

    /// Closes the records of commands whose end nobody saw: whose dashboard has ended, and who have themselves.
    func closeAbandoned() async throws(WarehouseError) {
        let filter = RecordFilter.column("finished_at", is: .null).and("host", is: .text(ProcessIdentity.host))
        let open = try await session.store.records(ActionRecord.self, matching: filter).filter { record in
            !isAwaited(record) && !(record.pid.map { isOther($0) && Self.isRunning($0) } ?? false)
        }
        guard !open.isEmpty else { return }
        var changes = ChangeSet(at: clock.now())
        try changes.upsert(
            open.map { record in
                var record = record
                record.finishedAt = clock.now()
                record.problem = "The dashboard ended before the command did; the output says how far it was."
                return record
            })
        try await session.commit(changes)
    }

    // Whether a dashboard waits for the command's end. In a container each start has the process number of the one before.
    private func isAwaited(_ record: ActionRecord) -> Bool {
        isOther(record.dashboardPid) ? Self.isRunning(record.dashboardPid) : record.createdAt >= begun
    }

    private func isOther(_ pid: Int) -> Bool { pid != Int(ProcessIdentity.pid) }

    // Whether a process of this program has that number.
    private static func isRunning(_ pid: Int) -> Bool {
        guard pid > 0, kill(pid_t(pid), 0) == 0 else { return false }
        let programs = ["self", "\(pid)"].map { process in
            URL(fileURLWithPath: "/proc/\(process)/exe").resolvingSymlinksInPath().path
        }
        return programs[0] == programs[1]
    }

    private func record(_ command: String, _ requestedBy: String) -> ActionRecord {
        var record = ActionRecord()
        record.actionID = identifiers.next("a")
        (record.command, record.requestedBy, record.createdAt) = (command, requestedBy, clock.now())
        (record.host, record.dashboardPid) = (ProcessIdentity.host, Int(ProcessIdentity.pid))
        return record
    }

    private func keep(_ record: ActionRecord) async throws(WarehouseError) {
        var changes = ChangeSet(at: clock.now())
        try changes.upsert([record])
        try await session.commit(changes)
    }

    // Recorded before it is started: nothing happens that nobody can look up.
    private func start(_ words: [String], _ requestedBy: String) async throws -> ActionRecord {
        var record = record(ShellLine.written(words), requestedBy)
        try await keep(record)
        let process = Process()
        process.executableURL = program
        process.arguments = words
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        do {
            let log = try log(of: record)
            (process.standardOutput, process.standardError) = (log, log)
            let (ends, end) = AsyncStream.makeStream(of: Int?.self)
            process.terminationHandler = { ended in
                end.yield(ended.terminationReason == .exit ? Int(ended.terminationStatus) : nil)
                end.finish()
            }
            try process.run()
            record.pid = Int(process.processIdentifier)
            let started = record
            await note(started, "the process")
            Task {
                for await code in ends { await self.close(started, code) }
            }
        } catch {
            record.finishedAt = clock.now()
            record.problem = "The command could not be started: \(error.localizedDescription)"
            try await keep(record)
        }
        return record
    }

    private func close(_ record: ActionRecord, _ code: Int?) async {
        var record = record
        (record.finishedAt, record.exitCode) = (clock.now(), code)
        if code == nil { record.problem = "The command was ended by a signal." }
        await note(record, "the end")
    }

    // A record that cannot be written stays as it was, and is closed when the store can be written again.
    private func note(_ record: ActionRecord, _ what: String) async {
        do throws(WarehouseError) {
            try await keep(record)
        } catch {
            console.err("backcourt: \(what) of \(record.actionID) is not recorded: \(error.message)\n")
        }
    }

    private func worker(of batch: Batch) async throws(WarehouseError) -> Worker? {
        try await session.store.records(Worker.self, matching: RecordFilter()).worker(of: batch)
    }

    private static func line(stopping worker: Worker?) -> String { "kill -INT \(worker.map { "\($0.pid)" } ?? "PID")" }

    private func stop(_ batch: Batch, _ requestedBy: String) async throws -> ActionRecord {
        let worker = try await worker(of: batch)
        var record = record(Self.line(stopping: worker), requestedBy)
        record.finishedAt = clock.now()
        record.problem = try await problem(stopping: batch, worker)
        record.exitCode = record.problem == nil ? 0 : 1
        // Recorded before it is done, as everything here.
        try await keep(record)
        if let worker, record.problem == nil, kill(pid_t(worker.pid), SIGINT) != 0 {
            record.problem = "Process \(worker.pid) could not be reached: \(String(cString: strerror(errno)))."
            record.exitCode = 1
            try await keep(record)
        }
        return record
    }

    private func problem(stopping batch: Batch, _ worker: Worker?) async throws(WarehouseError) -> String? {
        guard let worker, batch.status == .running, try await session.store.isAlive(worker) else {
            return "Nobody works on \(batch.batchID) any more."
        }
        guard worker.host == ProcessIdentity.host else {
            return "It runs on \(worker.host); stop process \(worker.pid) there."
        }
        let actions = try await session.store.records(
            ActionRecord.self, matching: RecordFilter.column("host", is: .text(worker.host)))
        // What events ask for is a service's work, whose signal would end the service; or that of a command begun here.
        let isOurs = actions.contains { $0.pid == worker.pid && $0.finishedAt == nil }
        guard worker.pid != Int(ProcessIdentity.pid), isOurs || !batch.command.hasPrefix("event ") else {
            return "It is a service's own work; it ends with the service."
        }
        // A second signal would cancel what the first has let go on.
        let line = Self.line(stopping: worker)
        let isAsked = actions.contains { $0.command == line && $0.exitCode == 0 && $0.createdAt > batch.createdAt }
        return isAsked
            ? "It was asked to stop already, and finishes the steps that run; to cancel them, run \(line) by hand."
            : nil
    }

    private func path(of id: String) -> String { "\(session.workspace.directory)/logs/action-\(id).log" }

    private func log(of record: ActionRecord) throws -> FileHandle {
        let path = path(of: record.actionID)
        guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]) else {
            throw CommandFailure(.store, "\(path) cannot be created; check the folder's permissions and free space")
        }
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        return handle
    }

    // Ids are this program's own; whatever else is asked for has no file.
    private func output(of id: String) -> String {
        guard id.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }),
            let handle = FileHandle(forReadingAtPath: path(of: id))
        else { return "" }
        defer { try? handle.close() }
        do {
            let size = try handle.seekToEnd()
            try handle.seek(toOffset: size > UInt64(Self.shownOutput) ? size - UInt64(Self.shownOutput) : 0)
            return String(decoding: try handle.readToEnd() ?? Data(), as: UTF8.self)
        } catch {
            return "What it has said cannot be read: \(error.localizedDescription)"
        }
    }
}
