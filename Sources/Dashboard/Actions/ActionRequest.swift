internal import GameCalendar
internal import PipelineEngine
internal import PipelineModel

/// What forms ask for; its names are the last part of their addresses.
enum ActionKind: String, CaseIterable, CustomStringConvertible, Sendable {
    case backfill, retry, waive, run, stop, resume

    var description: String { rawValue }
}

/// What a form comes to.
enum RequestedAction {
    /// A command with these words after the program's name.
    case command([String])
    /// The end of the process that works on a batch.
    case stop(Batch)
}

/// Reads what a form asks for.
struct ActionRequest {
    /// What is wrong with a form, in one sentence.
    struct Problem: Error {
        let sentence: String
    }

    private static let shortestReason = 10
    private static let mostJobs = 64
    let fields: [(name: String, value: String)]
    let standing: Standing

    private func value(_ name: String) -> String? {
        let value = fields.first { $0.name == name }?.value
        return value?.isEmpty == false ? value : nil
    }

    /// What a form of `kind` comes to.
    func action(_ kind: ActionKind, in store: any WarehouseReader) async throws -> RequestedAction {
        let hasControls = fields.contains { field in
            field.value.unicodeScalars.contains { $0.properties.generalCategory == .control }
        }
        guard !hasControls else { throw Problem(sentence: "Leave out line breaks and other control characters.") }
        switch kind {
        case .backfill: return .command(try backfill())
        case .retry: return .command(try retry())
        case .waive: return .command(try waive())
        case .run: return .command(try run())
        case .stop: return .stop(try await batch(in: store))
        case .resume:
            let batch = try await batch(in: store)
            guard let words = Self.words(of: batch) else {
                throw Problem(sentence: "'\(batch.command)' cannot be started from here; start it by hand.")
            }
            return .command(words)
        }
    }

    private func batch(in store: any WarehouseReader) async throws -> Batch {
        let id = value("batch") ?? ""
        let found = try await store.records(Batch.self, matching: .column("batch_id", is: .text(id)))
        guard let batch = found.first else { throw Problem(sentence: "There is no batch '\(id)'.") }
        return batch
    }

    private func backfill() throws(Problem) -> [String] {
        let query = PlanQuery(value)
        if let problem = query.problem { throw Problem(sentence: problem) }
        return query.backfill + (try jobs())
    }

    private func jobs() throws(Problem) -> [String] {
        guard let text = value("jobs") else { return [] }
        guard let jobs = Int(text), (1...Self.mostJobs).contains(jobs) else {
            throw Problem(sentence: "Jobs are a number from 1 to \(Self.mostJobs), not '\(text)'.")
        }
        return jobs == 1 ? [] : ["--jobs", "\(jobs)"]
    }

    private func retry() throws(Problem) -> [String] {
        let kinds = ["failed", "partial", "blocked", "stale"].filter { value($0) != nil }
        guard !kinds.isEmpty else {
            throw Problem(sentence: "Say what is tried again: failed, partial, blocked or stale.")
        }
        return ["retry"] + kinds.map { "--\($0)" } + (try jobs())
    }

    private func waive() throws(Problem) -> [String] {
        let table = value("table") ?? ""
        guard table == "*" || standing.catalog.entry(TableName(rawValue: table)) != nil else {
            throw Problem(sentence: "There is no table '\(table)'.")
        }
        let first = try date("start")
        let last = value("end") == nil ? first : try date("end")
        guard first <= last else { throw Problem(sentence: "The last date is before the first.") }
        let reason = value("reason") ?? ""
        guard reason.filter({ !$0.isWhitespace }).count >= Self.shortestReason else {
            throw Problem(sentence: "Give a reason of at least \(Self.shortestReason) characters.")
        }
        let expires = value("expires") == nil ? [] : ["--expires", "\(try date("expires"))"]
        return ["waive", table, "--start-date", "\(first)", "--end-date", "\(last)", "--reason=\(reason)"] + expires
    }

    private func run() throws(Problem) -> [String] {
        let date = try date("date")
        guard let table = value("table"), table != "live" else { return ["run", "live", "--date", "\(date)"] }
        guard let entry = standing.catalog.entry(TableName(rawValue: table)), entry.phase != .raw else {
            throw Problem(sentence: "There is no computed table '\(table)'.")
        }
        return ["run", table, "--start-date", "\(date)", "--end-date", "\(date)"]
    }

    private func date(_ name: String) throws(Problem) -> GameDate {
        guard let date = value(name).flatMap({ GameDate($0) }) else {
            throw Problem(sentence: "Write dates as YYYY-MM-DD, not '\(value(name) ?? "")'.")
        }
        return date
    }

    /// What a batch was started with, without what says where; nil for what cannot be started again from a page.
    static func words(of batch: Batch) -> [String]? {
        var words = ShellLine.words(of: batch.command)
        guard words.count > 1, ["backfill", "retry", "run", "predict"].contains(words[1]) else { return nil }
        words.removeFirst()
        // Where it was is where it will be; and a plan that was begun is another one by now.
        for name in ["--workspace", "--expect-plan"] {
            while let index = words.firstIndex(where: { $0 == name || $0.hasPrefix("\(name)=") }) {
                words.removeSubrange(index...min(words.count - 1, words[index] == name ? index + 1 : index))
            }
        }
        return words
    }
}
