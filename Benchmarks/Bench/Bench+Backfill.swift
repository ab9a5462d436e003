import Foundation
import Rehearsal

extension Bench {
    static let phases = [["backfill", "phase3", "--jobs", "2"], ["backfill", "phase4", "--jobs", "2"]]

    /// Backfills and their floors take turns, so that all meet the same machine.
    func measureBackfill() throws {
        var analytics = Measurement("backfill of phase 3", "backcourt backfill phase3 --jobs 2", bound: 6)
        var both = Measurement("backfill of phases 3 and 4", "backcourt backfill phase3 --jobs 2; … phase4", bound: 15)
        var alone = Measurement("phases 3 and 4 with --jobs 1", "backcourt backfill … --jobs 1", bound: nil)
        var floors = (
            analytics: Measurement("floor of phase 3", "backcourt-bench floor … 3", bound: nil),
            both: Measurement("floor of phases 3 and 4", "backcourt-bench floor … 3,4", bound: nil)
        )
        (floors.analytics.memoryBound, floors.both.memoryBound) = (nil, nil)
        for run in 0...options.runs {
            let counts = run > 0
            let one = try backfill("alone", jobs: 1)
            let program = try copy("imported", to: "complete")
            let first = try timed(program, Self.phases[0])
            let floor = try floor(of: program, phases: "3")
            let second = try timed(program, Self.phases[1])
            let fullFloor = try self.floor(of: program, phases: "3,4")
            guard counts else { continue }
            analytics.add(first)
            both.add([first, second])
            alone.add(one)
            floors.analytics.add([], seconds: floor)
            floors.both.add([], seconds: fullFloor)
        }
        analytics.bound = min(6, 2 * floors.analytics.median)
        both.bound = min(15, 2 * floors.both.median)
        for measurement in [analytics, floors.analytics, both, floors.both, alone] { add(measurement) }
        add(Finding("phases 3 and 4 over their floor", both.median / floors.both.median, "×", atMost: 2))
        add(Finding("speed-up of --jobs 2 over --jobs 1", alone.median / both.median, "×", atLeast: 1.4))
        try addSize()
    }

    private func backfill(_ name: String, jobs: Int) throws -> [ChildProcess.Outcome] {
        let program = try copy("imported", to: name)
        defer { remove(program) }
        return try Self.phases.map { try timed(program, $0.dropLast() + ["\(jobs)"]) }
    }

    /// Seconds of the floor on a complete store.
    private func floor(of program: Program, phases: String) throws -> Double {
        let output = "\(scratch.path)/floor.txt"
        let store = "\(scratch.path)/floor.sqlite"
        for file in [output, store, "\(store)-wal", "\(store)-shm"] {
            try? FileManager.default.removeItem(atPath: file)
        }
        let child = try ChildProcess(
            [options.bench, "floor", "\(program.workspace)/backcourt.sqlite", store, "\(options.history)", phases],
            output: output, errors: output)
        let ending = child.wait().ending
        let text = FileManager.default.contents(atPath: output).map { String(decoding: $0, as: UTF8.self) } ?? ""
        guard let seconds = Double(text.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw Unmeasured(description: "the floor ended with \(ending): \(text)")
        }
        return seconds
    }

    // What computed rows take in the store, with index, state, lineage and history.
    private func addSize() throws {
        let (before, after) = (try bytes(of: workspace("imported")), try bytes(of: workspace("complete")))
        let output = try prepare(workspace("complete"), ["query", "--format", "csv", Self.rowsComputed]).output
        guard let rows = output.split(separator: "\n").last.flatMap({ Double($0) }), rows > 0 else {
            throw Unmeasured(description: "the store does not say how many rows it holds: \(output)")
        }
        add(Finding("store bytes per computed row", Double(after - before) / rows, "B"))
    }

    private static let rowsComputed =
        "SELECT sum(rows_written) FROM processor_run_history WHERE phase <> 'phase_2_raw' AND success"

    private func bytes(of program: Program) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(program.workspace)/backcourt.sqlite")
        return attributes[.size] as? Int ?? 0
    }
}
