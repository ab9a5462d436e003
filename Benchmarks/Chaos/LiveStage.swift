import Foundation
import Rehearsal

/// A league of which all but the last dates is computed, and the files that arrive from then on.
struct LiveStage: Sendable {
    private static let lived = 6
    let folder: String
    let program: String
    let arrivals: Arrivals
    /// The dates that arrive, and the one after them, whose games are to come.
    let dates: [String]

    /// Cuts the files of `stage` and computes what is before the last dates.
    init(_ stage: Stage) throws {
        arrivals = try Arrivals(folder: stage.source)
        dates = arrivals.dates.suffix(Self.lived + 1)
        (folder, program) = (stage.folder, stage.program)
        guard let first = dates.first, dates.count > Self.lived else {
            throw Broken(description: "the league has too few dates to arrive one by one")
        }
        let source = "\(folder)/live-source"
        try FileManager.default.createDirectory(atPath: source, withIntermediateDirectories: true)
        for (name, text) in arrivals.files(before: first) {
            try Data(text.utf8).write(to: URL(fileURLWithPath: "\(source)/\(name)"))
        }
        let before = workspace("live-before")
        try before.expect(["init"], 0)
        try before.expect(["import", source], 0)
        for phase in ["phase3", "phase4", "phase5"] { try before.expect(["backfill", phase, "--quiet"], 0) }
    }

    /// A workspace of its own in the state of that morning.
    func morning(_ name: String) throws -> Program {
        let program = workspace(name)
        try FileManager.default.copyItem(atPath: "\(folder)/live-before", toPath: program.workspace)
        return program
    }

    private func workspace(_ name: String) -> Program {
        Program(path: program, workspace: "\(folder)/\(name)")
    }
}
