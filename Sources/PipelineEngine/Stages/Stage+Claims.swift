public import PipelineModel

extension Stage {
    /// The next steps to lease, at most `limit`, in plan order as far as they can be decided; past blocks that another
    /// worker is at.
    ///
    /// A step that is sure to run is leased once its upstream is leased, so that the earliest leased step can always
    /// start; one that may turn out to be up to date waits until its upstream has ended and may end here as cut off.
    public mutating func nextClaims(limit: Int) -> [PlannedStep] {
        var claims: [PlannedStep] = []
        while !isStopping, claims.count < limit, let index = nextDecidable() {
            if let exclusion = exclusionAtClaim(index) {
                resolve(index, exclusion)
                continue
            }
            blocks.lanes[blocks.placeOfStep[index].lane].unclaimed += 1
            claims.append(plan.steps[index])
        }
        return claims
    }

    private mutating func nextDecidable() -> Int? {
        for block in blocks.blocks.indices where !blocks.blocks[block].isPassedOver {
            if let index = nextDecidable(in: block) { return index }
        }
        return nil
    }

    private mutating func nextDecidable(in block: Int) -> Int? {
        var best: Int?
        for number in blocks.blocks[block].lanes {
            skipClaimed(in: number)
            let lane = blocks.lanes[number]
            guard lane.unclaimed < lane.steps.count else { continue }
            let index = lane.steps[lane.unclaimed]
            guard best.map({ index < $0 }) ?? true else { continue }
            let isSure = plan.steps[index].reason.isDefinite && areInputsClaimed(index)
            if breakers[lane.processor].isOpen || isSure || areInputsEnded(index) { best = index }
        }
        return best
    }

    // A claim that was put off leaves claimed steps behind it.
    private mutating func skipClaimed(in lane: Int) {
        while blocks.lanes[lane].unclaimed < blocks.lanes[lane].steps.count,
            progress[blocks.lanes[lane].steps[blocks.lanes[lane].unclaimed]] != .waiting
        {
            blocks.lanes[lane].unclaimed += 1
        }
    }

    private mutating func exclusionAtClaim(_ index: Int) -> Exclusion? {
        if breakers[processor(of: index)].isOpen { return .breakerOpen }
        guard areInputsEnded(index) else { return nil }
        return exclusionAtStart(index)
    }

    /// What keeps a step whose upstream has ended from running.
    mutating func exclusionAtStart(_ index: Int) -> Exclusion? {
        if breakers[processor(of: index)].isOpen { return .breakerOpen }
        let step = plan.steps[index]
        if step.reason == .obsolete { return nil }
        let missing = shortfall(index)
        if !missing.isEmpty { return .missingUpstream(missing) }
        switch step.reason {
        case .forced, .contentMismatch, .obsolete: return nil
        case .retry where ledger.facts.store.hasFailed(step.partition): return nil
        case .missing, .partial, .stale, .upstreamStale, .retry:
            let entry = catalog.steps[processor(of: index)].entry
            return ledger.reconsider(entry, on: step.partition.date) == .complete ? .alreadyComplete : nil
        }
    }

    /// Says that `partition` is leased and its running row is written.
    public mutating func claimed(_ partition: Partition) {
        guard let index = indexOf[partition], isOpen(index) else { return }
        progress[index] = .claimed
        blocks.blocks[blocks.lanes[blocks.placeOfStep[index].lane].block].atWork += 1
    }

    /// Says that a started step found its inputs changed by somebody else: it is offered again, with what is known now.
    public mutating func retake(_ partition: Partition) {
        guard let index = indexOf[partition], progress[index] == .running else { return }
        progress[index] = .claimed
        blocks.lanes[blocks.placeOfStep[index].lane].isRunning = false
    }

    // Whether a step is nobody's here: not leased, and not ended.
    private func isOpen(_ index: Int) -> Bool { progress[index] == .waiting || progress[index] == .elsewhere }

    /// Says that a living worker holds `partition`: nothing of its block is offered until ``offerAgain(whereBegun:)``, and
    /// what is leased of it is computed past what is not.
    public mutating func putOff(_ partition: Partition) {
        guard let index = indexOf[partition], isOpen(index) else { return }
        let (lane, place) = blocks.placeOfStep[index]
        blocks.lanes[lane].unclaimed = min(blocks.lanes[lane].unclaimed, place)
        let block = blocks.lanes[lane].block
        guard !blocks.blocks[block].isPassedOver else { return }
        blocks.blocks[block].isPassedOver = true
        for index in blocks.blocks[block].lanes.flatMap({ blocks.lanes[$0].steps[blocks.lanes[$0].head...] })
        where progress[index] == .waiting {
            progress[index] = .elsewhere
        }
    }

    /// Whether steps are not offered because another worker was at them.
    public var isPassingOver: Bool { blocks.blocks.contains(where: \.isPassedOver) }

    /// Offers again what another worker held: steps that it has finished by now end as already complete.
    ///
    /// - Parameter whereBegun: only in blocks of which something is leased here. It stands idle, and its windows are kept,
    ///   until the other one's steps have ended; going far ahead of them would keep ever more.
    public mutating func offerAgain(whereBegun: Bool = false) {
        for block in blocks.blocks.indices
        where blocks.blocks[block].isPassedOver && (!whereBegun || blocks.blocks[block].atWork > 0) {
            blocks.blocks[block].isPassedOver = false
            for lane in blocks.blocks[block].lanes {
                for index in blocks.lanes[lane].steps[blocks.lanes[lane].head...] where progress[index] == .elsewhere {
                    progress[index] = .waiting
                }
            }
        }
    }

    /// Leaves everything that is not done to the worker that holds `partition` for `run`, and stops.
    public mutating func leave(_ partition: Partition, to run: String) {
        stop()
        guard let index = indexOf[partition], progress[index] != .ended else { return }
        resolve(index, .runningElsewhere(run))
    }
}
