package import PipelineModel

/// A right in the store, held by a connection of its own: given back with the last reference, or when the process ends.
package final class StoreHold: Sendable {
    private let lane: Lane

    fileprivate init(_ lane: Lane) {
        self.lane = lane
    }
}

extension PostgresWarehouse {
    /// The right called `name`, which one process has at a time; nil while another has it.
    package func hold(_ name: String) async throws(WarehouseError) -> StoreHold? {
        let (address, settings) = (address, listenerSettings)
        let lane = Lane("hold-\(name)") { () throws(WarehouseError) in try Connection(address, settings) }
        let isHeld = await lane.result { connection in
            try connection.run("SELECT pg_try_advisory_lock(hashtextextended($1, 1))", [.text(name)]).bool(0, 0)
        }
        return try isHeld.get() ? StoreHold(lane) : nil
    }
}
