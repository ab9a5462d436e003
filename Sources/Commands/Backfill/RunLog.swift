import Foundation
import GameCalendar
import PipelineModel

/// The workspace's log of one command: one line per step.
final class RunLog: Sendable {
    private let path: String

    /// A log named after the command and the instant it started; the file appears with the first line.
    init(folder: String, name: String, at instant: Timestamp) {
        let stamp = instant.description.filter { $0.isNumber || $0 == "T" || $0 == "Z" }
        path = "\(folder)/\(name)_\(stamp).log"
    }

    /// Appends time, batch, table, date, status, rows and seconds of each run.
    ///
    /// A log that cannot be written is no reason to stop: run history holds the same and more.
    func append(_ runs: [RunRecord]) {
        guard !runs.isEmpty else { return }
        let text = runs.map { run in
            let seconds = run.durationSeconds.map { (($0 * 10_000).rounded() / 10_000).description } ?? ""
            return "\(run.finishedAt?.description ?? "") \(run.batchID) \(run.processorName) \(run.dataDate) "
                + "\(run.status.rawValue) \(run.rowsWritten) \(seconds)\n"
        }.joined()
        if let handle = FileHandle(forWritingAtPath: path) {
            defer { try? handle.close() }
            _ = try? handle.seekToEnd()
            try? handle.write(contentsOf: Data(text.utf8))
        } else {
            _ = FileManager.default.createFile(atPath: path, contents: Data(text.utf8))
        }
    }
}
