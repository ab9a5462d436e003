import ContentDigest
import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineRuntime
import PipelineTesting
import Randomness
import Testing

struct CorrectionTests {
    private func correct(_ rig: Rig, _ random: inout SeededRandom, _ number: Int) async throws {
        for change in 0..<random.int(1...3) {
            let run = "correction-\(number)-\(change)"
            switch random.int(0...9) {
            case 0...5:
                let date = try #require(rig.schedule.countingDates.randomElement(using: &random))
                let write = try WeatherSample.readings(date, &random, run: run)
                try await rig.store.commit(SampleChanges.changes([write]))
            case 6...7:
                let date = try #require(rig.schedule.expectedDates.randomElement(using: &random))
                try await rig.store.commit(
                    SampleChanges.changes([try WeatherSample.hints(date, &random, run: run)]))
            default:
                let date = try #require(rig.schedule.expectedDates.randomElement(using: &random))
                try await rig.store.commit(SampleChanges.changes([try WeatherSample.duty(date, &random, run: run)]))
            }
        }
    }

    @Test(arguments: UInt64(41)...46)
    func `after a correction and a run all digests are those of a run from nothing`(seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let rig = try await Rig(&random, seasons: 2, days: 6)
        try await rig.run()
        for number in 0..<3 {
            let place = Comment(rawValue: "seed \(seed), correction \(number)")
            let before = try await rig.store.facts(counting: []).states
            try await correct(rig, &random, number)
            let (plan, ledger) = try await rig.plan()
            let foretold = try await WhatIf(store: rig.store, catalog: rig.catalog).run(plan, ledger)
            let report = await rig.execute(plan, ledger, jobs: random.int(1...3), groupSize: random.int(1...9))
            #expect(report.total.failed + report.total.blocked + report.unfinished == 0, place)
            #expect(report.isBalanced, place)
            #expect(try await rig.digests() == rig.fromScratch(), place)
            #expect(try await rig.plan().plan.steps == [], place)

            let after = try await rig.store.facts(counting: []).states
            let changed = after.filter { $0.value.digest != before[$0.key]?.digest }.keys
            let own = Set(changed.filter { WeatherSample.computed.contains($0.table) })
            #expect(Set(foretold.changed.map(\.partition)) == own, place)
            #expect(foretold.recomputed == report.total.done, place)
            #expect(foretold.cutOff == report.total.cutOff, place)
            try everyRecomputationHadAReason(rig, before, after, place)
        }
    }

    // A step ran exactly where a window it declares holds a date whose digest changed.
    private func everyRecomputationHadAReason(
        _ rig: Rig, _ before: [Partition: PartitionState], _ after: [Partition: PartitionState], _ place: Comment
    ) throws {
        for step in rig.catalog.steps {
            let table = step.processor.table
            for date in rig.catalog.entries[step.entry].calendar.dates(of: rig.schedule) {
                let partition = Partition(table, date)
                let ran = before[partition]?.runID != after[partition]?.runID
                let changed = try changedInputs(of: step, on: date, rig, before, after)
                if ran { #expect(!changed.isEmpty, "\(place): \(partition) ran without cause") }
                if !ran {
                    #expect(
                        !changed.contains { !$0.hasSuffix(":previous_season") }, "\(place): \(partition) did not run")
                }
            }
        }
    }

    private func changedInputs(
        of step: Catalog.Step, on date: GameDate, _ rig: Rig, _ before: [Partition: PartitionState],
        _ after: [Partition: PartitionState]
    ) throws -> Set<String> {
        var changed: Set<String> = []
        for input in step.processor.inputs {
            let entry = try #require(rig.catalog.entry(input.source))
            let window = input.lookback.window(
                before: date, on: rig.schedule, entry.calendar, historyStart: WeatherSample.firstDay)
            for day in window.dates {
                let partition = Partition(input.source, day)
                if before[partition]?.digest != after[partition]?.digest { changed.insert(input.name) }
            }
        }
        return changed
    }

    @Test func `the fallback is asked only when needed, recorded under its own name, and makes stale`() async throws {
        var random = SeededRandom(seed: 51)
        let rig = try await Rig(&random, seasons: 2, days: 8)
        try await rig.run(groupSize: 2)
        let fallback = ForecastProcessor.lastSeason.name
        let second = rig.schedule.expectedDates(of: Season(startYear: 2021))
        let consulted = try await rig.store.facts(counting: []).consultedFallbacks
        let opening = Partition(Forecast.input, second[0])
        #expect(consulted[opening] == [fallback])
        for partition in consulted.keys { #expect(partition.table == Forecast.input) }
        let inputs = try await rig.store.records(
            PartitionInput.self, matching: .column("table_name", is: .text("forecast")))
        #expect(Set(inputs.filter { $0.inputName == fallback }.map(\.gameDate)) == Set(consulted.keys.map(\.date)))
        #expect(inputs.contains { $0.inputName != fallback && $0.gameDate == opening.date })

        // A corrected reading of the first season reaches exactly the forecasts that asked for that season.
        let date = try #require(rig.schedule.countingDates(of: Season(startYear: 2020)).last)
        let write = try WeatherSample.readings(
            [StationReading(date, 1, 0, 999)], on: date, run: "correction")
        try await rig.store.commit(SampleChanges.changes([write]))
        try await rig.run()
        let runs = try await rig.runs().filter {
            $0.processorName == Forecast.input && second.contains($0.dataDate) && $0.status == .success
        }
        let repeated = Dictionary(grouping: runs, by: \.dataDate).filter { $0.value.count > 1 }.keys
        #expect(Set(repeated) == Set(consulted.keys.map(\.date).filter(second.contains)))
        #expect(try await rig.digests() == rig.fromScratch())
    }
}
