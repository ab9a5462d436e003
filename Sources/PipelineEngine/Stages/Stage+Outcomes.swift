import GameCalendar
public import PipelineModel

extension Stage {
    /// Says that a step was computed; its state is known, its commit may still be under way.
    public mutating func computed(_ state: PartitionState, projections: [PartitionState], consulting: [String]) {
        guard let index = indexOf[state.partition] else { return }
        let before = ledger.state(catalog.steps[processor(of: index)].entry, on: state.gameDate)?.digest
        ledger.record(state, consulting: consulting)
        for projection in projections { ledger.record(projection) }
        breakers[processor(of: index)].succeeded()
        failures.remove(state.partition)
        if before != state.digest { doubtConsumers(of: state.partition) }
        end(index)
    }

    /// Counted failures of the processor that fills `table`, since its last success in this batch.
    public func failuresInARow(of table: TableName) -> Int {
        guard let entry = catalog.entry(table), case .processor(let processor) = entry.role else { return 0 }
        return breakers[processor].consecutive
    }

    /// Says that attempt number `attempt` of a step failed.
    public mutating func failed(_ partition: Partition, _ category: ErrorCategory, attempt: Int) -> FailureDecision {
        guard let index = indexOf[partition] else { return .giveUp }
        let seed = UInt64(bitPattern: Int64(partition.date.dayNumber)) &+ UInt64(processor(of: index))
        if attempt < Backoff.attempts(at: category) {
            return .retry(after: Backoff.delay(afterAttempt: attempt, seed: seed))
        }
        failures.insert(partition)
        breakers[processor(of: index)].failed(category)
        end(index)
        switch category {
        case .resource:
            stop()
            return .stopBatch
        case .bug: return .stopProcessor
        case .transient, .upstream, .data, .cancelled:
            return breakers[processor(of: index)].isOpen ? .stopProcessor : .giveUp
        }
    }
}
