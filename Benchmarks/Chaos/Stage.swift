import Foundation
import Rehearsal

/// Where everything happens: the program under test, the raw files, and what an undisturbed run makes of them.
struct Stage: Sendable {
    let program: String
    let source: String
    let folder: String
    /// What all runs must come to; nil before the undisturbed one.
    var reference: Reference?

    /// What an undisturbed run left.
    struct Reference: Sendable {
        /// Of every partition and projection, by name and date.
        let digests: [String: String]
        /// What `verify --digests` printed: one digest over everything.
        let verified: String
        let importing: Scale
        let backfilling: Scale
    }

    /// A workspace with an empty store.
    func empty(_ name: String) throws -> Program {
        let program = Program(path: program, workspace: "\(folder)/\(name)")
        try program.expect(["init"], 0)
        return program
    }

    /// A workspace with everything imported.
    func imported(_ name: String) throws -> Program {
        let program = try empty(name)
        try program.expect(["import", source], 0)
        return program
    }

    /// Throws ``Broken`` unless the workspace is as the undisturbed run left its own.
    func expectSound(_ program: Program) throws {
        guard let reference else { throw Broken(description: "nothing to compare with") }
        let inspection = try StoreInspection(workspace: program.workspace)
        try inspection.expectQuiet()
        let digests = try inspection.digests()
        let differing = Set(digests.keys).union(reference.digests.keys).filter { digests[$0] != reference.digests[$0] }
        guard differing.isEmpty else {
            throw Broken(
                description: "\(differing.count) digests differ from the undisturbed run: "
                    + differing.sorted().prefix(5).joined(separator: ", "))
        }
        let digest = try program.verifiedDigest()
        guard digest == reference.verified else {
            throw Broken(description: "verify --digests says \(digest), the undisturbed run \(reference.verified)")
        }
    }

    /// The undisturbed run.
    func undisturbed() throws -> Reference {
        let program = try empty("undisturbed")
        let importing = try program.expect(["import", source], 0).outcome.seconds
        let imported = try program.storePages()
        let backfilling = try program.expect(["backfill"], 0).outcome.seconds
        let inspection = try StoreInspection(workspace: program.workspace)
        try inspection.expectQuiet()
        return Reference(
            digests: try inspection.digests(), verified: try program.verifiedDigest(),
            importing: Scale(seconds: importing, calls: imported, commits: 6),
            // A page is written to the log in two pieces, and later to the store.
            backfilling: Scale(
                seconds: backfilling, calls: 2 * (try program.storePages() - imported), commits: 8))
    }
}

extension Program {
    /// Runs a command that must end with `status`.
    @discardableResult
    func expect(_ arguments: [String], _ status: Int32) throws -> Finished {
        let finished = try run(arguments)
        guard finished.status == status else {
            throw Broken(
                description:
                    "\(arguments.joined(separator: " ")) ended with \(finished.outcome.ending), not \(status): "
                    + finished.errors + finished.output)
        }
        return finished
    }

    /// The one digest over everything, with every row read again.
    func verifiedDigest() throws -> String {
        let lines = try expect(["verify", "--digests"], 0).output.split(separator: "\n")
        guard let line = lines.last(where: { $0.hasPrefix("digest ") }) else {
            throw Broken(description: "verify --digests printed no digest")
        }
        return String(line)
    }

    fileprivate func storePages() throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(workspace)/backcourt.sqlite")
        return (attributes[.size] as? Int ?? 0) / 4096
    }
}
