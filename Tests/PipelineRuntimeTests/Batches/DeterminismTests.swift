import ContentDigest
import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineRuntime
import PipelineTesting
import Randomness
import Synchronization
import Testing

struct DeterminismTests {
    @Test(arguments: [UInt64(1), 2, 3])
    func `any number of jobs and any group size give the same digests`(seed: UInt64) async throws {
        var expected: [Partition: Digest]?
        for jobs in 1...4 {
            for groupSize in [1, 3, 50] {
                var random = SeededRandom(seed: seed)
                let rig = try await Rig(&random)
                let report = try await rig.run(jobs: jobs, groupSize: groupSize)
                let place = Comment(rawValue: "seed \(seed), jobs \(jobs), groups of \(groupSize)")
                #expect(report.storeError == nil, place)
                #expect(report.total.failed == 0, place)
                #expect(report.unfinished == 0, place)
                #expect(report.isBalanced, place)
                let digests = try await rig.digests()
                if let expected { #expect(digests == expected, place) }
                expected = digests
                #expect(try await rig.plan().plan.steps == [], place)
                #expect(try await rig.leases() == [], place)
                #expect(try await rig.runs().allSatisfy { $0.status == .success }, place)
            }
        }
    }

    @Test(arguments: [UInt64(11), 12])
    func `a batch stopped after any number of groups goes on where it was`(seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let whole = try await Rig(&random)
        let steps = try await whole.run().steps
        let expected = try await whole.digests()
        for stopAfter in stride(from: 0, to: steps, by: 3) {
            var random = SeededRandom(seed: seed)
            let rig = try await Rig(&random)
            let stop = StopSwitch()
            let place = Comment(rawValue: "seed \(seed), stopped after \(stopAfter) steps")
            if stopAfter == 0 { stop.request() }
            let report = try await rig.run(
                jobs: 1 + stopAfter % 3, groupSize: 4, stop: stop,
                progress: { progress in
                    if progress.ended >= stopAfter { stop.request() }
                    if progress.ended >= stopAfter, stopAfter.isMultiple(of: 2) { stop.request() }
                })
            #expect(report.isBalanced, place)
            #expect(try await rig.leases() == [], place)
            #expect(try await rig.runs().allSatisfy { $0.status != .running }, place)
            let resumed = try await rig.run()
            #expect(resumed.steps == report.unfinished, place)
            #expect(try await rig.digests() == expected, place)
        }
    }

    @Test(arguments: [UInt64(21), 22, 23])
    func `a killed process loses at most its open groups, and the next run repairs everything`(
        seed: UInt64
    ) async throws {
        var random = SeededRandom(seed: seed)
        let whole = try await Rig(&random)
        try await whole.run()
        let expected = try await whole.digests()
        for commits in [1, 2, 3, 5, 8] {
            var random = SeededRandom(seed: seed)
            var rig = try await Rig(&random)
            let front = FaultyWarehouse(rig.store)
            rig.front = front
            // From some commit on, nothing of this process reaches the store any more.
            for number in (commits + 1)...(commits + 40) {
                front.fail(.commit, number: number, with: WarehouseError(.other, "killed"))
            }
            let report = try await rig.run(jobs: 2, groupSize: 6)
            #expect(report.storeError != nil, "seed \(seed), killed after \(commits)")
            rig.store.kill(rig.worker)
            let second = try await rig.peer("w2")
            #expect(try await second.runs().allSatisfy { $0.status != .running }, "seed \(seed)")
            let resumed = try await second.run(jobs: 2)
            #expect(resumed.runningElsewhere == 0, "seed \(seed), killed after \(commits)")
            #expect(resumed.unfinished == 0, "seed \(seed), killed after \(commits)")
            #expect(try await second.digests() == expected, "seed \(seed), killed after \(commits)")
            #expect(try await second.leases() == [], "seed \(seed), killed after \(commits)")
        }
    }

    @Test(arguments: [UInt64(31), 32])
    func `a date computed alone gives the bits of the full run`(seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let rig = try await Rig(&random)
        try await rig.run()
        let expected = try await rig.digests()
        for _ in 0..<6 {
            let date = try #require(rig.allDates.randomElement(using: &random))
            let report = try await rig.run(.forced, dates: [date])
            #expect(report.total.unchanged == report.total.done, "seed \(seed), \(date)")
            #expect(try await rig.digests() == expected, "seed \(seed), \(date)")
        }
    }
}
