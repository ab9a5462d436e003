import Foundation
import Rehearsal
import Testing

/// The season under way, as it arrived: a service that was handed over to gets one date's files after the other.
@Suite(.enabled(if: RealSeasons.folder != nil, "no folder of real seasons; set BACKCOURT_TEST_DATA"))
struct CurrentSeasonTests {
    // The first date that arrives, by its place in the season, and how many do.
    private static let handover = 30
    private static let arriving = 3

    /// A folder with the files of the season alone.
    private func season(in scratch: ScratchFolder) throws -> String {
        let folder = try #require(RealSeasons.folder)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        for name in names where name.contains("2024-25") || name.hasPrefix("players") || name.hasPrefix("arenas") {
            try FileManager.default.copyItem(atPath: "\(folder)/\(name)", toPath: "\(scratch.path)/\(name)")
        }
        return scratch.path
    }

    /// A workspace of the season with everything that was known in the morning of `next`, computed.
    private func workspace(_ arrivals: Arrivals, before next: String) async throws -> Scene {
        let scene = try Scene()
        try await scene.run("init --history-start \(arrivals.dates[0])").expect(0)
        try scene.write(arrivals.files(before: next), to: "raw")
        try await scene.run("import ./raw --quiet").expect(0)
        try await scene.run("backfill --jobs 2 --quiet").expect(0)
        return scene
    }

    private func eventually(_ condition: () throws -> Bool) async rethrows -> Bool {
        let deadline = ContinuousClock.now + .seconds(120)
        while ContinuousClock.now < deadline {
            if try condition() { return true }
            try? await Task.sleep(for: .milliseconds(50))
        }
        return false
    }

    @Test func `dates arrive one by one, are predicted before and graded after, and equal a backfill`() async throws {
        let scratch = try ScratchFolder("backcourt-season")
        let arrivals = try Arrivals(folder: try season(in: scratch))
        let dates = Array(arrivals.dates[Self.handover...(Self.handover + Self.arriving)])
        let scene = try await workspace(arrivals, before: dates[0])
        let service = try LiveProgram(scene.program(), errors: scene.path("err"))
        func count(_ table: String, _ date: String) throws -> Int {
            try scene.number("SELECT count(*) FROM \(table) WHERE game_date = '\(date)'")
        }
        for (date, next) in zip(dates, dates.dropFirst()) {
            try service.deliver(arrivals.files(of: date, next: next))
            let isGraded = try await eventually {
                try count("prediction_grades", date) > 0 && count("player_prop_predictions", next) > 0
            }
            #expect(isGraded, "\(date) \(service.messages)")
            #expect(try count("prediction_grades", date) == count("player_prop_predictions", date))
        }
        let isSettled = try await eventually {
            try scene.number("SELECT count(*) FROM outbox WHERE published_at IS NULL") == 0
        }
        #expect(isSettled)
        #expect(service.stop()?.ending == .exited(0), "\(service.messages)")
        try await scene.run("gaps").expect(0)
        try await scene.run("gate 3").expect(0)
        let empty = try scene.program().run(["run", "live", "--date", "2024-11-28"])
        #expect(empty.status == 2 && empty.errors.contains("2024-11-27 and 2024-11-29"), "\(empty.errors)")

        let backfilled = try await workspace(arrivals, before: dates[Self.arriving])
        let (lived, expected) = (try scene.digests(), try backfilled.digests())
        let published = ["player_prop_predictions", "prediction_grades", "prediction_intervals"]
        for (partition, digest) in expected where !published.contains(where: partition.hasPrefix) {
            #expect(lived[partition] == digest, "\(partition)")
        }
    }
}
