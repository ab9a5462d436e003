import GameCalendar
import PipelineEngine
import PipelineModel

/// Computes the steps of one processor, one after the other, and keeps its input windows between them.
actor ProcessorLane {
    /// What every lane of a batch is made of.
    struct Making {
        let catalog: Catalog
        let clock: RuntimeClock
        /// Threads that one step may use.
        let threads: Int

        func lane() -> ProcessorLane { ProcessorLane(catalog: catalog, clock: clock, threads: threads) }
    }

    private let catalog: Catalog
    private let clock: RuntimeClock
    private let threads: Int
    private var windows: [String: any SlidingInput] = [:]

    init(catalog: Catalog, clock: RuntimeClock, threads: Int) {
        self.catalog = catalog
        self.clock = clock
        self.threads = threads
    }

    /// Loads the inputs of `assignment` through `loader` and computes it.
    func compute(_ assignment: Assignment, with loader: InputLoader) async -> Result<ComputedStep, StepFailure> {
        do throws(StepFailure) {
            let started = clock.now()
            var computed = try await attempt(assignment, loader)
            computed.seconds = clock.now().seconds(since: started)
            if assignment.previous != nil, computed.changed {
                computed.replacement = try await replacement(by: computed, loader.reader)
            }
            return .success(computed)
        } catch {
            return .failure(error)
        }
    }

    private func attempt(_ assignment: Assignment, _ loader: InputLoader) async throws(StepFailure) -> ComputedStep {
        var upstream = Upstream(threads: threads)
        for load in assignment.loads where load.input.requirement != .fallback {
            try await supply(load, &upstream, loader)
        }
        let fallbacks = assignment.loads.filter { $0.input.requirement == .fallback }
        for load in fallbacks { upstream.withhold(load.input) }
        var consulted: Set<String> = []
        while true {
            do throws(ComputationStop) {
                let computation = StepComputation(catalog: catalog, assignment: assignment)
                return try computation.result(from: upstream, consulted: consulted)
            } catch {
                switch error {
                case .failed(let failure): throw failure
                case .consults(let name):
                    let load = fallbacks.first { $0.input.name == name }
                    guard let load, consulted.insert(name).inserted else {
                        throw StepFailure(.bug, "undeclared_input", "\(assignment.step.partition): no fallback \(name)")
                    }
                    try await supply(load, &upstream, loader)
                }
            }
        }
    }

    private func supply(
        _ load: Assignment.Load, _ upstream: inout Upstream, _ loader: InputLoader
    ) async throws(StepFailure) {
        let window = windows[load.input.name] ?? makeSlidingInput(load.input)
        windows[load.input.name] = window
        try await window.supply(load, to: &upstream, with: loader)
    }

    // Only a partition that existed and changed is compared row by row, so this costs one read where it matters. Rows that
    // cannot be read were edited by hand: all are written anew.
    private func replacement(
        by computed: ComputedStep, _ reader: any WarehouseReader
    ) async throws(StepFailure) -> RowReplacement? {
        let date = computed.state.gameDate
        do {
            let stored = try await reader.contents(of: StoredColumns(computed.table), on: [date])
            let before = stored[date] ?? PartitionContent(emptyWith: computed.table.columns)
            return RowReplacement(of: before, by: computed.content, key: computed.table.key)
        } catch  where error.code == .corrupt {
            return nil
        } catch {
            throw StepFailure(error)
        }
    }
}
