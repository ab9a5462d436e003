import GameCalendar
import PipelineEngine
import PipelineModel

extension BatchExecution {
    /// Writes what became of steps that ended without being computed.
    mutating func takeResolutions() {
        for resolution in stage.takeResolutions() {
            let partition = resolution.step.partition
            switch resolution.exclusion {
            case .missingUpstream(let missing):
                recordBlocked(partition, missing)
            case .alreadyComplete:
                // What was not there and is complete was made by somebody.
                let wasWanting = [.missing, .partial].contains(resolution.step.reason)
                let isElsewhere = wasWanting || changedInStore.contains(partition)
                report.count(partition.table) { if isElsewhere { $0.doneElsewhere += 1 } else { $0.cutOff += 1 } }
                close(partition, resolution)
                announceComplete(partition)
            case .runningElsewhere:
                leave(partition, resolution.exclusion)
            case .breakerOpen, .notExpected, .waived, .beforeHistory:
                leave(partition, resolution.exclusion)
                close(partition, resolution)
            }
        }
    }

    /// Counts a partition that is not computed here, and why.
    mutating func leave(_ partition: Partition, _ exclusion: Exclusion) {
        report.exclude(partition, exclusion)
        if case .runningElsewhere = exclusion { leftElsewhere.append(partition) }
    }

    /// Counts again what was left to other workers: what they have done by now leaves nothing to be asked for.
    mutating func recount() async {
        (report.runningElsewhere, report.leftToOthers) = (leftElsewhere.count, leftElsewhere.count)
        // Whoever gave up at once was held, whatever the other has done since.
        guard !report.hasGivenUp, !leftElsewhere.isEmpty, !report.wasInterrupted, report.storeError == nil else {
            return
        }
        var facts = stage.ledger.facts
        guard let store = try? await runner.warehouse.facts(counting: runner.catalog.tables) else { return }
        facts.store = store
        var ledger = Ledger(catalog: runner.catalog, facts: facts)
        for partition in leftElsewhere {
            guard let entry = runner.catalog.position(of: partition.table),
                ledger.status(entry, on: partition.date).isSatisfied
            else { continue }
            report.runningElsewhere -= 1
            report.exclusions[Exclusion.runningElsewhere("").code, default: 0] -= 1
            report.count(partition.table) { ($0.excluded, $0.doneElsewhere) = ($0.excluded - 1, $0.doneElsewhere + 1) }
        }
    }

    // A step that was leased ahead and then not needed leaves no trace but its released lease.
    private mutating func close(_ partition: Partition, _ resolution: StepResolution) {
        guard resolution.wasClaimed else { return }
        unwritten.drop(partition, run: runs.end(partition, .interrupted)?.runID)
    }
}
