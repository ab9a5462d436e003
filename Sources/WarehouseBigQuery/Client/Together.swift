internal import PipelineModel

/// Requests that do not depend on each other, several at a time: most of what one takes is waiting.
enum Together {
    private static let width = 8

    /// What `body` makes of each of `items`, in their order; the first failure of the earliest item that failed.
    static func map<Item: Sendable, Value: Sendable>(
        _ items: [Item], _ body: @escaping @Sendable (Item) async throws(WarehouseError) -> Value
    ) async throws(WarehouseError) -> [Value] {
        typealias Outcome = Result<Value, WarehouseError>
        let outcomes = await withTaskGroup(of: (Int, Outcome).self) { group in
            var outcomes = [Outcome?](repeating: nil, count: items.count)
            var next = 0
            func begin() {
                guard next < items.count else { return }
                let (position, item) = (next, items[next])
                next += 1
                group.addTask {
                    do throws(WarehouseError) {
                        return (position, .success(try await body(item)))
                    } catch {
                        return (position, .failure(error))
                    }
                }
            }
            for _ in 0..<width { begin() }
            while let (position, outcome) = await group.next() {
                outcomes[position] = outcome
                // Nothing is begun any more once something has failed.
                if case .success = outcome { begin() }
            }
            return outcomes
        }
        var values: [Value] = []
        for case .failure(let error)? in outcomes { throw error }
        for case .success(let value)? in outcomes { values.append(value) }
        return values
    }
}
