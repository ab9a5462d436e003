import GameCalendar
import PipelineEngine
import PipelineModel

// What a batch tells whoever waits for its partitions.
extension BatchExecution {
    /// Announces a run that has ended, in the transaction that records its end.
    mutating func announce(_ run: RunRecord) {
        guard !options.skipDownstreamTrigger else { return }
        let event = PipelineEvent(runner.identifiers.next("e"), of: run)
        add { group throws(WarehouseError) in try group.changes.upsert([try event.outboxEntry()]) }
    }

    /// Announces a partition that was asked for and is complete already, as the run that wrote it would have.
    mutating func announceComplete(_ partition: Partition) {
        guard !options.skipDownstreamTrigger, options.mode == .live || options.trigger == .event,
            options.isTarget(partition),
            let entry = runner.catalog.position(of: partition.table),
            let state = stage.ledger.state(entry, on: partition.date)
        else { return }
        let event = PipelineEvent(
            runner.identifiers.next("e"), of: state, runner.catalog.entries[entry].phase,
            correlation: batch.correlationID,
            at: runner.clock.now())
        add { group throws(WarehouseError) in try group.changes.upsert([try event.outboxEntry()]) }
    }
}
